/**
 * Attention over compressed tokens (DeepSeek-V4): every layer keeps a window of single tokens, and beside it one entry
 * for every 4 or 128 tokens; where they are 4, an index chooses the entries that are read. Shapes as in
 * huggingface/transformers 5.18, src/transformers/models/deepseek_v4.
 */
import { WrongField, type ConfigFields } from './config-fields.ts';
import { names } from './field-names.ts';
import type { SoftmaxAttention } from './attention-shape.ts';

/** Tokens per entry that an index chooses from; longer ones are read whole. */
const indexedRate = 4;

export function readCompressed(config: ConfigFields, layers: number, hidden: number): { readonly attention: SoftmaxAttention } | null {
  const rates = ratesOf(config, layers);
  if (!rates) return null;
  const heads = config.wholeOf(names.heads, { most: 1024 });
  const width = config.wholeOf(names.headDim, { most: 4096 });
  const rank = config.whole('q_lora_rank', { most: 65_536 });
  const outRank = config.whole('o_lora_rank', { most: 65_536 });
  const groups = config.whole('o_groups', { most: 1024 });
  const indexDim = config.whole('index_head_dim', { most: 4096 });
  const indexHeads = config.whole('index_n_heads', { most: 1024 });
  const indexed = rates.filter((rate) => rate === indexedRate).length;
  const compressed = rates.filter((rate) => rate > 0).length;
  const projections = hidden * rank + rank * heads * width + hidden * width + heads * width * outRank + groups * outRank * hidden;
  // Keys and gates of what is compressed; twice as wide where the index chooses, which brings an index of its own.
  const compressors = hidden * width * (4 * indexed + 2 * (compressed - indexed));
  const index = indexed * (hidden * (4 * indexDim + indexHeads) + rank * indexHeads * indexDim);
  const perLayer = (elements: number): number => rates.reduce((sum, rate) => sum + (rate > 0 ? elements / rate : 0), 0);
  return {
    attention: {
      heads,
      kvHeads: 1,
      headDim: width,
      vHeadDim: width,
      kind: 'gqa',
      mla: null,
      sparseTopK: config.whole('index_topk') * indexedRate,
      indexElements: compressed > 0 ? Math.round(((100 * indexDim) / indexedRate) * (indexed / compressed)) / 100 : 0,
      // Keys and values are one vector.
      perToken: perLayer(width),
      perTokenOfWindow: layers * width,
      parameters: layers * projections + compressors + index,
      compressed: { compressedLayers: compressed, window: config.wholeOf(names.window) },
    },
  };
}

function ratesOf(config: ConfigFields, layers: number): readonly number[] | null {
  const listed = config.list('compress_ratios');
  if (listed) {
    // A prediction head after the last layer has an entry too.
    if (listed.length < layers)
      throw new WrongField(config.at('compress_ratios'), `expected ${layers} entries, one for each layer, got ${listed.length}`);
    return listed.slice(0, layers).map((rate) => (typeof rate === 'number' && rate > 0 ? rate : 0));
  }
  const rates = config.object('compress_rates');
  const types = config.list('layer_types');
  if (!rates || !types) return null;
  return types.map((type) => (typeof type === 'string' && rates.has(type) ? rates.whole(type, { most: 65_536 }) : 0));
}
