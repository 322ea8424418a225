/**
 * What each layer of a configuration does: how it mixes tokens, and what its feed-forward is. Families write this as
 * lists of words, strings of letters, lists of indices, periods with an offset, or a first and a last layer.
 */
import { WrongField, shown, type ConfigFields } from './config-fields.ts';
import type { Family } from './families.ts';
import { feedsOf, type Feed } from './feed-plan.ts';
import { names } from './field-names.ts';
import type { Notes } from './notes.ts';
import { readWindows } from './windows.ts';

export type Mixer = 'full' | 'window' | LinearMixer;
/** Layers with a state of constant size. */
export type LinearMixer = 'delta' | 'kimi-delta' | 'mamba' | 'conv' | 'lightning';

export interface Layer {
  /** Empty in a layer that is feed-forward alone; two where attention and a state run side by side. */
  readonly mixers: readonly Mixer[];
  readonly feed: Feed;
}

export interface LayerPlan {
  readonly layers: readonly Layer[];
  /** Tokens of a window; 0 without. */
  readonly window: number;
}

export function readLayerPlan(config: ConfigFields, family: Family, type: string, notes: Notes): LayerPlan {
  if (/^(zamba|jetmoe|hrm_text|rwkv|xlstm)/.test(type))
    throw new WrongField(
      'model_type',
      `${type} is not priced: blocks that several layers share, or that run more than once, have no place in the lab`,
    );
  const pattern = readPattern(config);
  if (pattern) return { layers: pattern, window: 0 };
  const count = layerCount(config);
  const feeds = feedsOf(config, count);
  const { mixers, window } = readMixers(config, family, type, count, notes);
  // LongCat: every layer holds two attentions and two dense blocks beside its experts.
  const twice = type.startsWith('longcat_flash');
  return {
    layers: mixers.map((own, index) => ({ mixers: twice ? [...own, ...own] : own, feed: isPureMamba(type) ? 'none' : (feeds[index] ?? 'dense') })),
    window,
  };
}

/** Mamba alone: its layers have no feed-forward beside them. */
const isPureMamba = (type: string): boolean => /^(falcon_)?mamba2?$/.test(type);

/** Their number, or the length of the list that describes them. */
function layerCount(config: ConfigFields): number {
  if (config.hasAny(names.layers)) return config.wholeOf(names.layers, { most: 1000 });
  for (const key of ['layer_types', 'layers_block_type', 'block_configs']) {
    const list = config.list(key);
    if (list && list.length > 0 && list.length <= 1000) return list.length;
  }
  return config.wholeOf(names.layers, { most: 1000 });
}

/** Nemotron-H: sub-blocks that are layers of their own, "M-M*ME" or ["mamba", "moe", …]. */
function readPattern(config: ConfigFields): readonly Layer[] | null {
  const text = config.text('hybrid_override_pattern');
  const key = text === null ? 'layers_block_type' : 'hybrid_override_pattern';
  const list = text === null ? config.list(key) : text.slice(0, 1001).split('');
  if (!list || (text === null && !list.some((kind) => kind === 'moe' || kind === 'mlp'))) return null;
  const count = config.wholeOrNull(names.layers, { most: 1000 });
  if (count !== null && count !== list.length)
    throw new WrongField(config.at(key), `expected ${count} entries, one for each layer, got ${list.length}`);
  return list.map((kind): Layer => {
    if (kind === 'M' || kind === 'mamba') return { mixers: ['mamba'], feed: 'none' };
    if (kind === '*' || kind === 'attention') return { mixers: ['full'], feed: 'none' };
    if (kind === '-' || kind === 'mlp') return { mixers: [], feed: 'dense' };
    if (kind === 'E' || kind === 'moe') return { mixers: [], feed: 'experts' };
    throw new WrongField(config.at(key), `layers of kind ${shown(kind)} are not read; M, *, - and E are`);
  });
}

interface Mixers {
  readonly mixers: readonly (readonly Mixer[])[];
  readonly window: number;
}

function readMixers(config: ConfigFields, family: Family, type: string, count: number, notes: Notes): Mixers {
  // Layers over compressed tokens keep them and a window, all alike.
  const kinds = config.hasAny(['compress_ratios', 'compress_rates'])
    ? Array.from({ length: count }, (): Mixer[] => ['full'])
    : kindsOf(config, type, count);
  if (!kinds) {
    const { windowed, window } = readWindows(config, family, count, notes);
    return { mixers: windowed.map((own) => [own ? 'window' : 'full']), window };
  }
  const windowed = kinds.some((own) => own.includes('window'));
  if (windowed && !config.positive(names.window))
    throw new WrongField(config.at('sliding_window'), 'the field is missing, though there are sliding layers');
  return { mixers: kinds, window: windowed ? config.wholeOf(names.window) : 0 };
}

