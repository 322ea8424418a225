/**
 * Attention of a configuration whose cost grows with the context: heads or latent ranks, what one layer caches for each
 * token, and its matrices. Layers with a window may have heads of their own (MiMo-V2, Gemma 4, Step).
 */
import { WrongField, type ConfigFields } from './config-fields.ts';
import type { Family } from './families.ts';
import { names } from './field-names.ts';
import type { LayerPlan } from './layer-plan.ts';
import type { Heads, SoftmaxAttention } from './attention-shape.ts';
import { readCompressed } from './compressed-attention.ts';

export function readSoftmax(config: ConfigFields, family: Family, plan: LayerPlan, hidden: number): SoftmaxAttention {
  const kinds = plan.layers.flatMap(({ mixers }) => mixers);
  const full = kinds.filter((kind) => kind === 'full').length;
  const windowed = kinds.filter((kind) => kind === 'window').length;
  if (full + windowed === 0)
    return {
      ...noHeads,
      kind: 'gqa',
      mla: null,
      sparseTopK: null,
      indexElements: 0,
      perToken: 0,
      perTokenOfWindow: 0,
      parameters: 0,
      compressed: null,
    };
  const compressed = readCompressed(config, plan.layers.length, hidden);
  if (compressed) return compressed.attention;
  if (config.positive(['kv_lora_rank', 'qk_nope_head_dim'])) return readLatent(config, full + windowed, hidden);
  return readGrouped(config, family, plan, full, windowed, hidden);
}

/** A model without attention still has widths that nothing multiplies. */
const noHeads: Heads = { heads: 1, kvHeads: 1, headDim: 1, vHeadDim: 1 };

function readGrouped(config: ConfigFields, family: Family, plan: LayerPlan, full: number, windowed: number, hidden: number): SoftmaxAttention {
  const base = readHeads(config, hidden);
  const ofFull = fullHeads(config, base);
  const ofWindow = windowHeads(config, base);
  const main = full > 0 ? ofFull : ofWindow;
  const sharedKeyValue = config.flag('attention_k_eq_v', false);
  const gated = config.flag('attn_output_gate', config.flag('attention_output_gate', family.gatedAttention));
  const matrices = ({ heads, kvHeads, headDim, vHeadDim }: Heads, isFull: boolean): number => {
    const queries = hidden * heads * headDim * (gated ? 2 : 1);
    const keysAndValues = hidden * kvHeads * (isFull && sharedKeyValue ? headDim : headDim + vHeadDim);
    return queries + keysAndValues + heads * vHeadDim * hidden;
  };
  const cached = ({ kvHeads, headDim, vHeadDim }: Heads): number => kvHeads * (headDim + vHeadDim);
  const keyMatrices = (own: Heads): number => hidden * cached(own);
  // The last layers may read the cache of an earlier one: no keys, no values, no memory of their own.
  const borrowing = borrowingLayers(config, plan);
  const perGroup = keyValueHeadsByBlock(config, main.heads);
  const perToken = perGroup ? perGroup.total * (main.headDim + main.vHeadDim) : (full - borrowing.full) * cached(ofFull);
  const keyCorrection = perGroup ? hidden * (perGroup.total - full * perGroup.common) * (main.headDim + main.vHeadDim) : 0;
  return {
    ...main,
    kvHeads: perGroup?.common ?? main.kvHeads,
    kind: 'gqa',
    mla: null,
    ...readBlockSparse(config),
    perToken,
    perTokenOfWindow: (windowed - borrowing.windowed) * cached(ofWindow),
    parameters:
      full * matrices(perGroup ? { ...ofFull, kvHeads: perGroup.common } : ofFull, true) +
      windowed * matrices(ofWindow, false) +
      keyCorrection +
      indexerOfBlocks(config, hidden) -
      borrowing.full * keyMatrices(ofFull) -
      borrowing.windowed * keyMatrices(ofWindow),
    compressed: null,
  };
}

