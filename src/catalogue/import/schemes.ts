/**
 * The words in which quantisation tools say how a weight is stored: bits with a type, names of algorithms, element types.
 * Each becomes the storage that engines load, or the next wider one with a note; what says nothing is refused by field.
 */
import { WrongField, shown, type ConfigFields } from './config-fields.ts';
import type { Notes } from './notes.ts';

/** Words of the scenario's `weights`. */
export type WeightStorage = 'bf16' | 'fp8' | 'int8' | 'int4' | 'nvfp4' | 'mxfp4';

/** Names of algorithms and element types (modelopt, quark, torchao, quanto, fbgemm); null for one that is not known. */
export function storageNamed(name: string): WeightStorage | null {
  const words = name.toLowerCase().replace(/[\s-]/g, '_');
  if (words === '' || /^(none|bf16|fp16|bfloat16|float16|float32|no_quant.*)$/.test(words)) return words === '' ? null : 'bf16';
  if (/nvfp4|^fp4$|w4a16_fp4/.test(words)) return 'nvfp4';
  if (/mxfp4|mx_fp4|ocp_fp4|^mx$|mxfp6/.test(words)) return words.includes('fp6') ? null : 'mxfp4';
  if (/w4a8|w4a16|int4|uint4|w4afp8|awq|4bit|^q4/.test(words)) return 'int4';
  if (/mxfp8|fp8|e4m3|e5m2|float8|w8a8_fp/.test(words)) return 'fp8';
  if (/int8|w8a8|w8a16|8bit|smoothquant|^sq/.test(words)) return 'int8';
  return null;
}

/** Integers of so many bits. */
export function storageOfBits(bits: number, path: string, notes: Pick<Notes, 'say'>): WeightStorage {
  if (bits === 4) return 'int4';
  if (bits === 8) return 'int8';
  if (bits >= 16) return 'bf16';
  if (bits < 1) throw new WrongField(path, `weights of ${bits} bits are not read`);
  const wider = bits < 4 ? 'int4' : 'int8';
  notes.say('config.bits-rounded', `Weights of ${bits} bits are priced as ${wider}, the next wider format that engines are measured in`);
  return wider;
}

/** A scheme of compressed-tensors and its kin: `{ num_bits, type, group_size }`. */
export function storageOfScheme(weights: ConfigFields, format: string, notes: Notes): WeightStorage {
  const bits = weights.whole('num_bits', { most: 32 });
  if (weights.text('type') !== 'float') return storageOfBits(bits, weights.at('num_bits'), notes);
  if (bits === 8) return 'fp8';
  if (bits >= 16) return 'bf16';
  if (bits !== 4) throw new WrongField(weights.at('num_bits'), `floats of ${bits} bits are not read; 4 and 8 are. Give the scenario's \`weights\``);
  if (format.includes('mxfp4')) return 'mxfp4';
  if (format.includes('nvfp4')) return 'nvfp4';
  // Groups of 16 with scales in 8-bit floats are NVFP4, groups of 32 with powers of two MXFP4.
  return weights.whole('group_size', { least: 0, most: 65_536, orElse: 16 }) === 32 ? 'mxfp4' : 'nvfp4';
}

/** What a quark, torchao or quanto object calls the type of its weights. */
export function storageOfType(name: unknown, path: string): WeightStorage {
  const known = typeof name === 'string' ? storageNamed(name) : null;
  if (known) return known;
  throw new WrongField(
    path,
    `${shown(name)} is no number format that is read. Give the scenario's \`weights\` (bf16, fp8, int8, int4, nvfp4, mxfp4)`,
  );
}