/** Layers by kind where the file says so; null where windows are all that may differ. */
function kindsOf(config: ConfigFields, type: string, count: number): readonly (readonly Mixer[])[] | null {
  const layers = Array.from({ length: count }, (_, index) => index);
  const where = (linear: Mixer, full: (layer: number) => boolean): readonly (readonly Mixer[])[] =>
    layers.map((layer) => [full(layer) ? 'full' : linear]);

  const blocks = config.list('block_configs');
  if (blocks) return layers.map((layer) => attentionOfBlock(config, blocks[layer]));
  if (type === 'falcon_h1') return layers.map(() => ['full', 'mamba']);
  for (const key of ['layer_types', 'layers_block_type']) {
    const words = config.list(key);
    if (!words) continue;
    if (words.length !== count) throw new WrongField(config.at(key), `expected ${count} entries, one for each layer, got ${words.length}`);
    return words.map((word) => mixersOf(config, key, word, type));
  }
  const linear = config.object('linear_attn_config');
  if (linear) {
    const kda = linear.list('kda_layers')?.length ?? 0;
    const full = linear.list('full_attn_layers') ?? [];
    if (kda + full.length !== count)
      throw new WrongField(linear.at('kda_layers'), `${kda} delta and ${full.length} full layers are not the ${count} of num_hidden_layers`);
    return where('kimi-delta', (layer) => full.includes(layer + 1));
  }
  if (config.has('linear_num_heads')) return where('kimi-delta', (layer) => layer % 4 === 3);
  const flags = config.list('attn_type_list');
  if (flags) return where('lightning', (layer) => flags[layer] === 1);
  const hybrid = config.list('hybrid_layer_pattern');
  if (hybrid) return where('window', (layer) => hybrid[layer] === 0);
  const fullOnes = config.list('full_attn_idxs');
  if (fullOnes) return where('conv', (layer) => fullOnes.includes(layer));
  const indices = config.list('attn_layer_indices');
  if (indices) return where('mamba', (layer) => indices.includes(layer));
  if (config.has('attn_layer_period')) {
    const period = config.whole('attn_layer_period', { most: 1000 });
    const offset = config.whole('attn_layer_offset', { least: 0, most: 1000, orElse: 0 });
    return where('mamba', (layer) => layer % period === offset);
  }
  if (config.has('linear_num_value_heads')) {
    const interval = config.whole('full_attention_interval', { most: count, orElse: 4 });
    return where('delta', (layer) => (layer + 1) % interval === 0);
  }
  if (config.has('layer_group_size')) {
    const group = config.whole('layer_group_size', { most: 1000 });
    // Ring-linear: the last layer of each group, and all that no longer fill a group.
    return where('lightning', (layer) => (layer + 1) % group === 0 || layer >= Math.floor(count / group) * group);
  }
  if (/^qwen3_(next|5)/.test(type)) config.whole('linear_num_value_heads');
  if (type === 'kimi_linear')
    throw new WrongField(config.at('linear_attn_config'), 'the field is missing; expected an object with kda_layers and full_attn_layers');
  if (/^(lfm2|olmo_hybrid|recurrent_gemma)/.test(type))
    throw new WrongField(config.at('layer_types'), 'the field is missing; expected the kind of each layer');
  if (type === 'bamba' || type === 'granitemoehybrid' || isPureMamba(type)) return layers.map(() => ['mamba']);
  if (type === 'nemotron_h')
    throw new WrongField(config.at('hybrid_override_pattern'), 'the field is missing; expected the kinds of all layers, as in "M-M*ME"');
  return null;
}

function mixersOf(config: ConfigFields, key: string, word: unknown, type: string): readonly Mixer[] {
  switch (word) {
    case 'full_attention':
    case 'attention':
    case 'global_attention':
    case 'global':
    // Layers that read a chosen part of a cache that they keep whole.
    case 'minimax_m3_sparse':
    case 'sparse_attention':
    case 'deepseek_sparse_attention':
      return ['full'];
    case 'sliding_attention':
    case 'chunked_attention':
    case 'local_attention':
    case 'sliding_window':
    case 'local':
      return ['window'];
    case 'linear_attention':
    case 'gated_deltanet':
      if (config.has('linear_num_value_heads')) return ['delta'];
      if (config.hasAny(['linear_attn_config', 'linear_num_heads'])) return ['kimi-delta'];
      if (/^(minimax|bailing|ring)/.test(type)) return ['lightning'];
      throw new WrongField(
        config.at(key),
        'layers of type "linear_attention" need the sizes of their state: linear_num_value_heads, linear_num_key_heads, linear_key_head_dim and linear_value_head_dim, or linear_attn_config',
      );
    case 'mamba':
    case 'mamba2':
      return ['mamba'];
    case 'conv':
      return ['conv'];
    default:
      throw new WrongField(
        config.at(key),
        `layers of type ${shown(word)} are not priced; full, sliding, chunked and linear attention, mamba and conv are. If they keep the whole context, write "full_attention"`,
      );
  }
}

/** Nemotron by architecture search: attention that was taken out, or became a linear layer. */
function attentionOfBlock(config: ConfigFields, block: unknown): readonly Mixer[] {
  const attention = typeof block === 'object' && block !== null ? (block as Record<string, unknown>)['attention'] : undefined;
  if (typeof attention !== 'object' || attention === null) throw new WrongField(config.at('block_configs'), 'expected blocks with attention and ffn');
  const { no_op: none, replace_with_linear: linear } = attention as Record<string, unknown>;
  return none === true || linear === true ? [] : ['full'];
}
