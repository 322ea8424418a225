/** The stage that turns activations into packed bytes, before the kernels that multiply integers. */
import source from '../../../../shaders/quantise.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import { grid, uniformWords, type BufferPlan, type FloatType, type Stage } from '../instance.ts';
import { blockSize, requireBlocks } from '../quantised.ts';

const threads = 64;

/** Reads buffer `x`, writes `packed`; its uniform is named `quantise`. */
export function quantiseStage(rows: number, k: number, element: FloatType): Stage {
  requireBlocks(k);
  return {
    shader: 'quantise',
    code: expand('quantise.wgsl', source, { enable: element === 'f16' ? ['f16'] : [], alias: { Elem: element }, constants: { THREADS: threads } }),
    bindings: [
      { type: 'read-only-storage', buffer: 'x' },
      { type: 'storage', buffer: 'packed' },
      { type: 'uniform', buffer: 'quantise' },
    ],
    workgroups: grid(Math.ceil((rows * k) / blockSize / threads)),
  };
}

export function quantiseUniform(rows: number, k: number): Uint32Array<ArrayBuffer> {
  return uniformWords(rows, k);
}

/** Scratch: pairs of words for the integers, then a pair for each block's scale and sum. */
export function packedPlan(rows: number, k: number): BufferPlan {
  return { element: 'u32', length: (rows * k) / 4 + (2 * rows * k) / blockSize, fill: { kind: 'poison' }, rotates: false };
}
