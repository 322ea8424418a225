/** Prefill attention on matrix units, the experimental lane; explained in `shaders/attention-prefill-subgroup-matrix.wgsl`. */
import source from '../../../../shaders/attention-prefill-subgroup-matrix.wgsl?raw';
import type { SubgroupMatrixConfig } from '../../../run/run.ts';
import { prefillInstance, type PrefillProgram } from './attention-prefill-problem.ts';
import type { AttentionShape } from './attention.ts';
import { expand } from '../wgsl/preprocess.ts';
import type { FloatType } from '../gemm/gemm.ts';
import { bytesOf, type DeviceTraits, type Instance } from '../instance.ts';
import { searchOrder } from '../search-order.ts';
import { matricesFor, matrixAliases, matrixExtensions, rowPadding, subgroupsOf, type SubgroupTraits } from '../gemm/subgroup-matrix.ts';

export interface MatrixPrefillConfig {
  readonly matrix: SubgroupMatrixConfig;
  /** Subgroups of a workgroup, each with one matrix of queries. */
  readonly grid: number;
  /** Keys of a tile. */
  readonly bk: number;
}

/** Scores in f16 would not carry a softmax: only configurations with f32 sums. */
export function matrixPrefillCandidates(shape: AttentionShape, dtype: FloatType, traits: DeviceTraits, seed: number): MatrixPrefillConfig[] {
  const subgroups = subgroupsOf(traits);
  const matrices = matricesFor(dtype, traits).filter(({ result }) => result === 'f32');
  const [first] = matrices;
  if (first === undefined) return [];
  const of = (matrix: SubgroupMatrixConfig): MatrixPrefillConfig[] => [4, 8, 2].flatMap((grid) => [32, 16, 64].map((bk) => ({ matrix, grid, bk })));
  const allowed = (config: MatrixPrefillConfig): boolean =>
    fits(config, shape.headDim, subgroups) &&
    config.grid * subgroups.size <= traits.maxInvocations &&
    workgroupBytes(config, shape.headDim, dtype) <= traits.workgroupStorage;
  return searchOrder<MatrixPrefillConfig>(of(first), matrices.flatMap(of), allowed, seed);
}

function extents({ matrix, grid, bk }: MatrixPrefillConfig, headDim: number, { size }: SubgroupTraits) {
  const bq = grid * matrix.m;
  const threads = grid * size;
  const parts = threads / bq;
  return { bq, threads, parts, df: headDim / matrix.k, chunks: headDim / bk, oj: bk / (4 * parts) };
}

function fits(config: MatrixPrefillConfig, headDim: number, subgroups: SubgroupTraits): boolean {
  const { matrix, bk } = config;
  const { bq, parts, df, chunks, oj } = extents(config, headDim, subgroups);
  return [parts, df, chunks, oj, bq / bk, bk / matrix.m, bk / matrix.n, bk / matrix.k].every((count) => count >= 1 && Number.isInteger(count));
}

/** Staged rows, scores and weights, each with its padding. */
function workgroupBytes({ matrix, grid, bk }: MatrixPrefillConfig, headDim: number, dtype: FloatType): number {
  const pad = rowPadding[dtype];
  const bq = grid * matrix.m;
  return bytesOf[dtype] * (bk * (headDim + pad) + bq * (bk + pad)) + 4 * bq * (bk + 4);
}

export function matrixPrefill(
  config: MatrixPrefillConfig,
  shape: AttentionShape,
  dtype: FloatType,
  subgroups: SubgroupTraits,
  seed: number,
): Instance {
  if (!fits(config, shape.headDim, subgroups))
    throw new RangeError(`attention.prefill.sgm: head dimension ${shape.headDim} does not fit ${config.grid} subgroups, ${config.bk} keys`);
  return prefillInstance(program(config, subgroups), shape, dtype, seed);
}

function program(config: MatrixPrefillConfig, subgroups: SubgroupTraits): PrefillProgram {
  const { matrix, grid, bk } = config;
  return {
    onMatrixUnits: true,
    variant: `${matrix.m}x${matrix.n}x${matrix.k}, ${grid * matrix.m}x${bk} ${grid * subgroups.size}${subgroups.polyfill ? ' polyfill' : ''}`,
    queries: grid * matrix.m,
    keys: bk,
    shader: 'attention-prefill-subgroup-matrix',
    code({ headDim }, dtype, guarded) {
      const { bq, threads, parts, df, chunks, oj } = extents(config, headDim, subgroups);
      return expand('attention-prefill-subgroup-matrix.wgsl', source, {
        enable: matrixExtensions(matrix, subgroups),
        alias: { Elem: dtype, ...matrixAliases(matrix, subgroups) },
        constants: {
          D: headDim,
          BQ: bq,
          BK: bk,
          FM: matrix.m,
          FN: matrix.n,
          FK: matrix.k,
          GRID: grid,
          SUBGROUP: subgroups.size,
          THREADS: threads,
          DF: df,
          PARTS: parts,
          CHUNKS: chunks,
          OJ: oj,
          LOADS: Math.ceil((bk * headDim) / 4 / threads),
          RAGGED: ((bk * headDim) / 4) % threads !== 0,
          PAD: rowPadding[dtype],
          EXTRA: subgroups.extra,
          GUARDED: guarded,
          POLYFILL: subgroups.polyfill,
        },
      });
    },
  };
}
