/** Attention of a configuration: heads, latent ranks, and how many layers see the whole context. */
import type { Model } from '../facts.ts';
import type { ArchitectureRule } from './architectures.ts';
import { WrongField, shown, type ConfigFields } from './config-fields.ts';
import { noLinearLayers, readDeltaNet, readKimiDelta, readMamba, readPattern, type LinearLayers } from './linear-attention.ts';

export type AttentionFields = Pick<Model, 'heads' | 'kvHeads' | 'headDim' | 'vHeadDim' | 'attention' | 'mla'>;

export interface ReadAttention {
  readonly shape: AttentionFields;
  /** Matrices that the shape has no place for: linear layers, and gates on the output of attention. */
  readonly aside: number;
}

export function readAttention(config: ConfigFields, rule: ArchitectureRule, layers: number, hidden: number): ReadAttention {
  const linear = readLinear(config, rule, layers, hidden);
  const full = rule.linear === 'mamba' ? readPattern(config, layers).attention : layers - linear.layers;
  const shape = rule.attention === 'mla' ? readLatent(config, full, linear) : readGrouped(config, rule, layers, full, hidden, linear);
  const gated = config.flag(rule.attention === 'mla' ? 'mla_use_output_gate' : 'attn_output_gate', rule.linear === 'delta-net');
  return { shape, aside: linear.parameters + (gated ? full * hidden * shape.heads * shape.vHeadDim : 0) };
}

function readLinear(config: ConfigFields, rule: ArchitectureRule, layers: number, hidden: number): LinearLayers {
  switch (rule.linear) {
    case 'none':
      return noLinearLayers;
    case 'delta-net':
      return readDeltaNet(config, layers, hidden);
    case 'kimi-delta':
      return readKimiDelta(config, layers, hidden);
    case 'mamba':
      return readMamba(config, readPattern(config, layers).mamba, hidden);
    default:
      return rule.linear satisfies never;
  }
}

function readGrouped(
  config: ConfigFields,
  rule: ArchitectureRule,
  layers: number,
  softmax: number,
  hidden: number,
  linear: LinearLayers,
): AttentionFields {
  const heads = config.whole('num_attention_heads', { most: 1024 });
  const kvHeads = config.whole('num_key_value_heads', { most: 1024, orElse: heads });
  if (heads % kvHeads !== 0) throw new WrongField(config.at('num_key_value_heads'), `${kvHeads} does not divide num_attention_heads, ${heads}`);
  const headDimKeys = ['head_dim', 'attention_head_dim'] as const;
  if (!headDimKeys.some((key) => config.has(key)) && hidden % heads !== 0)
    throw new WrongField(config.at('head_dim'), `the field is missing, and hidden_size ${hidden} is no multiple of ${heads} heads`);
  const headDim = config.wholeOf(headDimKeys, { most: 4096, orElse: hidden / heads });
  const { full, windowed, window } = rule.linear === 'none' ? readWindows(config, rule, layers) : { full: softmax, windowed: 0, window: 0 };
  return {
    heads,
    kvHeads,
    headDim,
    vHeadDim: config.whole('v_head_dim', { most: 4096, orElse: headDim }),
    attention: {
      kind: 'gqa',
      fullLayers: full,
      windowLayers: windowed,
      window,
      linearLayers: linear.layers,
      linearStateBytes: linear.stateBytes,
      sparseTopK: null,
      indexElements: 0,
    },
    mla: null,
  };
}

function readLatent(config: ConfigFields, layers: number, linear: LinearLayers): AttentionFields {
  const mla = {
    qLoraRank: config.whole('q_lora_rank', { least: 0, most: 65_536, orElse: 0 }),
    kvLoraRank: config.whole('kv_lora_rank', { most: 65_536 }),
    nopeDim: config.whole('qk_nope_head_dim', { most: 4096 }),
    ropeDim: config.whole('qk_rope_head_dim', { most: 4096 }),
  };
  // DeepSeek sparse attention: an indexer picks the tokens that are read, and keeps one key of its own per token.
  const sparseTopK = config.has('index_topk') ? config.whole('index_topk') : null;
  return {
    heads: config.whole('num_attention_heads', { most: 1024 }),
    kvHeads: 1,
    headDim: mla.nopeDim + mla.ropeDim,
    vHeadDim: config.whole('v_head_dim', { most: 4096 }),
    attention: {
      kind: 'mla',
      fullLayers: layers,
      windowLayers: 0,
      window: 0,
      linearLayers: linear.layers,
      linearStateBytes: linear.stateBytes,
      sparseTopK,
      indexElements: sparseTopK === null ? 0 : config.whole('index_head_dim', { most: 4096, orElse: 128 }),
    },
    mla,
  };
}

interface Windows {
  readonly full: number;
  readonly windowed: number;
  readonly window: number;
}

function readWindows(config: ConfigFields, rule: ArchitectureRule, layers: number): Windows {
  const window = config.wholeOf(['sliding_window', 'attention_chunk_size'], { least: 0, orElse: 0 });
  const wanted = window > 0 && config.flag('use_sliding_window', rule.window !== 'none');
  const types = config.list('layer_types');
  if (types) {
    if (types.length !== layers)
      throw new WrongField(config.at('layer_types'), `expected ${layers} entries, one for each layer, got ${types.length}`);
    const other = types.find((type) => type !== 'full_attention' && type !== 'sliding_attention' && type !== 'chunked_attention');
    if (other !== undefined)
      throw new WrongField(config.at('layer_types'), `layers of type ${shown(other)} are not read yet; full, sliding and chunked attention are`);
    const windowed = types.filter((type) => type !== 'full_attention').length;
    if (windowed > 0 && window === 0)
      throw new WrongField(config.at('sliding_window'), 'the field is missing, though layer_types has sliding layers');
    return { full: layers - windowed, windowed, window: windowed > 0 ? window : 0 };
  }
  if (!wanted) return { full: layers, windowed: 0, window: 0 };
  if (rule.window === 'none') {
    // Qwen2 and Qwen3: the layers from `max_window_layers` on have the window.
    const full = config.whole('max_window_layers', { least: 0, most: layers, orElse: layers });
    return { full, windowed: layers - full, window: full === layers ? 0 : window };
  }
  if (rule.window === 'all') return { full: 0, windowed: layers, window };
  const every = config.whole('sliding_window_pattern', { most: 1000, orElse: rule.window.fullEvery });
  const full = Math.floor(layers / every);
  return { full, windowed: layers - full, window };
}
