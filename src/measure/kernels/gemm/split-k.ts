/** The depth of a product shared by several workgroups, and the stage that adds what they found. */
import source from '../../../../shaders/gemm-reduce.wgsl?raw';
import { expand } from '../wgsl/preprocess.ts';
import { grid, uniformWords, type FloatType, type Stage } from '../instance.ts';

/** Depth of each part, whole steps of `bk`, and how many parts that makes: no more than asked for, fewer where k is shallow. */
export function splitK(k: number, bk: number, wanted: number): { readonly depth: number; readonly splits: number } {
  const depth = Math.ceil(k / wanted / bk) * bk;
  return { depth, splits: Math.ceil(k / depth) };
}

const threads = 64;

/** Reads buffer `parts`, writes the result; its uniform is named `reduce`. */
export function reduceStage(count: number, element: FloatType, result = 'c'): Stage {
  return {
    shader: 'gemm-reduce',
    code: expand('gemm-reduce.wgsl', source, { enable: element === 'f16' ? ['f16'] : [], alias: { Elem: element }, constants: { THREADS: threads } }),
    bindings: [
      { type: 'read-only-storage', buffer: 'parts' },
      { type: 'storage', buffer: result },
      { type: 'uniform', buffer: 'reduce' },
    ],
    workgroups: grid(Math.ceil(count / threads)),
  };
}

export function reduceUniform(count: number, splits: number): Uint32Array<ArrayBuffer> {
  return uniformWords(count, splits);
}
