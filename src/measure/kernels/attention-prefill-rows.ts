/** Prefill attention with one query a thread; explained in `shaders/attention-prefill-rows.wgsl`. */
import source from '../../../shaders/attention-prefill-rows.wgsl?raw';
import type { PrefillProgram } from './attention-prefill-problem.ts';
import type { AttentionShape } from './attention.ts';
import { expand } from './expand.ts';
import type { FloatType } from './gemm.ts';
import { bytesOf, type DeviceTraits } from './instance.ts';

export interface RowsPrefill {
  /** Queries of a workgroup, and the threads that share one. */
  readonly rows: number;
  readonly split: number;
  /** Keys of a tile, and keys between two moves of the running maximum. */
  readonly bk: number;
  readonly keys: number;
}

/**
 * Threads, keys of a tile and keys a rescale, tried. Four keys a rescale gave 1.23 times the speed of one in a register kernel
 * like this (sokrypton/localfold); whether a tile of 8 or 32 keys is better depends on how much workgroup memory a multiprocessor has.
 */
export function rowsPrefills(shape: AttentionShape, dtype: FloatType, traits: DeviceTraits): RowsPrefill[] {
  // 64 columns of q and o are 128 registers in f32; a thread has 255 at most, and fewer leave room for more threads.
  const split = Math.ceil(shape.headDim / 64);
  const candidates = [
    { rows: 64, split, bk: 16, keys: 4 },
    { rows: 64, split, bk: 16, keys: 8 },
    { rows: 128 / split, split, bk: 8, keys: 4 },
    { rows: 32, split, bk: 32, keys: 8 },
    { rows: 128, split: 1, bk: 16, keys: 4 },
  ];
  const seen = new Set<string>();
  return candidates.filter((config) => {
    const name = rowsProgram(config).variant;
    if (seen.has(name)) return false;
    seen.add(name);
    return config.rows * config.split <= traits.maxInvocations && workgroupBytes(config, shape, dtype) <= traits.workgroupStorage;
  });
}

/** A tile of K, one of V and, where threads share a query, their partial dot products. */
function workgroupBytes({ rows, split, bk }: RowsPrefill, { headDim }: AttentionShape, dtype: FloatType): number {
  return 2 * bk * headDim * bytesOf[dtype] + (split > 1 ? 4 * bk * rows * split : 0);
}

export function rowsProgram({ rows, split, bk, keys }: RowsPrefill): PrefillProgram {
  return {
    variant: `rows ${rows}x${bk}/${keys} split ${split} ${rows * split}`,
    queries: rows,
    keys: bk,
    shader: 'attention-prefill-rows',
    code(headDim, dtype, guarded) {
      if (headDim % (4 * split) !== 0 || bk % keys !== 0)
        throw new RangeError(`attention-prefill-rows: head dimension ${headDim} does not fit split ${split}, ${keys} of ${bk} keys`);
      return expand('attention-prefill-rows.wgsl', source, {
        enable: dtype === 'f16' ? ['f16'] : [],
        alias: { Elem: dtype },
        constants: {
          D: headDim,
          ROWS: rows,
          SPLIT: split,
          THREADS: rows * split,
          JOINED: split > 1,
          J4: headDim / (4 * split),
          BK: bk,
          KEYS: keys,
          GUARDED: guarded,
        },
      });
    },
  };
}
