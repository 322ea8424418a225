/** Residual addition and RMSNorm in one dispatch; `shaders/norm.wgsl`. */
import source from '../../../../shaders/norm.wgsl?raw';
import { fillValues } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, inputSeed, uniformWords, type Instance } from '../instance.ts';
import { layerBindings, layerInput, layerInstance, layerOutput } from './layer-kernel.ts';
import { withBias } from '../linear.ts';

export interface NormShape {
  readonly rows: number;
  readonly n: number;
  /** The first row that is read, and how many rows on the next one lies: the last tokens of several prompts. */
  readonly first: number;
  readonly stride?: number;
  /** What the branch's result counts, and what the normed row is multiplied by beside its weights. */
  readonly scale: number;
  readonly gain: number;
  /** The branch ends with a bias. */
  readonly biased?: boolean;
}

/** Added to the mean square, as in Qwen3 and gpt-oss (Llama 3: 1e-5). */
export const normEpsilon = 1e-6;

const threads = 256;

export function norm(shape: NormShape, dtype: FloatType, seed: number, output: 's' | 'y' = 'y'): Instance {
  const { rows, n, first, stride = 1, scale, gain, biased = false } = shape;
  const length = (first + (rows - 1) * stride + 1) * n;
  const x = layerInput('f32', length, { kind: 'reals', seed: inputSeed(seed, 0, 0) });
  const d = layerInput(dtype, length, { kind: 'reals', seed: inputSeed(seed, 1, 0) });
  const g = layerInput(dtype, n, { kind: 'reals', seed: inputSeed(seed, 2, 0) });
  const bias = biased ? { bias: layerInput(dtype, n, { kind: 'reals', seed: inputSeed(seed, 3, 0) }) } : {};
  return layerInstance({
    shader: 'norm',
    source,
    dtype,
    constants: { THREADS: threads, BIASED: biased },
    shape: { rows, n, first },
    flops: (biased ? 7 : 6) * rows * n,
    bytes: 8 * rows * n + bytesOf[dtype] * n * (2 * rows + (biased ? 2 : 1)),
    bindings: layerBindings(['x', 'd', 'g'], ['s', 'y'], Object.keys(bias)),
    workgroups: [rows, 1, 1],
    buffers: { x, d, g, ...bias, s: layerOutput('f32', rows * n), y: layerOutput(dtype, rows * n) },
    uniforms: { shape: uniformWords(n, first, stride, { f32: scale }, { f32: gain }) },
    output: { buffer: output, rows, columns: n },
    expected: () => {
      const result = new Float64Array(rows * n);
      const weights = fillValues(g.fill, dtype, 0, n);
      for (let row = 0; row < rows; row++) {
        const from = (first + row * stride) * n;
        const branch = added(fillValues(x.fill, 'f32', from, n), fillValues(d.fill, dtype, from, n), scale);
        const sum = bias.bias === undefined ? branch : withBias(branch, fillValues(bias.bias.fill, dtype, 0, n));
        result.set(output === 's' ? sum : normed(sum, weights, gain), row * n);
      }
      return result;
    },
  });
}

/** x + scale d, in float64. */
export function added(x: Float64Array, d: Float64Array, scale: number): Float64Array {
  return x.map((value, at) => value + Math.fround(scale) * (d[at] as number));
}

/** gain g s / rms(s), in float64. */
export function normed(s: Float64Array, g: Float64Array, gain: number): Float64Array {
  const square = s.reduce((sum, value) => sum + value * value, 0) / s.length;
  const factor = Math.fround(gain) / Math.sqrt(square + normEpsilon);
  return s.map((value, at) => factor * (g[at] as number) * value);
}
