/** The look-up of a step's tokens in the embedding table; `shaders/embed.wgsl`. */
import source from '../../../../shaders/embed.wgsl?raw';
import { fillValues } from '../wgsl/fill-values.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, grid, inputSeed, uniformWords, type Instance } from '../instance.ts';
import { layerBindings, layerInput, layerInstance, layerOutput } from './layer-kernel.ts';

export interface EmbedShape {
  readonly rows: number;
  readonly n: number;
  /** Rows of the table that memory holds. */
  readonly held: number;
}

const threads = 256;

export function embed(shape: EmbedShape, dtype: FloatType, seed: number): Instance {
  const { rows, n, held } = shape;
  const tokens = layerInput('u32', rows, { kind: 'arithmetic', base: seed, step: 0x9e3779b1 });
  const table = layerInput(dtype, held * n, { kind: 'reals', seed: inputSeed(seed, 0, 0) });
  return layerInstance({
    shader: 'embed',
    source,
    dtype,
    constants: { THREADS: threads },
    shape: { ...shape },
    flops: 0,
    bytes: 2 * bytesOf[dtype] * rows * n + 4 * rows,
    bindings: layerBindings(['tokens', 'e'], ['y']),
    workgroups: grid(Math.ceil((rows * n) / threads)),
    buffers: { tokens, e: table, y: layerOutput(dtype, rows * n) },
    uniforms: { shape: uniformWords(rows, n, held) },
    output: { buffer: 'y', rows, columns: n },
    expected: () => {
      const picked = fillValues(tokens.fill, 'u32', 0, rows);
      const y = new Float64Array(rows * n);
      picked.forEach((token, row) => y.set(fillValues(table.fill, dtype, (token % held) * n, n), row * n));
      return y;
    },
  });
}
