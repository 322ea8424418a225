/**
 * A Hugging Face `config.json` as a model of the catalogue, and the one door to how that is done. Any file that has a
 * shape is read; what was assumed on the way is said; what cannot be priced is refused by field, with the cure.
 */
import type { Model } from './facts.ts';
import { twins } from './import/catalogue-twin.ts';
import { knownArchitectures } from './import/class-defaults.ts';
import { ConfigFields, WrongField } from './import/config-fields.ts';
import { readFeedForward } from './import/feed-forward.ts';
import { names } from './import/field-names.ts';
import { readLayerPlan, type LinearMixer } from './import/layer-plan.ts';
import { readLinear } from './import/linear-attention.ts';
import { Notes, type ConfigAssumption } from './import/notes.ts';
import { readFormats, type NumberFormats } from './import/number-format.ts';
import { perLayerEmbeddings } from './import/per-layer-embeddings.ts';
import { readSoftmax } from './import/softmax-attention.ts';
import { readTextPart } from './import/text-part.ts';
import { parameterCount, type Shape } from './parameter-count.ts';

export type { ConfigAssumption } from './import/notes.ts';

export interface ConfigError {
  /** Field of the configuration: `text_config.num_hidden_layers`. */
  readonly path: string;
  readonly message: string;
}

export type ImportedModel =
  | { readonly ok: true; readonly model: Model; readonly assumptions: readonly ConfigAssumption[] }
  | { readonly ok: false; readonly error: ConfigError };

/**
 * @param config the parsed `config.json` or `params.json`: wrappers of images and sound included, a `hf_quant_config.json`
 * beside it under the key `hf_quant_config`
 * @param name what the model is called where the catalogue has no row of its shape
 */
export function importConfig(config: Readonly<Record<string, unknown>>, name = 'your model'): ImportedModel {
  const notes = new Notes();
  try {
    const model = readConfig(new ConfigFields(config), name, notes);
    return { ok: true, model, assumptions: notes.list };
  } catch (error) {
    if (error instanceof WrongField) return { ok: false, error: { path: error.path, message: error.message } };
    throw error;
  }
}

/** Architectures whose defaults and conventions are known; others are read by their shape. */
export const readArchitectures = (): readonly string[] => knownArchitectures();

function readConfig(outer: ConfigFields, name: string, notes: Notes): Model {
  const { config, type, family, architecture } = readTextPart(outer, notes);
  const plan = readLayerPlan(config, family, type, notes);
  const hidden = config.wholeOf(names.hidden, { most: 131_072 });
  const kinds = plan.layers.flatMap(({ mixers }) => mixers);
  const softmax = readSoftmax(config, family, plan, hidden);
  const linear = readLinear(
    config,
    kinds.filter((kind): kind is LinearMixer => kind !== 'full' && kind !== 'window'),
    hidden,
  );
  const feed = readFeedForward(config, family, plan, hidden);
  const formats = readFormats(config, outer, plan, notes);
  const full = softmax.compressed?.compressedLayers ?? kinds.filter((kind) => kind === 'full').length;
  const windowed = softmax.compressed ? plan.layers.length : kinds.filter((kind) => kind === 'window').length;
  const window = softmax.compressed?.window ?? plan.window;
  const { kind, mla, sparseTopK, indexElements, heads, kvHeads, headDim, vHeadDim } = softmax;
  const shape: Shape = {
    id: name,
    name,
    vendor: '',
    released: '',
    licence: '',
    // Where attention and a state run side by side (Falcon-H1, LongCat), each counts as a layer of its own.
    layers: Math.max(plan.layers.length, kinds.length),
    hidden,
    heads,
    kvHeads,
    headDim,
    vHeadDim,
    attention: {
      kind,
      fullLayers: full,
      windowLayers: windowed,
      window,
      linearLayers: linear.layers,
      linearStateBytes: linear.stateBytes,
      sparseTopK,
      indexElements,
    },
    mla,
    vocab: config.wholeOf(names.vocab),
    // The wrapper's word counts where both speak: transformers ties by the outer configuration.
    tiedEmbeddings: outer.flag('tie_word_embeddings', config.flag('tie_word_embeddings', config.flag('tied_embeddings', false))),
    maxContext: contextOf(config),
    ...published(formats, feed.moe !== null),
    ...feed,
    kvElementsPerToken: softmax.perToken,
    kvFixedElementsPerSequence: softmax.perTokenOfWindow * window,
    source: [],
    date: '',
    notes: `read from a config.json, ${architecture}`,
  };
  const mtpLayers = config.wholeOrNull(names.predictionLayers, { least: 0, most: 64 }) ?? 0;
  const ple = perLayerEmbeddings(config, plan.layers.length, hidden);
  const count = parameterCount(shape, { attention: softmax.parameters, aside: linear.parameters + ple.multiplied });
  const model: Model = {
    ...shape,
    ...(mtpLayers > 0 && { mtpLayers }),
    parametersTotal: count.total + ple.lookedUp,
    parametersActive: count.active,
  };
  checkCount(outer, model, notes);
  return asInCatalogue(model, `${outer.text('_name_or_path') ?? ''} ${name} ${architecture}`, notes);
}

/** By which a count may differ from the tensors of a file before it is said: side paths and gates that no field names. */
const sameParameters = 0.02;

/** The tensors of a GGUF file are what there is; a shape that comes to another count missed something. */
function checkCount(outer: ConfigFields, { parametersTotal }: Model, notes: Notes): void {
  const held = outer.object('gguf')?.wholeOrNull(['parameters'], { most: 1e14 }) ?? null;
  if (held === null || Math.abs(parametersTotal / held - 1) <= sameParameters) return;
  const billions = (count: number): string => `${(count / 1e9).toPrecision(3)} billion`;
  notes.say('config.gguf-count', `The file holds ${billions(held)} parameters, and its shape as it is read comes to ${billions(parametersTotal)}`);
}

/** Storage formats as the engine reads them: of the experts and of the rest, and part by part where they differ. */
function published(formats: NumberFormats, experts: boolean): Pick<Model, 'nativeFormat' | 'nonExpertFormat' | 'partFormats' | 'checkpointCache'> {
  const { attention, dense } = formats;
  return {
    nativeFormat: experts ? formats.experts : dense,
    nonExpertFormat: experts ? attention : dense,
    partFormats: { attention, dense, experts: experts ? formats.experts : dense, ...(formats.bits && { bits: formats.bits }) },
    checkpointCache: formats.kvCache,
  };
}

function contextOf(config: ConfigFields): number | null {
  const context = config.wholeOrNull(names.context, { most: 1e12 });
  // Files of older tools write "no limit" as a number without meaning.
  return context !== null && context <= 1e8 ? context : null;
}

/** A shape that the catalogue has is that model: its facts, in the formats and with the context that this file says. */
function asInCatalogue(model: Model, name: string, notes: Notes): Model {
  const same = twins(model, model.parametersTotal, name);
  const [row] = same;
  if (!row) return model;
  notes.say('config.in-catalogue', `The shape is that of ${same.map(({ id }) => id).join(', ')} in the catalogue: its facts are used`);
  const { nativeFormat, nonExpertFormat, partFormats, checkpointCache, maxContext, mtpLayers, notes: read } = model;
  return {
    ...row,
    ...(mtpLayers !== undefined && { mtpLayers }),
    nativeFormat,
    nonExpertFormat,
    ...(partFormats && { partFormats }),
    ...(checkpointCache !== undefined && { checkpointCache }),
    maxContext: maxContext ?? row.maxContext,
    notes: read,
  };
}
