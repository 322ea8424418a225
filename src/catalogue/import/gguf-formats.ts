/** The number formats that the header of a GGUF file says, as `gguf/gguf-config.ts` hands them over under the key `gguf`. */
import type { ConfigFields } from './config-fields.ts';
import { WrongField } from './config-fields.ts';
import type { Notes } from './notes.ts';
import { storageNamed, storageOfBits, type WeightStorage } from './schemes.ts';

/** Bits of one stored weight, scales included. */
export interface StoredBits {
  readonly attention: number;
  readonly dense: number;
  readonly experts: number;
  /** Embedding and output head. */
  readonly head: number;
}

export interface GgufFormats {
  readonly attention: WeightStorage;
  readonly dense: WeightStorage;
  readonly experts: WeightStorage;
  readonly bits: StoredBits;
}

const partNames = ['attention', 'dense', 'experts', 'head'] as const;

/** Null where the configuration was not made from a GGUF file. */
export function readGgufFormats(config: ConfigFields, notes: Notes): GgufFormats | null {
  const parts = config.object('gguf')?.object('parts');
  if (!parts) return null;
  const given = partNames.filter((name) => parts.has(name));
  const [first] = given;
  if (first === undefined) throw new WrongField(parts.path, 'expected { "attention": { "type": "Q4_K", "bits": 4.5 }, … }');
  const read = Object.fromEntries(given.map((name) => [name, readPart(parts, name, notes)])) as Partial<Record<(typeof partNames)[number], Part>>;
  // A part that the model lacks is never asked for.
  const of = (name: (typeof partNames)[number]): Part => read[name] ?? (read[first] as Part);
  const words = given.map((name) => `${name} ${of(name).bits.toFixed(1)}`).join(', ');
  notes.say(
    'config.gguf',
    `Bits a weight of the GGUF file: ${words}. Memory is that of the file; speed is that of datacentre engines with ${of('attention').storage}, since kernels for GGUF are not measured`,
  );
  const bits = { attention: of('attention').bits, dense: of('dense').bits, experts: of('experts').bits, head: of('head').bits };
  return { attention: of('attention').storage, dense: of('dense').storage, experts: of('experts').storage, bits };
}

interface Part {
  readonly storage: WeightStorage;
  readonly bits: number;
}

function readPart(parts: ConfigFields, name: string, notes: Notes): Part {
  const part = parts.object(name);
  const type = part?.text('type') ?? '';
  const bits = part?.json['bits'];
  if (typeof bits !== 'number' || !(bits > 0.5 && bits <= 64)) throw new WrongField(`${parts.at(name)}.bits`, 'expected a number from 0.5 to 64');
  const storage = storageOf(type, `${parts.at(name)}.type`, name === 'head' ? null : notes);
  return { storage, bits };
}

/** Four and eight bits have kernels that are measured; others count as the next wider. */
function storageOf(type: string, path: string, notes: Notes | null): WeightStorage {
  if (/^(B?F16|F32|F64)$/.test(type)) return 'bf16';
  if (/^(MX|NV)FP4$/.test(type)) return storageNamed(type) ?? 'int4';
  const digits = /^(?:I?Q|TQ|I)(\d{1,2})/.exec(type)?.[1];
  if (digits === undefined) throw new WrongField(path, `"${type.slice(0, 20)}" is no type of GGUF that is read`);
  return storageOfBits(Number(digits), path, notes ?? { say: () => undefined });
}
