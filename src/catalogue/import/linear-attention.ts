/**
 * Layers with a state of constant size in place of a growing cache: gated delta nets (Qwen3-Next, Qwen3.5), Kimi delta
 * attention and Mamba-2 (Nemotron-H). Per sequence and layer they keep one matrix per head in 32 bits and the last
 * inputs of a short convolution in 16. Shapes as in huggingface/transformers (Apache-2.0) and the papers: arXiv
 * 2412.06464, 2510.26692, 2405.21060.
 */
import { WrongField, shown, type ConfigFields } from './config-fields.ts';

export interface LinearLayers {
  readonly layers: number;
  /** Bytes per sequence, all of them together. */
  readonly stateBytes: number;
  /** Matrices of all of them together. */
  readonly parameters: number;
}

export const noLinearLayers: LinearLayers = { layers: 0, stateBytes: 0, parameters: 0 };

const matrixBytes = 4;
const convolutionBytes = 2;

/** @param cells elements of the recurrent matrices of one layer; `channels` of its convolution, which remembers all inputs but the newest */
function linearLayers(layers: number, cells: number, channels: number, kernel: number, parameters: number): LinearLayers {
  return {
    layers,
    stateBytes: layers * (matrixBytes * cells + convolutionBytes * channels * (kernel - 1)),
    parameters: layers * (parameters + channels * kernel),
  };
}

/** A gated delta net in every layer that `layer_types` says, else in all but each `full_attention_interval`-th. */
export function readDeltaNet(config: ConfigFields, layers: number, hidden: number): LinearLayers {
  const types = config.list('layer_types');
  const other = types?.find((type) => type !== 'linear_attention' && type !== 'full_attention');
  if (other !== undefined)
    throw new WrongField(config.at('layer_types'), `layers of type ${shown(other)} are not read here; linear and full attention are`);
  if (types && types.length !== layers)
    throw new WrongField(config.at('layer_types'), `expected ${layers} entries, one for each layer, got ${types.length}`);
  const count = types
    ? types.filter((type) => type === 'linear_attention').length
    : layers - Math.floor(layers / config.whole('full_attention_interval', { most: layers, orElse: 4 }));
  const valueHeads = config.whole('linear_num_value_heads', { most: 1024 });
  const keyDim = config.whole('linear_key_head_dim', { most: 4096 });
  const valueDim = config.whole('linear_value_head_dim', { most: 4096 });
  const keys = config.whole('linear_num_key_heads', { most: 1024 }) * keyDim;
  const values = valueHeads * valueDim;
  const kernel = config.whole('linear_conv_kernel_dim', { most: 64, orElse: 4 });
  // Queries, keys, values and the gate of the output; two scalars a head; the output.
  const parameters = hidden * (2 * keys + 2 * values + 2 * valueHeads) + values * hidden;
  return linearLayers(count, valueHeads * keyDim * valueDim, 2 * keys + values, kernel, parameters);
}

/** Kimi delta attention in the layers that `linear_attn_config.kda_layers` numbers; the others must be its full ones. */
export function readKimiDelta(config: ConfigFields, layers: number, hidden: number): LinearLayers {
  const linear = config.object('linear_attn_config');
  if (!linear) throw new WrongField(config.at('linear_attn_config'), 'the field is missing; expected an object');
  const count = linear.list('kda_layers')?.length ?? 0;
  const full = linear.list('full_attn_layers')?.length ?? 0;
  if (count + full !== layers)
    throw new WrongField(linear.at('kda_layers'), `${count} delta and ${full} full layers are not the ${layers} of num_hidden_layers`);
  const heads = linear.whole('num_heads', { most: 1024 });
  const dim = linear.whole('head_dim', { most: 4096 });
  const width = heads * dim;
  // The gate of the output is a full matrix, or goes through the width of one head like the decay.
  const throughHead = hidden * dim + dim * width;
  const gate = linear.flag('use_full_rank_gate', false) ? hidden * width : throughHead;
  const kernel = linear.whole('short_conv_kernel_size', { most: 64, orElse: 4 });
  return linearLayers(count, width * dim, 3 * width, kernel, 4 * hidden * width + throughHead + gate + hidden * heads);
}

/** Sub-blocks of a Nemotron-H by kind: each is a layer of its own there. */
export interface HybridPattern {
  readonly mamba: number;
  readonly attention: number;
  readonly dense: number;
  readonly experts: number;
}

/** `hybrid_override_pattern` ("M-M*ME") or `layers_block_type` (["mamba", …]). */
export function readPattern(config: ConfigFields, layers: number): HybridPattern {
  const text = config.text('hybrid_override_pattern');
  const key = text === null ? 'layers_block_type' : 'hybrid_override_pattern';
  const list = text === null ? config.list('layers_block_type') : text.slice(0, 1001).split('');
  if (!list) throw new WrongField(config.at('hybrid_override_pattern'), 'the field is missing; expected the kinds of all layers, as in "M-M*ME"');
  if (list.length !== layers) throw new WrongField(config.at(key), `expected ${layers} entries, one for each layer, got ${list.length}`);
  const counts = { mamba: 0, attention: 0, dense: 0, experts: 0 };
  for (const kind of list) {
    if (kind === 'M' || kind === 'mamba') counts.mamba++;
    else if (kind === '*' || kind === 'attention') counts.attention++;
    else if (kind === '-' || kind === 'mlp') counts.dense++;
    else if (kind === 'E' || kind === 'moe') counts.experts++;
    else throw new WrongField(config.at(key), `layers of kind ${shown(kind)} are not read; M, *, - and E are`);
  }
  return counts;
}

export function readMamba(config: ConfigFields, count: number, hidden: number): LinearLayers {
  const heads = config.whole('mamba_num_heads', { most: 4096 });
  const width = heads * config.whole('mamba_head_dim', { most: 4096 });
  const state = config.wholeOf(['ssm_state_size', 'mamba_state_dim'], { most: 4096 });
  const groups = config.wholeOf(['n_groups', 'mamba_n_groups'], { most: 1024 });
  const channels = width + 2 * groups * state;
  // Gate, inputs and both state projections; a step size a head; the output.
  const parameters = hidden * (2 * width + 2 * groups * state + heads) + width * hidden;
  return linearLayers(count, width * state, channels, config.wholeOf(['conv_kernel', 'mamba_d_conv'], { most: 64, orElse: 4 }), parameters);
}