function readHeads(config: ConfigFields, hidden: number): Heads {
  const heads = config.wholeOf(names.heads, { most: 1024 });
  // Falcon: one group for all heads where `multi_query` is set.
  const orElse = config.flag('multi_query', false) && !config.flag('new_decoder_architecture', false) ? 1 : heads;
  const kvHeads = config.wholeOf(names.kvHeads, { most: 1024, orElse });
  checkGroups(config, heads, kvHeads);
  if (!config.hasAny(names.headDim) && hidden % heads !== 0)
    throw new WrongField(config.at('head_dim'), `the field is missing, and hidden_size ${hidden} is no multiple of ${heads} heads`);
  const headDim = config.wholeOf(names.headDim, { most: 4096, orElse: hidden / heads });
  return { heads, kvHeads, headDim, vHeadDim: config.whole('v_head_dim', { most: 4096, orElse: headDim }) };
}

function checkGroups(config: ConfigFields, heads: number, kvHeads: number): void {
  if (heads % kvHeads !== 0) throw new WrongField(config.at('num_key_value_heads'), `${kvHeads} does not divide num_attention_heads, ${heads}`);
}

/** Gemma 4: the layers that see everything have wider and fewer heads of keys. */
function fullHeads(config: ConfigFields, base: Heads): Heads {
  const headDim = config.whole('global_head_dim', { most: 4096, orElse: base.headDim });
  const kvHeads = config.whole('num_global_key_value_heads', { most: 1024, orElse: base.kvHeads });
  return { heads: base.heads, kvHeads, headDim, vHeadDim: config.has('global_head_dim') ? headDim : base.vHeadDim };
}

/** MiMo-V2 names the heads of windows one by one, Step in an object. */
function windowHeads(config: ConfigFields, base: Heads): Heads {
  const other = config.object('attention_other_setting');
  const heads = (other ?? config).wholeOf([other ? 'num_attention_heads' : 'swa_num_attention_heads'], { most: 1024, orElse: base.heads });
  const kvHeads = other
    ? other.wholeOf(['num_attention_groups', 'num_key_value_heads'], { most: 1024, orElse: base.kvHeads })
    : config.whole('swa_num_key_value_heads', { most: 1024, orElse: base.kvHeads });
  checkGroups(config, heads, kvHeads);
  const headDim = (other ?? config).wholeOf([other ? 'head_dim' : 'swa_head_dim'], { most: 4096, orElse: base.headDim });
  return {
    heads,
    kvHeads,
    headDim,
    vHeadDim: config.whole('swa_v_head_dim', { most: 4096, orElse: config.has('swa_head_dim') ? headDim : base.vHeadDim }),
  };
}

function borrowingLayers(config: ConfigFields, { layers }: LayerPlan): { readonly full: number; readonly windowed: number } {
  const count = config.whole('num_kv_shared_layers', { least: 0, most: layers.length, orElse: 0 });
  const last = layers.slice(layers.length - count).flatMap(({ mixers }) => mixers);
  return { full: last.filter((kind) => kind === 'full').length, windowed: last.filter((kind) => kind === 'window').length };
}

/** Nemotron by architecture search: heads of keys differ from layer to layer. */
function keyValueHeadsByBlock(config: ConfigFields, heads: number): { readonly total: number; readonly common: number } | null {
  const blocks = config.list('block_configs');
  if (!blocks) return null;
  const groups = blocks.flatMap((block) => {
    const size = (block as { attention?: { n_heads_in_group?: unknown } }).attention?.n_heads_in_group;
    return typeof size === 'number' && size > 0 ? [heads / size] : [];
  });
  const common = groups.sort((a, b) => groups.filter((each) => each === b).length - groups.filter((each) => each === a).length)[0] ?? heads;
  return { total: groups.reduce((sum, each) => sum + each, 0), common };
}

