/** Rotary positions, the norms of queries and keys where a model has them, and the write into the KV cache; `shaders/rope.wgsl`. */
import source from '../../../../shaders/rope.wgsl?raw';
import { fillValues } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, inputSeed, uniformWords, type BufferPlan, type Instance } from '../instance.ts';
import { layerBindings, layerInput, layerInstance, layerOutput } from './layer-kernel.ts';
import { withBias } from '../linear.ts';
import { normed } from './norm.ts';

export interface RopeShape {
  readonly batch: number;
  /** Rows of each sequence in this step, and where in the cache of `seq` places they go. */
  readonly tokens: number;
  readonly first: number;
  readonly seq: number;
  /** Position of the first of these rows in its sequence; beyond `first` where a window keeps only the newest keys. */
  readonly position: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly qkNorm: boolean;
  /** The projection has a bias, which is added here. */
  readonly biased: boolean;
  /** `head`: batch x kvHeads x seq x D, as decode reads it; `token`: batch x seq x kvHeads x D, as a prompt does. */
  readonly layout: 'head' | 'token';
}

/** Base of the rotary frequencies: Llama 3's (arXiv 2407.21783, section 3.2). Others differ, and cost the same. */
const base = 500_000;

export function rope(shape: RopeShape, dtype: FloatType, seed: number, output: 'q' | 'k' | 'v' = 'q'): Instance {
  const { batch, tokens, first, seq, heads, kvHeads, headDim, qkNorm, biased } = shape;
  const rows = batch * tokens;
  const slots = heads + 2 * kvHeads;
  const input = (operand: number, length: number): BufferPlan => layerInput(dtype, length, { kind: 'reals', seed: inputSeed(seed, operand, 0) });
  const cache = batch * seq * kvHeads * headDim;
  const qkv = input(0, rows * slots * headDim);
  const gains = input(1, 2 * headDim);
  const bias = biased ? { bias: input(4, slots * headDim) } : {};
  const caches = { k: input(2, cache), v: input(3, cache) };
  const strides = cacheStrides(shape);
  return layerInstance({
    shader: 'rope',
    source,
    dtype,
    constants: { D: headDim, THREADS: headDim / 2, QKNORM: qkNorm, BIASED: biased },
    shape: { batch, tokens, seq, heads, kvHeads, headDim },
    flops: (3 * rows * (heads + kvHeads) + (biased ? rows * slots : 0)) * headDim,
    bytes: bytesOf[dtype] * (2 * rows + (biased ? 1 : 0)) * slots * headDim + 4 * tokens * headDim,
    bindings: layerBindings(['qkv', 'angles', 'gains'], ['q', 'k', 'v'], Object.keys(bias)),
    workgroups: [slots, rows, 1],
    buffers: { qkv, gains, ...bias, q: layerOutput(dtype, rows * heads * headDim), ...caches },
    uniforms: { shape: uniformWords(heads, kvHeads, tokens, first, strides.sequence, strides.token, strides.head), angles: angleWords(shape) },
    output: { buffer: output, rows: output === 'q' ? rows * heads : batch * seq * kvHeads, columns: headDim },
    expected: () => {
      const projected = fillValues(qkv.fill, dtype, 0, qkv.length);
      const values = bias.bias === undefined ? projected : withBias(projected, fillValues(bias.bias.fill, dtype, 0, bias.bias.length));
      const found = roped(shape, values, fillValues(gains.fill, dtype, 0, gains.length));
      if (output === 'q') return found.q;
      const whole = fillValues(caches[output].fill, dtype, 0, cache);
      found[output].forEach((value, at) => (whole[cachePlace(shape, at)] = value));
      return whole;
    },
  });
}

/** Queries, keys and values of the rows in float64, their bias added: rows x heads x D, and twice rows x kvHeads x D. */
export function roped(
  shape: Omit<RopeShape, 'biased'>,
  qkv: Float64Array,
  gains: Float64Array,
): { q: Float64Array; k: Float64Array; v: Float64Array } {
  const { batch, tokens, heads, kvHeads, headDim, qkNorm } = shape;
  const rows = batch * tokens;
  const slots = heads + 2 * kvHeads;
  const [q, k, v] = [heads, kvHeads, kvHeads].map((count) => new Float64Array(rows * count * headDim)) as [Float64Array, Float64Array, Float64Array];
  for (let row = 0; row < rows; row++) {
    const position = shape.position + (row % tokens);
    for (let slot = 0; slot < slots; slot++) {
      const start = (row * slots + slot) * headDim;
      const head = qkv.subarray(start, start + headDim);
      if (slot >= heads + kvHeads) {
        v.set(head, (row * kvHeads + slot - heads - kvHeads) * headDim);
        continue;
      }
      const which = slot < heads ? 0 : headDim;
      const plain = qkNorm ? normed(head, gains.subarray(which, which + headDim), 1) : head;
      const turned = rotated(plain, position);
      if (slot < heads) q.set(turned, (row * heads + slot) * headDim);
      else k.set(turned, (row * kvHeads + slot - heads) * headDim);
    }
  }
  return { q, k, v };
}

function rotated(head: Float64Array, position: number): Float64Array {
  const half = head.length / 2;
  const turned = new Float64Array(head.length);
  for (let pair = 0; pair < half; pair++) {
    const angle = position * frequency(pair, head.length);
    const [x, y] = [head[pair] as number, head[pair + half] as number];
    turned[pair] = x * Math.cos(angle) - y * Math.sin(angle);
    turned[pair + half] = y * Math.cos(angle) + x * Math.sin(angle);
  }
  return turned;
}

function frequency(pair: number, headDim: number): number {
  return base ** ((-2 * pair) / headDim);
}

/** Cosine and sine of each row's angles, as f32: in float64 here, because f32 loses the angle of a late position. */
function angleWords({ tokens, position, headDim }: RopeShape): Uint32Array<ArrayBuffer> {
  const table = new Float32Array(tokens * headDim);
  for (let token = 0; token < tokens; token++) {
    for (let pair = 0; pair < headDim / 2; pair++) {
      const angle = (position + token) * frequency(pair, headDim);
      table.set([Math.cos(angle), Math.sin(angle)], token * headDim + 2 * pair);
    }
  }
  return new Uint32Array(table.buffer);
}

function cacheStrides({ layout, seq, kvHeads, headDim }: RopeShape): { readonly sequence: number; readonly token: number; readonly head: number } {
  const sequence = seq * kvHeads * headDim;
  return layout === 'head' ? { sequence, token: headDim, head: seq * headDim } : { sequence, token: kvHeads * headDim, head: headDim };
}

/** Where in the cache element `at` of the rows' keys (rows x kvHeads x D) is written. */
export function cachePlace(shape: RopeShape, at: number): number {
  const { tokens, first, kvHeads, headDim } = shape;
  const row = Math.floor(at / (kvHeads * headDim));
  const head = Math.floor(at / headDim) % kvHeads;
  const strides = cacheStrides(shape);
  return Math.floor(row / tokens) * strides.sequence + (first + (row % tokens)) * strides.token + head * strides.head + (at % headDim);
}
