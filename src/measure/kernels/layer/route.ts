/** Which experts a token goes to, and what they made put together again; `shaders/route.wgsl`, `shaders/combine.wgsl`. */
import combineSource from '../../../../shaders/combine.wgsl?raw';
import source from '../../../../shaders/route.wgsl?raw';
import { biasBytes, expertBias, withExpertBias, type ExpertBias } from './expert-bias.ts';
import { fillValues } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, grid, inputSeed, uniformWords, type Instance } from '../instance.ts';
import { layerBindings, layerInput, layerInstance, layerOutput } from './layer-kernel.ts';
import { withBias } from '../linear.ts';

export interface RouteShape {
  readonly rows: number;
  readonly experts: number;
  readonly chosen: number;
  /** The router has a bias, which is added here. */
  readonly biased?: boolean;
}

const routeThreads = 64;

export function route(shape: RouteShape, dtype: FloatType, seed: number, output: 'chosen' | 'shares' = 'shares'): Instance {
  const { rows, experts, chosen, biased = false } = shape;
  const scores = layerInput(dtype, rows * experts, { kind: 'reals', seed: inputSeed(seed, 0, 0) });
  const bias = biased ? { bias: layerInput(dtype, experts, { kind: 'reals', seed: inputSeed(seed, 1, 0) }) } : {};
  return layerInstance({
    shader: 'route',
    source,
    dtype,
    constants: { THREADS: routeThreads, CHOSEN: chosen, BIASED: biased },
    shape: { rows, experts, chosen },
    flops: 3 * rows * chosen + (biased ? rows * experts : 0),
    bytes: bytesOf[dtype] * (rows + (biased ? 1 : 0)) * experts + 8 * rows * chosen,
    bindings: layerBindings(['scores'], ['chosen', 'shares'], Object.keys(bias)),
    workgroups: [rows, 1, 1],
    buffers: { scores, ...bias, chosen: layerOutput('u32', rows * chosen), shares: layerOutput('f32', rows * chosen) },
    uniforms: { shape: uniformWords(experts) },
    output: { buffer: output, rows, columns: chosen },
    expected: () => {
      const result = new Float64Array(rows * chosen);
      for (let row = 0; row < rows; row++) {
        const own = fillValues(scores.fill, dtype, row * experts, experts);
        const biasedScores = bias.bias === undefined ? own : withBias(own, fillValues(bias.bias.fill, dtype, 0, experts));
        result.set(routed(biasedScores, chosen)[output], row * chosen);
      }
      return result;
    },
  });
}

/** The best `chosen` of the scores of one row, their bias added, the first of equals first, and the softmax over them. */
export function routed(scores: Float64Array, chosen: number): { readonly chosen: Float64Array; readonly shares: Float64Array } {
  const order = ranked(scores).slice(0, chosen);
  return { chosen: Float64Array.from(order), shares: sharesOf(scores, order) };
}

/** All experts of a row by falling score. */
export function ranked(scores: Float64Array): number[] {
  return Array.from(scores.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}

/** Softmax over some of the scores. */
export function sharesOf(scores: Float64Array, experts: readonly number[]): Float64Array {
  const highest = Math.max(...experts.map((expert) => scores[expert] as number));
  const weights = Float64Array.from(experts, (expert) => Math.exp((scores[expert] as number) - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

export interface CombineShape {
  readonly rows: number;
  readonly chosen: number;
  readonly n: number;
  /** Experts with a bias at their end, and what it counts beside their products. */
  readonly bias?: ExpertBias & { readonly scale: number };
}

const combineThreads = 256;

export function combine(shape: CombineShape, dtype: FloatType, seed: number): Instance {
  const { rows, chosen, n, bias } = shape;
  const e = layerInput(dtype, rows * chosen * n, { kind: 'reals', seed: inputSeed(seed, 0, 0) });
  const shares = layerInput('f32', rows * chosen, { kind: 'reals', seed: inputSeed(seed, 1, 0) });
  const biases = bias === undefined ? {} : expertBias(bias, rows * chosen, n, dtype, inputSeed(seed, 2, 0));
  return layerInstance({
    shader: 'combine',
    source: combineSource,
    dtype,
    constants: { THREADS: combineThreads, CHOSEN: chosen, BIASED: bias !== undefined },
    shape: { rows, chosen, n },
    flops: (bias === undefined ? 2 : 4) * rows * chosen * n,
    bytes: bytesOf[dtype] * rows * n * (chosen + 1) + 4 * rows * chosen + (bias === undefined ? 0 : biasBytes(bias, rows * chosen, n, dtype)),
    bindings: layerBindings(['e', 'shares'], ['y'], Object.keys(biases)),
    workgroups: grid(Math.ceil((rows * n) / combineThreads)),
    buffers: { e, shares, ...biases, y: layerOutput(dtype, rows * n) },
    uniforms: { shape: uniformWords(rows, n, { f32: bias?.scale ?? 1 }) },
    output: { buffer: 'y', rows, columns: n },
    expected: () => {
      const made = fillValues(e.fill, dtype, 0, e.length);
      return combined(withExpertBias(made, biases, n, bias?.scale), fillValues(shares.fill, 'f32', 0, shares.length), n, chosen);
    },
  });
}

/** The sum of `chosen` results of n entries for each row, their biases added, by their shares. */
export function combined(e: Float64Array, shares: Float64Array, n: number, chosen: number): Float64Array {
  const result = new Float64Array(e.length / chosen);
  e.forEach((value, at) => {
    const slot = Math.floor(at / n);
    const to = Math.floor(slot / chosen) * n + (at % n);
    result[to] = (result[to] as number) + (shares[slot] as number) * value;
  });
  return result;
}
