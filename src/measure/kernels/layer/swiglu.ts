/** The gate of a feed-forward block; `shaders/swiglu.wgsl`. */
import source from '../../../../shaders/swiglu.wgsl?raw';
import { biasBytes, expertBias, withExpertBias, type ExpertBias } from './expert-bias.ts';
import { fillValues } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, grid, inputSeed, uniformWords, type Instance } from '../instance.ts';
import { layerBindings, layerInput, layerInstance, layerOutput } from './layer-kernel.ts';

export interface SwigluShape {
  readonly rows: number;
  readonly n: number;
  /** gpt-oss's gate, which is bounded on both sides. */
  readonly clamped?: boolean;
  /** Rows are slots of experts whose projection has a bias. */
  readonly bias?: ExpertBias;
}

const threads = 256;

/** `swiglu_limit` of gpt-oss, in the shader as well. */
const gateLimit = 7;

export function swiglu(shape: SwigluShape, dtype: FloatType, seed: number): Instance {
  const { rows, n, clamped = false, bias } = shape;
  const own = inputSeed(seed, 0, 0);
  // Whole numbers beyond the limits of a gate that has some.
  const x = layerInput(dtype, 2 * rows * n, clamped ? { kind: 'integers', seed: own, low: -12, high: 12 } : { kind: 'reals', seed: own });
  const biases = bias === undefined ? {} : expertBias(bias, rows, 2 * n, dtype, inputSeed(seed, 1, 0));
  return layerInstance({
    shader: 'swiglu',
    source,
    dtype,
    constants: { THREADS: threads, BIASED: bias !== undefined, CLAMPED: clamped },
    shape: { rows, n },
    flops: (4 + (bias === undefined ? 0 : 2) + (clamped ? 2 : 0)) * rows * n,
    bytes: 3 * bytesOf[dtype] * rows * n + (bias === undefined ? 0 : biasBytes(bias, rows, 2 * n, dtype)),
    bindings: layerBindings(['x'], ['y'], Object.keys(biases)),
    workgroups: grid(Math.ceil((rows * n) / threads)),
    buffers: { x, ...biases, y: layerOutput(dtype, rows * n) },
    uniforms: { shape: uniformWords(rows, n) },
    output: { buffer: 'y', rows, columns: n },
    expected: () => gated(withExpertBias(fillValues(x.fill, dtype, 0, x.length), biases, 2 * n), n, clamped),
  });
}

/** silu(gate) up for rows of gate, then up, their biases added, in float64; or the clamped gate. */
export function gated(x: Float64Array, n: number, clamped = false): Float64Array {
  return new Float64Array(x.length / 2).map((_, at) => {
    const from = Math.floor(at / n) * 2 * n + (at % n);
    const gate = x[from] as number;
    const up = x[from + n] as number;
    if (!clamped) return (gate / (1 + Math.exp(-gate))) * up;
    const low = Math.min(gate, gateLimit);
    return (low / (1 + Math.exp(-1.702 * low))) * (Math.max(-gateLimit, Math.min(gateLimit, up)) + 1);
  });
}
