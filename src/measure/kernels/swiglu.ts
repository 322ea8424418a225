/** The gate of a feed-forward block; `shaders/swiglu.wgsl`. */
import source from '../../../shaders/swiglu.wgsl?raw';
import { fillValues } from './fill-values.ts';
import type { FloatType } from './gemm.ts';
import { bytesOf, grid, inputSeed, uniformWords, type Instance } from './instance.ts';
import { layerBindings, layerInput, layerInstance, layerOutput } from './layer.ts';

export interface SwigluShape {
  readonly rows: number;
  readonly n: number;
}

const threads = 256;

export function swiglu(shape: SwigluShape, dtype: FloatType, seed: number): Instance {
  const { rows, n } = shape;
  const x = layerInput(dtype, 2 * rows * n, { kind: 'reals', seed: inputSeed(seed, 0, 0) });
  return layerInstance({
    shader: 'swiglu',
    source,
    dtype,
    constants: { THREADS: threads },
    shape: { ...shape },
    flops: 4 * rows * n,
    bytes: 3 * bytesOf[dtype] * rows * n,
    bindings: layerBindings(['x'], ['y']),
    workgroups: grid(Math.ceil((rows * n) / threads)),
    buffers: { x, y: layerOutput(dtype, rows * n) },
    uniforms: { shape: uniformWords(rows, n) },
    output: { buffer: 'y', rows, columns: n },
    expected: () => gated(fillValues(x.fill, dtype, 0, x.length), n),
  });
}

/** silu(gate) up for rows of gate, then up, in float64. */
export function gated(x: Float64Array, n: number): Float64Array {
  return new Float64Array(x.length / 2).map((_, at) => {
    const from = Math.floor(at / n) * 2 * n + (at % n);
    const gate = x[from] as number;
    return (gate / (1 + Math.exp(-gate))) * (x[from + n] as number);
  });
}
