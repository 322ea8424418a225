/**
 * The part of a file that describes the language model, with the fields that its class fills in. Models of images and
 * sound wrap it; Mistral writes `params.json` with names of its own; a file saved by transformers leaves out whatever is
 * the default of its class.
 */
import { nearest } from '../suggestions.ts';
import { classDefaults, knownArchitectures, textTypeOf, typeOfArchitecture } from './class-defaults.ts';
import { WrongField, type ConfigFields } from './config-fields.ts';
import { familyOf, type Family } from './families.ts';
import { names } from './field-names.ts';
import type { Notes } from './notes.ts';

export interface TextPart {
  readonly config: ConfigFields;
  /** `model_type` of the text part; empty where nothing says. */
  readonly type: string;
  readonly family: Family;
  /** The architecture that the file names, for people. */
  readonly architecture: string;
}

/** Keys under which wrappers keep their language model, outermost first. */
const wrappers = [
  'thinker_config',
  'text_config',
  'llm_config',
  'language_config',
  'language_model_config',
  'text_model_config',
  'llm',
  'language_model',
];
/** Sizes without which nothing can be priced; a class fills them in only where the file names it. */
const sizes: readonly string[] = [
  ...names.layers,
  ...names.hidden,
  ...names.heads,
  ...names.kvHeads,
  ...names.inter,
  ...names.vocab,
  ...names.experts,
  ...names.active,
  ...names.expertInter,
  ...names.headDim,
  ...names.sharedInter,
  ...names.sharedExperts,
  ...names.context,
  ...names.window,
  'kv_lora_rank',
  'q_lora_rank',
  'qk_nope_head_dim',
  'qk_rope_head_dim',
  'v_head_dim',
  'index_topk',
  'linear_num_value_heads',
  'linear_num_key_heads',
  'linear_key_head_dim',
  'linear_value_head_dim',
  'linear_num_heads',
  'linear_head_dim',
];
const essential: readonly string[] = [
  ...names.layers,
  ...names.hidden,
  ...names.heads,
  ...names.inter,
  ...names.expertInter,
  ...names.vocab,
  ...names.experts,
];

export function readTextPart(outer: ConfigFields, notes: Notes): TextPart {
  const inner = unwrapped(outer);
  const architecture = firstArchitecture(inner) ?? firstArchitecture(outer);
  const own = inner.text('model_type') ?? (inner === outer ? null : outer.text('model_type'));
  const named = textTypeOf(own ?? '') ?? own;
  const type = named !== null && classDefaults(named) ? named : (typeOfArchitecture(architecture ?? '') ?? named ?? '');
  if (!hasShape(inner) && (type === '' || (named === null && !classDefaults(type)) || (named !== null && !classDefaults(named))))
    throw unreadable(architecture ?? named);
  if (outer.flag('is_encoder_decoder', false))
    throw new WrongField(
      'is_encoder_decoder',
      'models that encode first and decode after are not priced; the lab prices decoders. If this file wraps one, paste its text part',
    );
  const flat = flattened(inner);
  const defaults = classDefaults(type);
  if (!defaults) {
    if (architecture === null && own === null)
      notes.say(
        'config.no-architecture',
        'The file names no architecture: it is read by its shape, as a decoder with gated blocks and full attention',
      );
    else
      notes.say(
        'config.unknown-architecture',
        `${(architecture ?? own ?? '').slice(0, 60)} is not among the architectures whose code was read: it is read by its shape, as a decoder with ${familyOf(type).ffnMatrices === 2 ? 'plain' : 'gated'} blocks`,
      );
    return { config: flat, type, family: familyOf(type), architecture: architecture ?? own ?? 'unnamed architecture' };
  }
  return { config: filled(flat, defaults, named !== null, type, notes), type, family: familyOf(type), architecture: architecture ?? type };
}

function unreadable(name: string | null): WrongField {
  const shape = 'a shape: hidden_size, num_hidden_layers, num_attention_heads, intermediate_size and vocab_size';
  if (name === null)
    return new WrongField('architectures', `expected a list with the name of an architecture, as in ["LlamaForCausalLM"], a model_type, or ${shape}`);
  const near = nearest(name, knownArchitectures(), 1)[0];
  return new WrongField(
    'architectures',
    `"${name.slice(0, 60)}" is not known${near === undefined ? '' : ` (the nearest that is: ${near})`}, and the file has no shape to read instead. Add ${shape}`,
  );
}

const hasShape = (config: ConfigFields): boolean =>
  config.hasAny(names.hidden) && config.hasAny([...names.layers, 'layer_types', 'layers_block_type']);

/** Fields that the class would fill in; sizes among them only where the file names the class itself. */
function filled(config: ConfigFields, defaults: Readonly<Record<string, unknown>>, named: boolean, type: string, notes: Notes): ConfigFields {
  // A field that stands there under another name is no missing one.
  const known = Object.values(names).filter((spellings) => config.hasAny(spellings));
  const spelt = new Set<string>(known.flat());
  const wanted = Object.fromEntries(Object.entries(defaults).filter(([key]) => !spelt.has(key) && (named || !sizes.includes(key))));
  const result = config.over(wanted);
  const taken = essential.filter((key) => Object.hasOwn(wanted, key) && config.json[key] === undefined);
  if (taken.length > 0) notes.say('config.class-defaults', `${taken.join(', ')} not in the file: taken from the class of ${type} in transformers`);
  return result;
}

function unwrapped(outer: ConfigFields): ConfigFields {
  for (const key of wrappers) {
    const value = outer.json[key];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const inner = outer.object(key);
    if (inner && (hasShape(inner) || inner.has('model_type') || !hasShape(outer))) return unwrapped(inner);
  }
  return outer;
}

/** Mistral's `params.json` keeps the experts in an object. */
function flattened(config: ConfigFields): ConfigFields {
  const moe = config.json['moe'];
  return typeof moe === 'object' && moe !== null && !Array.isArray(moe) ? config.over(moe as Readonly<Record<string, unknown>>) : config;
}

function firstArchitecture(config: ConfigFields): string | null {
  const value = config.json['architectures'];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : null;
}
