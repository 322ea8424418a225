/** Prefill attention with one query a thread; explained in `shaders/attention-prefill-rows.wgsl`. */
import source from '../../../../shaders/attention-prefill-rows.wgsl?raw';
import type { PrefillProgram } from './attention-prefill-problem.ts';
import type { AttentionShape } from './attention.ts';
import { expand } from '../wgsl/preprocess.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, type DeviceTraits } from '../instance.ts';

export interface RowsPrefill {
  /** Queries of a workgroup, and the threads that share one. */
  readonly rows: number;
  readonly split: number;
  /** Keys of a tile, and keys between two moves of the running maximum. */
  readonly bk: number;
  readonly keys: number;
}

/**
 * Four keys a rescale gave 1.23 times the speed of one in a register kernel like this (sokrypton/localfold); whether a tile of 8 or 32 keys is
 * better depends on how much workgroup memory a multiprocessor has.
 */
export function likelyRowsPrefills({ headDim }: AttentionShape): RowsPrefill[] {
  const split = Math.max(1, headDim / 32);
  return [
    { rows: 64, split, bk: 8, keys: 4 },
    { rows: 64, split, bk: 16, keys: 4 },
    { rows: 32, split, bk: 16, keys: 8 },
    { rows: 32, split, bk: 32, keys: 8 },
  ];
}

export const rowsPrefillSpace: readonly RowsPrefill[] = [32, 64, 128].flatMap((rows) =>
  [1, 2, 4].flatMap((split) => [8, 16, 32].flatMap((bk) => [1, 4, 8].map((keys) => ({ rows, split, bk, keys })))),
);

/**
 * Registers that q in its own type, the output in f32 and what is fetched of a tile may take: scores, weights and addresses take as many
 * again, and compilers for Apple's GPUs spill beyond 128.
 */
const mostRegisters = 96;

export function rowsPrefillFits(config: RowsPrefill, shape: AttentionShape, dtype: FloatType, traits: DeviceTraits): boolean {
  const { rows, split, bk } = config;
  const columns = shape.headDim / split;
  const words = bytesOf[dtype] / 4;
  const fetched = 2 * 4 * words * Math.ceil((bk * shape.headDim) / 4 / (rows * split));
  return (
    divides(config, shape.headDim) &&
    columns * (1 + words) + fetched <= mostRegisters &&
    rows * split <= traits.maxInvocations &&
    workgroupBytes(config, shape, dtype) <= traits.workgroupStorage
  );
}

function divides({ split, bk, keys }: RowsPrefill, headDim: number): boolean {
  return headDim % (4 * split) === 0 && bk % keys === 0;
}

/** A tile of K, one of V and, where threads share a query, their partial dot products. */
function workgroupBytes({ rows, split, bk }: RowsPrefill, { headDim }: AttentionShape, dtype: FloatType): number {
  return 2 * bk * headDim * bytesOf[dtype] + (split > 1 ? 4 * bk * rows * split : 0);
}

export function rowsProgram(config: RowsPrefill): PrefillProgram {
  const { rows, split, bk, keys } = config;
  return {
    variant: `rows ${rows}x${bk}/${keys} split ${split} ${rows * split}`,
    queries: rows,
    keys: bk,
    shader: 'attention-prefill-rows',
    code({ headDim, window, sinks = false }, dtype, guarded) {
      const perLoad = 4 / bytesOf[dtype];
      const pieces = (bk * headDim) / (4 * perLoad);
      if (!divides(config, headDim))
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
          HALF: dtype === 'f16',
          PER_LOAD: perLoad,
          LOADS: Math.ceil(pieces / (rows * split)),
          RAGGED: pieces % (rows * split) !== 0,
          BK: bk,
          KEYS: keys,
          GUARDED: guarded,
          WINDOWED: window !== undefined,
          SINKS: sinks,
        },
      });
    },
  };
}