/** MiniMax-M3: queries read chosen blocks, and the one that they stand in. */
function readBlockSparse(config: ConfigFields): Pick<SoftmaxAttention, 'sparseTopK' | 'indexElements'> {
  const sparse = config.object('sparse_attention_config');
  if (sparse?.flag('use_sparse_attention', true)) {
    const block = sparse.whole('sparse_block_size', { most: 65_536, orElse: 128 });
    const blocks = sparse.whole('sparse_topk_blocks', { most: 65_536 }) + sparse.whole('sparse_local_block', { least: 0, most: 1024, orElse: 0 });
    return { sparseTopK: block * blocks, indexElements: 0 };
  }
  if (config.has('index_topk_blocks')) {
    const block = config.whole('index_block_size', { most: 65_536, orElse: 128 });
    return {
      sparseTopK: block * (config.whole('index_topk_blocks') + config.whole('index_local_blocks', { least: 0, orElse: 0 })),
      indexElements: 0,
    };
  }
  return { sparseTopK: null, indexElements: 0 };
}

/** Queries and one key of the index that chooses blocks. */
function indexerOfBlocks(config: ConfigFields, hidden: number): number {
  const sparse = config.object('sparse_attention_config');
  const on = sparse?.list('sparse_attention_freq')?.filter((flag) => flag === 1).length ?? 0;
  if (!sparse || on === 0) return 0;
  const width = sparse.whole('sparse_index_dim', { most: 4096, orElse: 0 });
  return on * hidden * width * (sparse.whole('sparse_num_index_heads', { most: 1024, orElse: 1 }) + 1);
}

function readLatent(config: ConfigFields, layers: number, hidden: number): SoftmaxAttention {
  const mla = {
    qLoraRank: config.whole('q_lora_rank', { least: 0, most: 65_536, orElse: 0 }),
    kvLoraRank: config.whole('kv_lora_rank', { most: 65_536 }),
    nopeDim: config.whole('qk_nope_head_dim', { most: 4096 }),
    ropeDim: config.whole('qk_rope_head_dim', { least: 0, most: 4096 }),
  };
  const heads = config.wholeOf(names.heads, { most: 1024 });
  const vHeadDim = config.whole('v_head_dim', { most: 4096 });
  const headDim = mla.nopeDim + mla.ropeDim;
  // DeepSeek sparse attention: an indexer picks the tokens that are read, and keeps one key of its own per token.
  const sparseTopK = config.has('index_topk') ? config.whole('index_topk') : null;
  const indexDim = sparseTopK === null ? 0 : config.whole('index_head_dim', { most: 4096, orElse: 128 });
  const indexHeads = sparseTopK === null ? 0 : config.whole('index_n_heads', { most: 1024, orElse: 64 });
  const indexed = config.list('indexer_types')?.filter((type) => type === 'full').length ?? layers;
  const queries = mla.qLoraRank > 0 ? mla.qLoraRank * (hidden + heads * headDim) : hidden * heads * headDim;
  const gate = config.flag('mla_use_output_gate', false) ? hidden * heads * vHeadDim : 0;
  const one =
    queries + hidden * (mla.kvLoraRank + mla.ropeDim) + mla.kvLoraRank * heads * (mla.nopeDim + vHeadDim) + heads * vHeadDim * hidden + gate;
  const indexer = (mla.qLoraRank || hidden) * indexHeads * indexDim + hidden * (indexDim + indexHeads);
  return {
    heads,
    kvHeads: 1,
    headDim,
    vHeadDim,
    kind: 'mla',
    mla,
    sparseTopK,
    indexElements: layers > 0 ? (indexDim * indexed) / layers : 0,
    perToken: layers * (mla.kvLoraRank + mla.ropeDim),
    perTokenOfWindow: 0,
    parameters: layers * one + (sparseTopK === null ? 0 : indexed * indexer),
    compressed: null,
  };
}
