/** Which layers of a configuration have experts, in the words of each family. */
import { WrongField, type ConfigFields } from './config-fields.ts';
import { names } from './field-names.ts';

export type Feed = 'dense' | 'experts' | 'both' | 'none';

export function hasExperts(config: ConfigFields): boolean {
  const count = config.wholeOrNull(names.experts, { least: 0, most: 8192 });
  // How many of them are active says that there are some.
  if (count === null && config.positive(names.active)) config.wholeOf(names.experts);
  return count !== null && count > 1;
}

export function feedsOf(config: ConfigFields, count: number): readonly Feed[] {
  const layers = Array.from({ length: count }, (_, index) => index);
  const blocks = config.list('block_configs');
  if (blocks) return layers.map((layer) => (widthOfBlock(blocks[layer], wideEnough) === 0 ? 'none' : 'dense'));
  // Gemma 4: experts are there but switched off where the flag says so; where they are on, the dense block stays beside them.
  if (config.has('enable_moe_block') || config.has('top_k_experts')) {
    const on = config.flag('enable_moe_block', false) && hasExperts(config);
    return layers.map(() => (on ? 'both' : 'dense'));
  }
  if (!hasExperts(config)) return layers.map(() => 'dense');
  if (config.has('zero_expert_num')) return layers.map(() => 'both');
  const sparse = sparseLayers(config, count);
  return layers.map((layer) => (sparse(layer) ? 'experts' : 'dense'));
}

function sparseLayers(config: ConfigFields, count: number): (layer: number) => boolean {
  const types = config.list('mlp_layer_types');
  if (types) {
    if (types.length !== count)
      throw new WrongField(config.at('mlp_layer_types'), `expected ${count} entries, one for each layer, got ${types.length}`);
    return (layer) => types[layer] !== 'dense';
  }
  const frequency = config.json['moe_layer_freq'];
  if (Array.isArray(frequency) && frequency.length >= count) return (layer) => frequency[layer] === 1;
  const named = config.json['moe_layers_enum'];
  if (typeof named === 'string') {
    const set = new Set(named.split(',').map(Number));
    return (layer) => set.has(layer);
  }
  const listed = config.list('moe_layers');
  if (listed && listed.length > 0) return (layer) => listed.includes(layer);
  if (config.has('expert_layer_period')) return every(config, 'expert_layer_period', config.whole('expert_layer_offset', { least: 0, orElse: 0 }));
  if (config.has('interleave_moe_layer_step')) {
    const step = config.whole('interleave_moe_layer_step', { least: 0, most: count });
    return (layer) => step > 0 && (layer + 1) % step === 0;
  }
  if (config.has('moe_layer_start_index')) {
    const first = config.whole('moe_layer_start_index', { least: 0, most: count });
    const last = config.whole('moe_layer_end_index', { least: -1, most: 1000, orElse: -1 });
    const step = config.whole('moe_layer_interval', { most: count, orElse: 1 });
    return (layer) => layer >= first && (last < 0 || layer <= last) && (layer + 1) % step === 0;
  }
  if (config.hasAny(['decoder_sparse_step', 'mlp_only_layers'])) {
    const step = config.whole('decoder_sparse_step', { most: count, orElse: 1 });
    const dense = new Set(config.list('mlp_only_layers') ?? []);
    return (layer) => !dense.has(layer) && (layer + 1) % step === 0;
  }
  const first = config.wholeOf(['first_k_dense_replace', 'num_dense_layers', 'n_dense_layers', 'first_k_dense', 'moe_first_k_dense_replace'], {
    least: 0,
    most: count,
    orElse: 0,
  });
  const step = config.whole('moe_layer_freq', { most: count, orElse: 1 });
  return (layer) => layer >= first && layer % step === 0;
}

function every(config: ConfigFields, key: string, offset: number): (layer: number) => boolean {
  const period = config.whole(key, { most: 1000 });
  return (layer) => layer % period === offset;
}

/** A hidden size at which no multiple that is used rounds to nothing. */
const wideEnough = 1_000_000;

/**
 * Width of the dense block of one layer that architecture search chose (Nemotron): as given, or as a multiple of the
 * hidden size, two thirds of it rounded up to 256 as in Llama. 0 where it was taken out, null where nothing says.
 */
export function widthOfBlock(block: unknown, hidden: number): number | null {
  const ffn = typeof block === 'object' && block !== null ? (block as Record<string, unknown>)['ffn'] : undefined;
  if (typeof ffn !== 'object' || ffn === null) return null;
  const { no_op: none, replace_with_linear: linear, ffn_mult: multiple, intermediate_size: width } = ffn as Record<string, unknown>;
  if (none === true || linear === true) return 0;
  if (typeof width === 'number') return width;
  return typeof multiple === 'number' ? Math.ceil(Math.floor((2 * multiple * hidden) / 3) / 256) * 256 : null;
}
