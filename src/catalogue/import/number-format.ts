/**
 * The formats in which a configuration says that weights are stored, part by part. Quantised checkpoints narrow all
 * linear layers, or the routed experts alone, or leave some layers wide, or hold several formats at once.
 */
import { WrongField, shown, type ConfigFields } from './config-fields.ts';
import { readGgufFormats, type StoredBits } from './gguf-formats.ts';
import type { LayerPlan } from './layer-plan.ts';
import { modulesOf, type FormatPart, type ModuleList } from './module-names.ts';
import type { Notes } from './notes.ts';
import { readRules, type FormatRules } from './quantisation.ts';
import type { WeightStorage } from './schemes.ts';

export interface NumberFormats {
  readonly attention: WeightStorage;
  readonly dense: WeightStorage;
  readonly experts: WeightStorage;
  /** What the checkpoint asks the cache to be kept in; null where it leaves that to the engine. */
  readonly kvCache: 'fp8' | null;
  /** 8-bit weights with a scale for each block of 128 × 128, as DeepSeek publishes them. */
  readonly blockScales: boolean;
  /** Where a file says what its weights take to a fraction of a bit (GGUF). */
  readonly bits?: StoredBits;
}

/** @param outer the whole file: the quantisation stands in it or in its text part, or came beside it as `hf_quant_config` */
export function readFormats(config: ConfigFields, outer: ConfigFields, plan: LayerPlan, notes: Notes): NumberFormats {
  const gguf = readGgufFormats(outer, notes);
  if (gguf) return { ...gguf, kvCache: null, blockScales: false };
  const found = quantisationOf(config, outer);
  const dtype = config.text('dtype') ?? config.text('torch_dtype') ?? outer.text('dtype') ?? outer.text('torch_dtype');
  if (!found) {
    const storage = withoutQuantisation(dtype, notes);
    return { attention: storage, dense: storage, experts: storage, kvCache: null, blockScales: false };
  }
  const rules = readRules(found, notes);
  const base: WeightStorage = expertFormat(config, outer) ?? rules.base;
  const of = (part: FormatPart): WeightStorage => formatOfPart(part, part === 'experts' ? { ...rules, base } : rules, plan, notes);
  return { attention: of('attention'), dense: of('dense'), experts: of('experts'), kvCache: rules.kvCache, blockScales: rules.blockScales };
}

/** Where a file says how its weights are stored. Two that stand side by side (modelopt) are one: what is missing in one is in the other. */
function quantisationOf(config: ConfigFields, outer: ConfigFields): ConfigFields | null {
  const inside =
    config.object('quantization_config') ??
    outer.object('quantization_config') ??
    config.object('compression_config') ??
    outer.object('compression_config');
  const beside = outer.object('hf_quant_config') ?? config.object('hf_quant_config');
  const sidecar = beside?.object('quantization') ?? beside;
  // A `hf_quant_config.json` pasted alone into the file, with its own keys.
  const loose = outer.object('quantization');
  if (inside) return sidecar ? inside.over(sidecar.json) : inside;
  return sidecar ?? (loose?.has('quant_algo') ? loose : null);
}

function withoutQuantisation(dtype: string | null, notes: Notes): WeightStorage {
  const word = (dtype ?? '').replace('torch.', '');
  if (/float8|fp8/.test(word)) return 'fp8';
  if (/^u?int8$/.test(word)) return 'int8';
  notes.say(
    'config.no-quantisation',
    word === ''
      ? 'The file names no number format: weights are taken as 16 bits. Add its quantization_config or hf_quant_config, or give the scenario’s weights, if they are narrower'
      : `The file names no quantisation, only ${word.slice(0, 20)}: weights are taken as 16 bits. If a hf_quant_config.json lies beside it, add that, or give the scenario’s weights`,
  );
  return 'bf16';
}

/** DeepSeek-V4 names the type of its experts apart: 4-bit floats with powers of two as scales. */
function expertFormat(config: ConfigFields, outer: ConfigFields): WeightStorage | null {
  const word = config.text('expert_dtype') ?? outer.text('expert_dtype');
  if (word === null) return null;
  if (word === 'fp4') return 'mxfp4';
  if (word === 'fp8') return 'fp8';
  if (word === 'bf16') return 'bf16';
  throw new WrongField(config.at('expert_dtype'), `${shown(word)} is not read; fp4, fp8 and bf16 are`);
}

/** What most layers of a part are stored in; ties go to the wider. */
function formatOfPart(part: FormatPart, rules: FormatRules, plan: LayerPlan, notes: Notes): WeightStorage {
  const counts = new Map<WeightStorage, number>();
  let layers = 0;
  plan.layers.forEach((_, layer) => {
    const modules = modulesOf(part, plan, layer);
    if (modules.length === 0) return;
    layers += 1;
    const format = widest(modules.map((spellings) => formatOfModule(rules, part, layer, spellings)));
    counts.set(format, (counts.get(format) ?? 0) + 1);
  });
  if (layers === 0) return rules.base;
  const ranked = [...counts].sort(([a, of], [b, other]) => other - of || bytesOrder.indexOf(b) - bytesOrder.indexOf(a));
  if (ranked.length > 1)
    notes.say('config.mixed-layers', `Layers are stored in more than one format; each part counts as what most of its layers are stored in`);
  return ranked[0]?.[0] ?? rules.base;
}

/** Narrow to wide. */
const bytesOrder: readonly WeightStorage[] = ['mxfp4', 'nvfp4', 'int4', 'int8', 'fp8', 'bf16'];

const widest = (formats: readonly WeightStorage[]): WeightStorage =>
  formats.reduce((one, other) => (bytesOrder.indexOf(other) > bytesOrder.indexOf(one) ? other : one), 'mxfp4');

function formatOfModule(rules: FormatRules, part: FormatPart, layer: number, spellings: readonly string[]): WeightStorage {
  const named = (list: ModuleList): boolean => spellings.some((module) => list.names(layer, module));
  for (const { list, format } of rules.overrides) if (named(list)) return format;
  if (part !== 'experts' && rules.expertsOnly) return rules.outside;
  return named(rules.excluded) ? rules.outside : rules.base;
}
