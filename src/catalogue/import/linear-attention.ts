/**
 * Layers with a state of constant size in place of a growing cache: gated delta nets (Qwen3-Next, Qwen3.5), Kimi delta
 * attention, Mamba 1 and 2 (Jamba; Nemotron-H, Granite, Falcon-H1), short convolutions (LFM2) and lightning attention (MiniMax,
 * Ring). Per sequence and layer they keep one matrix per head in 32 bits and the last
 * inputs of a short convolution in 16. Shapes as in huggingface/transformers (Apache-2.0) and the papers: arXiv
 * 2412.06464, 2510.26692, 2312.00752, 2405.21060, 2501.08313.
 */
import { WrongField, type ConfigFields } from './config-fields.ts';
import { names } from './field-names.ts';
import type { LinearMixer } from './layer-plan.ts';

/** One layer of a kind. */
interface LinearLayer {
  /** Bytes per sequence. */
  readonly stateBytes: number;
  readonly parameters: number;
}

export interface LinearLayers extends LinearLayer {
  readonly layers: number;
}

const matrixBytes = 4;
const convolutionBytes = 2;

/** @param cells elements of the recurrent matrices; `channels` of its convolution, which remembers all inputs but the newest */
function layerOf(cells: number, channels: number, kernel: number, parameters: number): LinearLayer {
  return { stateBytes: matrixBytes * cells + convolutionBytes * channels * Math.max(kernel - 1, 0), parameters: parameters + channels * kernel };
}

/** All layers of constant state together. */
export function readLinear(config: ConfigFields, kinds: readonly LinearMixer[], hidden: number): LinearLayers {
  let stateBytes = 0;
  let parameters = 0;
  for (const kind of new Set(kinds)) {
    const count = kinds.filter((each) => each === kind).length;
    const one = readers[kind](config, hidden);
    stateBytes += count * one.stateBytes;
    parameters += count * one.parameters;
  }
  return { layers: kinds.length, stateBytes, parameters };
}

const readers: Readonly<Record<LinearMixer, (config: ConfigFields, hidden: number) => LinearLayer>> = {
  delta: readDeltaNet,
  'kimi-delta': readKimiDelta,
  mamba: (config, hidden) => (mambaHeads(config) === null ? readMamba1(config, hidden) : readMamba2(config, hidden)),
  conv: readConvolution,
  lightning: readLightning,
};

function readDeltaNet(config: ConfigFields, hidden: number): LinearLayer {
  const valueHeads = config.whole('linear_num_value_heads', { most: 1024 });
  const keyDim = config.whole('linear_key_head_dim', { most: 4096 });
  const valueDim = config.whole('linear_value_head_dim', { most: 4096 });
  const keys = config.whole('linear_num_key_heads', { most: 1024 }) * keyDim;
  const values = valueHeads * valueDim;
  const kernel = config.wholeOf(names.linearKernel, { most: 64, orElse: 4 });
  // Queries, keys, values and the gate of the output; two scalars a head; the output.
  const parameters = hidden * (2 * keys + 2 * values + 2 * valueHeads) + values * hidden;
  return layerOf(valueHeads * keyDim * valueDim, 2 * keys + values, kernel, parameters);
}

function readKimiDelta(config: ConfigFields, hidden: number): LinearLayer {
  const linear = config.object('linear_attn_config');
  const heads = linear ? linear.whole('num_heads', { most: 1024 }) : config.whole('linear_num_heads', { most: 1024 });
  const dim = linear ? linear.whole('head_dim', { most: 4096 }) : config.whole('linear_head_dim', { most: 4096 });
  const width = heads * dim;
  // The gate of the output is a full matrix, or goes through the width of one head like the decay.
  const throughHead = hidden * dim + dim * width;
  const gate = linear?.flag('use_full_rank_gate', false) ? hidden * width : throughHead;
  const kernel = linear
    ? linear.whole('short_conv_kernel_size', { most: 64, orElse: 4 })
    : config.wholeOf(names.linearKernel, { most: 64, orElse: 4 });
  return layerOf(width * dim, 3 * width, kernel, 4 * hidden * width + throughHead + gate + hidden * heads);
}

const mambaHeadNames = ['mamba_num_heads', 'mamba_n_heads', 'n_mamba_heads', 'num_heads'] as const;
const stateNames = ['ssm_state_size', 'mamba_state_dim', 'mamba_d_state', 'state_size', 'd_state'] as const;

/** Null for Mamba 1, which has no heads. */
function mambaHeads(config: ConfigFields): number | null {
  return config.wholeOrNull(mambaHeadNames, { most: 4096 });
}

/** Inner width of both: given, or so many times the hidden size. */
const innerWidth = (config: ConfigFields, hidden: number): number => config.wholeOf(['expand', 'mamba_expand'], { most: 64, orElse: 2 }) * hidden;

function readMamba2(config: ConfigFields, hidden: number): LinearLayer {
  const heads = mambaHeads(config) ?? 1;
  const headDim = config.wholeOrNull(config.has('num_heads') ? ['head_dim'] : ['mamba_head_dim', 'mamba_d_head', 'mamba_headdim'], { most: 4096 });
  const width = headDim === null ? (config.wholeOrNull(['mamba_d_ssm'], { most: 1e6 }) ?? innerWidth(config, hidden)) : heads * headDim;
  const state = config.wholeOf(stateNames, { most: 4096 });
  const groups = config.wholeOf(['n_groups', 'mamba_n_groups', 'mamba_ngroups'], { most: 1024 });
  const channels = width + 2 * groups * state;
  // Gate, inputs and both state projections; a step size a head; the output.
  const parameters = hidden * (2 * width + 2 * groups * state + heads) + width * hidden;
  return layerOf(width * state, channels, config.wholeOf(names.linearKernel, { most: 64, orElse: 4 }), parameters);
}

function readMamba1(config: ConfigFields, hidden: number): LinearLayer {
  const width = config.wholeOrNull(['intermediate_size_mamba', 'd_inner'], { most: 1e6 }) ?? innerWidth(config, hidden);
  const state = config.wholeOf(stateNames, { most: 4096 });
  const rank = config.wholeOrNull(['mamba_dt_rank', 'time_step_rank'], { most: 65_536 }) ?? Math.ceil(hidden / 16);
  // Inputs and gate; step size and both state projections; step size out of its rank; decay; the output.
  const parameters = 2 * hidden * width + width * (rank + 2 * state) + rank * width + width * state + width * hidden;
  return layerOf(width * state, width, config.wholeOf(names.linearKernel, { most: 64, orElse: 4 }), parameters);
}

/** LFM2: two gates and the input, one convolution; no matrix of state. */
function readConvolution(config: ConfigFields, hidden: number): LinearLayer {
  return layerOf(0, hidden, config.wholeOf(names.linearKernel, { most: 64, orElse: 3 }), 4 * hidden * hidden);
}

/** Queries, keys, values, a gate and the output, all as wide as the heads. */
function readLightning(config: ConfigFields, hidden: number): LinearLayer {
  const heads = config.wholeOf(names.heads, { most: 1024 });
  if (!config.hasAny(names.headDim) && hidden % heads !== 0)
    throw new WrongField(config.at('head_dim'), `the field is missing, and hidden_size ${hidden} is no multiple of ${heads} heads`);
  const dim = config.wholeOf(names.headDim, { most: 4096, orElse: hidden / heads });
  return layerOf(heads * dim * dim, 0, 0, 5 * hidden * heads * dim);
}
