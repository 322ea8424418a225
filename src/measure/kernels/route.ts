/** Which experts a token goes to, and what they made put together again; `shaders/route.wgsl`, `shaders/combine.wgsl`. */
import combineSource from '../../../shaders/combine.wgsl?raw';
import source from '../../../shaders/route.wgsl?raw';
import { fillValues } from './fill-values.ts';
import type { FloatType } from './gemm.ts';
import { bytesOf, grid, inputSeed, uniformWords, type Instance } from './instance.ts';
import { layerBindings, layerInput, layerInstance, layerOutput } from './layer.ts';

export interface RouteShape {
  readonly rows: number;
  readonly experts: number;
  readonly chosen: number;
}

const routeThreads = 64;

export function route(shape: RouteShape, dtype: FloatType, seed: number, output: 'chosen' | 'shares' = 'shares'): Instance {
  const { rows, experts, chosen } = shape;
  const scores = layerInput(dtype, rows * experts, { kind: 'reals', seed: inputSeed(seed, 0, 0) });
  return layerInstance({
    shader: 'route',
    source,
    dtype,
    constants: { THREADS: routeThreads, CHOSEN: chosen },
    shape: { ...shape },
    flops: 3 * rows * chosen,
    bytes: bytesOf[dtype] * rows * experts + 8 * rows * chosen,
    bindings: layerBindings(['scores'], ['chosen', 'shares']),
    workgroups: [rows, 1, 1],
    buffers: { scores, chosen: layerOutput('u32', rows * chosen), shares: layerOutput('f32', rows * chosen) },
    uniforms: { shape: uniformWords(experts) },
    output: { buffer: output, rows, columns: chosen },
    expected: () => {
      const result = new Float64Array(rows * chosen);
      for (let row = 0; row < rows; row++) result.set(routed(fillValues(scores.fill, dtype, row * experts, experts), chosen)[output], row * chosen);
      return result;
    },
  });
}

/** The best `chosen` of the scores of one row, the first of equals first, and the softmax over them. */
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
}

const combineThreads = 256;

export function combine(shape: CombineShape, dtype: FloatType, seed: number): Instance {
  const { rows, chosen, n } = shape;
  const e = layerInput(dtype, rows * chosen * n, { kind: 'reals', seed: inputSeed(seed, 0, 0) });
  const shares = layerInput('f32', rows * chosen, { kind: 'reals', seed: inputSeed(seed, 1, 0) });
  return layerInstance({
    shader: 'combine',
    source: combineSource,
    dtype,
    constants: { THREADS: combineThreads, CHOSEN: chosen },
    shape: { ...shape },
    flops: 2 * rows * chosen * n,
    bytes: bytesOf[dtype] * rows * n * (chosen + 1) + 4 * rows * chosen,
    bindings: layerBindings(['e', 'shares'], ['y']),
    workgroups: grid(Math.ceil((rows * n) / combineThreads)),
    buffers: { e, shares, y: layerOutput(dtype, rows * n) },
    uniforms: { shape: uniformWords(rows, n) },
    output: { buffer: 'y', rows, columns: n },
    expected: () => combined(fillValues(e.fill, dtype, 0, e.length), fillValues(shares.fill, 'f32', 0, shares.length), n, chosen),
  });
}

/** The sum of `chosen` results of n entries for each row, by their shares. */
export function combined(e: Float64Array, shares: Float64Array, n: number, chosen: number): Float64Array {
  const result = new Float64Array(e.length / chosen);
  e.forEach((value, at) => {
    const slot = Math.floor(at / n);
    const to = Math.floor(slot / chosen) * n + (at % n);
    result[to] = (result[to] as number) + (shares[slot] as number) * value;
  });
  return result;
}
