/**
 * A Hugging Face `config.json` as a model of the catalogue. Shapes alone are read; what one token costs follows from
 * them. An architecture that is not known is refused by name, never guessed.
 */
import type { Model } from './facts.ts';
import { architectureRules, unexpressed } from './import/architectures.ts';
import { readAttention } from './import/attention.ts';
import { ConfigFields, WrongField } from './import/config-fields.ts';
import { readFeedForward } from './import/feed-forward.ts';
import { readFormats } from './import/number-format.ts';
import { nearest } from './suggestions.ts';
import { kvElementsPerToken, kvFixedElements, parameterCount } from './parameter-count.ts';

export interface ConfigError {
  /** Field of the configuration: `text_config.num_hidden_layers`. */
  readonly path: string;
  readonly message: string;
}

export type ImportedModel = { readonly ok: true; readonly model: Model } | { readonly ok: false; readonly error: ConfigError };

/** @param config the parsed `config.json`, multimodal wrappers included: their `text_config` is read */
export function importConfig(config: Readonly<Record<string, unknown>>, name = 'your model'): ImportedModel {
  try {
    return { ok: true, model: readConfig(new ConfigFields(config), name) };
  } catch (error) {
    if (error instanceof WrongField) return { ok: false, error: { path: error.path, message: error.message } };
    throw error;
  }
}

export const readArchitectures: readonly string[] = Object.keys(architectureRules);

function readConfig(outer: ConfigFields, name: string): Model {
  const architecture = architectureOf(outer);
  const rule = architectureRules[architecture];
  if (!rule || !Object.hasOwn(architectureRules, architecture)) {
    const lacking = Object.hasOwn(unexpressed, architecture) ? unexpressed[architecture] : undefined;
    if (lacking !== undefined) throw new WrongField('architectures', `"${architecture}" is not read: ${lacking}`);
    const near = nearest(architecture, readArchitectures, 1)[0];
    throw new WrongField('architectures', `"${architecture.slice(0, 60)}" is not read${near === undefined ? '' : `; the nearest that is: ${near}`}`);
  }
  const config = outer.object('text_config') ?? outer;
  const layers = config.whole('num_hidden_layers', { most: 1000 });
  const hidden = config.whole('hidden_size', { most: 131_072 });
  const { shape: attention, aside } = readAttention(config, rule, layers, hidden);
  const formats = readFormats(config.has('quantization_config') ? config : outer);
  const shape = {
    id: name,
    name,
    vendor: '',
    released: '',
    licence: '',
    layers,
    hidden,
    ...attention,
    vocab: config.whole('vocab_size'),
    // The wrapper's word counts where both speak: transformers ties by the outer configuration.
    tiedEmbeddings: outer.flag('tie_word_embeddings', config.flag('tie_word_embeddings', rule.tied)),
    maxContext: config.has('max_position_embeddings') ? config.whole('max_position_embeddings', { most: 1e8 }) : null,
    nativeFormat: formats.native,
    nonExpertFormat: formats.nonExpert,
    ...readFeedForward(config, rule, layers, hidden),
    source: [],
    date: '',
    notes: `read from a config.json, ${architecture}`,
  };
  const cached = { kvElementsPerToken: kvElementsPerToken(shape), kvFixedElementsPerSequence: kvFixedElements(shape) };
  const count = parameterCount({ ...shape, ...cached }, aside);
  return { ...shape, ...cached, parametersTotal: count.total, parametersActive: count.active };
}

function architectureOf(config: ConfigFields): string {
  const [first] = config.list('architectures') ?? [];
  if (typeof first === 'string') return first;
  throw new WrongField('architectures', 'expected a list with the name of an architecture, as in ["LlamaForCausalLM"]');
}
