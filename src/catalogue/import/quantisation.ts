/**
 * One `quantization_config`, whichever tool wrote it, as rules: a format for all linear layers, formats for those that
 * are named, and the list of what was left as it was.
 */
import { WrongField, shown, type ConfigFields } from './config-fields.ts';
import { ModuleList } from './module-names.ts';
import type { Notes } from './notes.ts';
import { storageNamed, storageOfBits, storageOfScheme, storageOfType, type WeightStorage } from './schemes.ts';

export interface FormatRules {
  readonly base: WeightStorage;
  /** Format of what is excluded. */
  readonly outside: WeightStorage;
  readonly excluded: ModuleList;
  /** Named modules with a format of their own; the first that names one decides. */
  readonly overrides: readonly { readonly list: ModuleList; readonly format: WeightStorage }[];
  /** True where a method narrows routed experts alone. */
  readonly expertsOnly: boolean;
  readonly kvCache: 'fp8' | null;
  readonly blockScales: boolean;
}

/** The keys under which tools list what they left wide. */
const exclusionKeys = [
  'modules_to_not_convert',
  'ignore',
  'ignored_layers',
  'exclude',
  'exclude_modules',
  'llm_int8_skip_modules',
  'modules_to_not_quantize',
];

export function readRules(quantisation: ConfigFields, notes: Notes): FormatRules {
  const entries = exclusionKeys.flatMap((key) => quantisation.list(key) ?? []);
  const { base, outside = 'bf16', overrides = [] } = readBase(quantisation, notes);
  // Modules that keep a wide format of their own by name (AutoRound, GPTQModel).
  const named = wideByName(quantisation);
  return {
    base,
    outside,
    excluded: new ModuleList([...entries, ...named]),
    overrides,
    expertsOnly: method(quantisation) === 'mxfp4' || method(quantisation) === 'experts_int8',
    kvCache: cacheOf(quantisation),
    blockScales: quantisation.has('weight_block_size'),
  };
}

type Base = Pick<FormatRules, 'base'> & Partial<Pick<FormatRules, 'outside' | 'overrides'>>;

const method = (quantisation: ConfigFields): string => (quantisation.text('quant_method') ?? '').toLowerCase().replace(/-/g, '_');

function readBase(quantisation: ConfigFields, notes: Notes): Base {
  const algorithm = (quantisation.text('quant_algo') ?? '').toUpperCase();
  const name = method(quantisation);
  if (algorithm.includes('MIXED')) return readMixed(quantisation, name, notes);
  if (algorithm !== '') return { base: storageOfType(algorithm, quantisation.at('quant_algo')) };
  switch (name) {
    case 'fp8':
    case 'fbgemm_fp8':
    case 'ptpc_fp8':
    case 'modelopt_fp8':
      return { base: 'fp8' };
    case 'mxfp4':
      return { base: 'mxfp4' };
    case 'nvfp4':
    case 'modelopt_fp4':
    case 'petit_nvfp4':
      return { base: 'nvfp4' };
    case 'experts_int8':
    case 'eetq':
    case 'w8a8_int8':
      return { base: 'int8' };
    case 'awq':
    case 'gptq':
    case 'gptq_marlin':
    case 'awq_marlin':
    case 'marlin':
    case 'auto_round':
    case 'intel/auto_round':
    case 'inc':
    case 'moe_wna16':
    case 'gguf':
      return { base: readBits(quantisation, notes) };
    case 'bitsandbytes':
      return { base: readBitsAndBytes(quantisation, notes) };
    case 'bitnet':
    case 'aqlm':
    case 'vptq':
    case 'quip':
    case 'spqr':
      notes.say('config.bits-rounded', `Weights of two bits or so (${name}) are priced as int4, the narrowest format that engines are measured in`);
      return { base: 'int4' };
    case 'hqq': {
      const weights = quantisation.object('quant_config')?.object('weight_quant_params') ?? quantisation;
      return { base: storageOfBits(weights.whole(weights.has('nbits') ? 'nbits' : 'bits', { most: 16 }), weights.at('nbits'), notes) };
    }
    case 'quanto':
      return { base: storageOfType(quantisation.text('weights'), quantisation.at('weights')) };
    case 'torchao':
      return { base: storageOfType(torchType(quantisation), quantisation.at('quant_type')) };
    case 'quark':
      return readQuark(quantisation);
    default:
      if (quantisation.has('config_groups')) return readGroups(quantisation, notes);
      if (name === 'modelopt') throw new WrongField(quantisation.at('quant_algo'), 'the field is missing; expected NVFP4, FP8 or another algorithm');
      if (quantisation.hasAny(['bits', 'w_bit'])) return { base: readBits(quantisation, notes) };
      if (quantisation.hasAny(['load_in_4bit', 'load_in_8bit'])) return { base: readBitsAndBytes(quantisation, notes) };
      return { base: unknownMethod(quantisation, name) };
  }
}

function unknownMethod(quantisation: ConfigFields, name: string): WeightStorage {
  const known = storageNamed(name);
  if (known) return known;
  throw new WrongField(
    quantisation.at('quant_method'),
    `${shown(name)} is no number format that is read. Take the quantization_config out and give the scenario's \`weights\` (bf16, fp8, int8, int4, nvfp4, mxfp4)`,
  );
}

