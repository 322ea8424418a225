/**
 * The header of a GGUF file as the fields of a `config.json`. Widths are those of the tensors, which hold the weights; the
 * metadata says what tensors cannot. Keys: ggml-org/llama.cpp, gguf-py 0.19.0, gguf/constants.py.
 */
import type { GgufHeader, GgufTensor } from './header.ts';
import { modelType } from './model-types.ts';
import { storedParts } from './stored-parts.ts';

export interface GgufError {
  /** Key of the metadata, or name of a tensor. */
  readonly path: string;
  readonly message: string;
}

export type GgufConfig =
  { readonly ok: true; readonly config: Readonly<Record<string, unknown>> } | { readonly ok: false; readonly error: GgufError };

/** What a config.json says and a header does not. */
const cure = "paste the config.json that the file was made from as the scenario's model, and give its weights";

class Refused extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

export function ggufConfig(header: GgufHeader): GgufConfig {
  try {
    return { ok: true, config: configOf(new Header(header)) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: { path: error.path, message: error.message } };
    throw error;
  }
}

function configOf(header: Header): Readonly<Record<string, unknown>> {
  const { architecture } = header;
  refuseWhatIsNotRead(header);
  const blocks = header.whole('block_count') - (header.maybe('nextn_predict_layers') ?? 0);
  const [hidden, vocab] = header.shapeOf('token_embd.weight');
  const feeds = Array.from({ length: blocks }, (_, block) => feedOf(header, block));
  const dense = feeds.map((feed) => feed.dense).filter((width) => width !== null);
  const experts = header.maybe('expert_count') ?? 0;
  const parts = storedParts(header.tensors, blocks);
  if (!parts.ok) throw new Refused(parts.tensor, parts.message);
  return {
    ...(typeof header.metadata['general.name'] === 'string' && { _name_or_path: header.metadata['general.name'] }),
    model_type: modelType(architecture, experts > 0),
    num_hidden_layers: blocks,
    hidden_size: hidden,
    vocab_size: vocab,
    intermediate_size: dense.length === 0 ? header.maybe('feed_forward_length') : same(dense),
    max_position_embeddings: header.maybe('context_length'),
    tie_word_embeddings: !header.has('output.weight'),
    ...attentionOf(header, hidden),
    ...windowsOf(header),
    ...(experts > 0 ? expertsOf(header, feeds, experts) : {}),
    ...(header.maybe('embedding_length_per_layer_input') !== null && {
      hidden_size_per_layer_input: header.maybe('embedding_length_per_layer_input'),
      vocab_size_per_layer_input: vocab,
    }),
    num_kv_shared_layers: header.maybe('attention.shared_kv_layers') ?? 0,
    gguf: { parameters: parts.parameters, parts: parts.parts },
  };
}

/** A header, its metadata under the prefix of the architecture, and its tensors by name. */
class Header {
  readonly metadata: GgufHeader['metadata'];
  readonly tensors: readonly GgufTensor[];
  readonly architecture: string;
  readonly #byName: ReadonlyMap<string, GgufTensor>;

  constructor({ metadata, tensors }: GgufHeader) {
    const architecture = metadata['general.architecture'];
    if (typeof architecture !== 'string' || architecture === '')
      throw new Refused('general.architecture', 'the key is missing; expected a name such as llama');
    this.architecture = architecture;
    this.metadata = metadata;
    this.tensors = tensors;
    this.#byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  has(tensor: string): boolean {
    return this.#byName.has(tensor);
  }

  shapeOf(tensor: string): readonly [number, number, number] {
    const shape = this.#byName.get(tensor)?.shape;
    if (!shape || shape.length < 2) throw new Refused(tensor, `the tensor is missing: this is no whole language model; ${cure}`);
    return [shape[0] ?? 0, shape[1] ?? 0, shape[2] ?? 1];
  }

  key(key: string): string {
    return `${this.architecture}.${key}`;
  }

  /** What a key of the architecture says; some list one value a block, which is that value where all are the same. */
  value(key: string): unknown {
    const value = this.metadata[this.key(key)];
    return Array.isArray(value) && value.length > 0 && value.every((each) => each === value[0]) ? (value[0] as unknown) : value;
  }

  maybe(key: string): number | null {
    const value = this.value(key);
    if (value === undefined) return null;
    if (Array.isArray(value)) throw new Refused(this.key(key), `it differs from block to block, which is not read from a header; ${cure}`);
    if (!Number.isSafeInteger(value) || (value as number) < 0)
      throw new Refused(this.key(key), `expected a whole number, got ${JSON.stringify(value).slice(0, 40)}`);
    return value as number;
  }

  whole(key: string): number {
    const value = this.maybe(key);
    if (value === null || value === 0) throw new Refused(this.key(key), 'the key is missing; expected a whole number');
    return value;
  }
}

function refuseWhatIsNotRead(header: Header): void {
  const { architecture, metadata } = header;
  const type = metadata['general.type'];
  if (architecture === 'clip' || (typeof type === 'string' && type !== 'model'))
    throw new Refused(
      'general.type',
      `this is ${architecture === 'clip' ? 'the part for images' : `of type "${(type as string).slice(0, 40)}"`}, not a language model`,
    );
  const state = Object.keys(metadata).find((key) => /^[^.]+\.(ssm|wkv|shortconv|kda)\./.test(key));
  if (state !== undefined) throw new Refused(state, `layers with a state of constant size are not read from a header; ${cure}`);
  if (header.value('attention.key_length_swa') !== undefined && header.value('attention.key_length_swa') !== header.value('attention.key_length'))
    throw new Refused(header.key('attention.key_length_swa'), `layers with heads of two widths are not read from a header; ${cure}`);
}

function attentionOf(header: Header, hidden: number): Readonly<Record<string, unknown>> {
  const heads = header.whole('attention.head_count');
  const key = header.maybe('attention.key_length');
  const latent = header.maybe('attention.kv_lora_rank');
  if (latent !== null && latent > 0) {
    const rope = header.whole('rope.dimension_count');
    // Files made since the cache is kept as a latent say the width of a head apart.
    const head = header.maybe('attention.key_length_mla') ?? header.whole('attention.key_length');
    return {
      num_attention_heads: heads,
      kv_lora_rank: latent,
      q_lora_rank: header.maybe('attention.q_lora_rank'),
      qk_rope_head_dim: rope,
      qk_nope_head_dim: head - rope,
      v_head_dim: header.maybe('attention.value_length_mla') ?? header.whole('attention.value_length'),
      ...(header.maybe('attention.indexer.top_k') !== null && {
        index_topk: header.maybe('attention.indexer.top_k'),
        index_head_dim: header.maybe('attention.indexer.key_length'),
        index_n_heads: header.maybe('attention.indexer.head_count'),
      }),
    };
  }
  const headDim = key ?? hidden / heads;
  return {
    num_attention_heads: heads,
    num_key_value_heads: header.maybe('attention.head_count_kv') ?? heads,
    head_dim: headDim,
    v_head_dim: header.maybe('attention.value_length') ?? headDim,
  };
}

/** Null is said, so that no class of another file fills a window in. */
function windowsOf(header: Header): Readonly<Record<string, unknown>> {
  const pattern = header.metadata[header.key('attention.sliding_window_pattern')];
  return {
    sliding_window: header.maybe('attention.sliding_window') || null,
    ...(pattern !== undefined && { sliding_window_pattern: pattern }),
  };
}

interface Feed {
  /** Widths; null where the block has none. */
  readonly dense: number | null;
  readonly expert: number | null;
  /** All shared experts together. */
  readonly shared: number | null;
}

/** From the way down, which each feed-forward has: `[width, hidden]`, of experts `[width, hidden, experts]`. */
function feedOf(header: Header, block: number): Feed {
  const widthOf = (name: string): number | null =>
    header.has(`blk.${block}.${name}.weight`) ? header.shapeOf(`blk.${block}.${name}.weight`)[0] : null;
  const feed = { dense: widthOf('ffn_down'), expert: widthOf('ffn_down_exps'), shared: widthOf('ffn_down_shexp') };
  if (feed.dense !== null && feed.expert !== null)
    throw new Refused(`blk.${block}.ffn_down.weight`, `a dense block beside experts is not read from a header; ${cure}`);
  return feed;
}

function expertsOf(header: Header, feeds: readonly Feed[], experts: number): Readonly<Record<string, unknown>> {
  const widths = feeds.map(({ expert }) => expert).filter((width) => width !== null);
  if (widths.length === 0)
    throw new Refused(header.key('expert_count'), `${experts} experts, and no tensor that holds them (blk.0.ffn_down_exps); ${cure}`);
  return {
    num_experts: experts,
    num_experts_per_tok: header.whole('expert_used_count'),
    moe_intermediate_size: same(widths),
    mlp_layer_types: feeds.map(({ expert }) => (expert === null ? 'dense' : 'sparse')),
    n_shared_experts: null,
    shared_expert_intermediate_size: same(feeds.map(({ shared }) => shared).filter((width) => width !== null)) ?? 0,
    n_group: header.maybe('expert_group_count') || 1,
    topk_group: header.maybe('expert_group_used_count') || 1,
  };
}

/** One number where all are the same, else all of them; null for none. */
const same = (widths: readonly number[]): number | readonly number[] | null =>
  widths.length === 0 ? null : widths.every((width) => width === widths[0]) ? (widths[0] ?? null) : widths;