function readBits(quantisation: ConfigFields, notes: Notes): WeightStorage {
  const key = ['bits', 'w_bit', 'wbits', 'weight_bits'].find((each) => quantisation.has(each)) ?? 'bits';
  const type = (quantisation.text('data_type') ?? '').toLowerCase();
  const bits = quantisation.whole(key, { most: 32 });
  if (type.includes('mx_fp') || type.includes('nv_fp') || type.startsWith('fp')) {
    if (bits === 4) return type.includes('nv') ? 'nvfp4' : 'mxfp4';
    if (bits === 8) return 'fp8';
  }
  return storageOfBits(bits, quantisation.at(key), notes);
}

function readBitsAndBytes(quantisation: ConfigFields, notes: Notes): WeightStorage {
  const four = quantisation.flag('load_in_4bit', quantisation.flag('_load_in_4bit', false));
  if (!four) return 'int8';
  notes.say('config.bitsandbytes', 'Four bits of bitsandbytes (NF4 or FP4) are priced as int4: the same bytes, kernels of other tools');
  return 'int4';
}

function torchType(quantisation: ConfigFields): unknown {
  const type = quantisation.json['quant_type'];
  if (typeof type === 'string') return type;
  // A tree of objects with `_type`: "Int4WeightOnlyConfig", "Float8DynamicActivationFloat8WeightConfig".
  const found = /"_type":\s*"([^"]{1,80})"/.exec(JSON.stringify(type ?? {}));
  return found?.[1];
}

function readQuark(quantisation: ConfigFields): Base {
  const all = quantisation.object('global_quant_config');
  const base = quarkFormat(all?.object('weight') ?? null, quantisation.at('global_quant_config.weight.dtype'));
  const layers = quantisation.object('layer_quant_config');
  const overrides = Object.keys(layers?.json ?? {}).map((name) => ({
    list: new ModuleList([name]),
    format: quarkFormat(layers?.object(name)?.object('weight') ?? null, quantisation.at(`layer_quant_config.${name}`)),
  }));
  return { base, overrides };
}

function quarkFormat(weight: ConfigFields | null, path: string): WeightStorage {
  if (!weight) return 'bf16';
  const type = weight.text('dtype') ?? '';
  return type === 'fp4' ? 'mxfp4' : storageOfType(type, path);
}

/** compressed-tensors and its kin: groups of targets, each with a scheme. */
function readGroups(quantisation: ConfigFields, notes: Notes): Base {
  const groups = quantisation.object('config_groups');
  const all = Object.keys(groups?.json ?? {}).flatMap((name) => {
    const group = groups?.object(name);
    const weights = group?.object('weights');
    if (!group || !weights) return [];
    const format = storageOfScheme(weights, (group.text('format') ?? quantisation.text('format') ?? '').toLowerCase(), notes);
    return [{ format, targets: group.list('targets') ?? ['Linear'] }];
  });
  const [first] = all;
  if (!first)
    throw new WrongField(
      quantisation.at('config_groups'),
      'expected a group with weights, as in { "group_0": { "weights": { "num_bits": 4, "type": "int" } } }',
    );
  // Classes of modules ("Linear") mean all; names mean some.
  const general = all.find(({ targets }) => targets.some(isClass));
  const overrides = all.filter(({ targets }) => !targets.some(isClass)).map(({ format, targets }) => ({ list: new ModuleList(targets), format }));
  return { base: general?.format ?? 'bf16', overrides };
}

const isClass = (target: unknown): boolean => typeof target === 'string' && /^[A-Z]\w*$/.test(target);

/** modelopt with several algorithms: each module by its name, the others as the method beneath says. */
function readMixed(quantisation: ConfigFields, name: string, notes: Notes): Base {
  const layers = quantisation.object('quantized_layers');
  const byFormat = new Map<WeightStorage, string[]>();
  for (const key of Object.keys(layers?.json ?? {})) {
    const algorithm = layers?.object(key)?.text('quant_algo') ?? '';
    const format = storageOfType(algorithm, layers?.at(key) ?? quantisation.at('quantized_layers'));
    const keys = byFormat.get(format);
    if (keys) keys.push(key);
    else byFormat.set(format, [key]);
  }
  // DeepSeek-V4 in NVFP4: experts are named, everything else stays in the 8 bits that it was published in.
  const beneath: WeightStorage = name === 'fp8' ? 'fp8' : 'bf16';
  if (byFormat.size === 0) {
    if (quantisation.has('config_groups')) return readGroups(quantisation, notes);
    throw new WrongField(
      quantisation.at('quantized_layers'),
      'the field is missing: several formats, and nothing says which layer has which. Add hf_quant_config.json',
    );
  }
  return { base: beneath, outside: beneath, overrides: [...byFormat].map(([format, keys]) => ({ format, list: new ModuleList(keys) })) };
}

/** AutoRound's `extra_config` and GPTQModel's `dynamic` name modules of their own; those of 16 bits are left wide. */
function wideByName(quantisation: ConfigFields): readonly string[] {
  const extra = quantisation.object('extra_config');
  const wide = Object.keys(extra?.json ?? {}).filter((name) => (extra?.object(name)?.wholeOrNull(['bits'], { most: 32 }) ?? 0) >= 16);
  const dynamic = quantisation.object('dynamic');
  const left = Object.keys(dynamic?.json ?? {}).filter((name) => name.startsWith('-:'));
  return [...wide, ...left.map((name) => `re:${name.slice(2)}`)];
}

function cacheOf(quantisation: ConfigFields): 'fp8' | null {
  const named = quantisation.json['kv_cache_quant_algo'] ?? quantisation.json['kv_cache_scheme'];
  if (typeof named === 'string') return storageNamed(named) === 'fp8' ? 'fp8' : null;
  const scheme = typeof named === 'object' && named !== null ? (named as Record<string, unknown>) : null;
  return scheme?.['num_bits'] === 8 ? 'fp8' : null;
}
