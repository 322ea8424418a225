/**
 * Matrix multiply on matrix units, the experimental lane: Chromium has them behind a flag, so that no calibration rests on them. The
 * tiling is explained in `shaders/gemm-subgroup-matrix.wgsl`. W is stored by rows along k; `i4` are 4-bit weights and f16 activations.
 */
import source from '../../../../shaders/gemm-subgroup-matrix.wgsl?raw';
import type { SubgroupMatrixConfig } from '../../../run/run.ts';
import { expand } from '../wgsl/preprocess.ts';
import { fillInto, fillValues } from '../wgsl/fill-values.ts';
import type { GemmShape } from './gemm.ts';
import {
  bytesOf,
  grid,
  inputSeed,
  tolerances,
  uniformWords,
  type BufferPlan,
  type DeviceTraits,
  type ElementType,
  type Fill,
  type Instance,
} from '../instance.ts';
import { rowProductOracle, type RowSource } from '../linear.ts';
import { blockSize, perWord, quantisedBytes, unpackInto, weightFills, weightPlans, weightRow, type WeightFills } from '../quantised.ts';
import { searchOrder } from '../search-order.ts';
import { matricesFor, matrixAliases, matrixExtensions, registersOf, rowPadding, subgroupsOf, type SubgroupTraits } from './subgroup-matrix.ts';

export type MatrixGemmType = 'f32' | 'f16' | 'i8' | 'i4';

export interface MatrixGemmConfig {
  readonly matrix: SubgroupMatrixConfig;
  /** The workgroup's tile, the panel of k staged at a time, and the subgroups that share the tile. */
  readonly bm: number;
  readonly bn: number;
  readonly bk: number;
  readonly gridM: number;
  readonly gridN: number;
}

const componentOf: Readonly<Record<MatrixGemmType, SubgroupMatrixConfig['component']>> = { f32: 'f32', f16: 'f16', i8: 'i8', i4: 'f16' };

/**
 * On an A100 a tile of 128x128x16 over 1x8 or 2x4 subgroups was the best of its kind, a panel of 16 better than 32 (sokrypton/localfold,
 * docs/A100.md); ONNX Runtime's kernel for NVIDIA takes 2x2 with a panel of 32. Empty where the adapter reports no fitting matrix.
 */
export function matrixGemmCandidates(shape: GemmShape, dtype: MatrixGemmType, traits: DeviceTraits, seed: number): MatrixGemmConfig[] {
  const subgroups = subgroupsOf(traits);
  const matrices = matricesFor(componentOf[dtype], traits);
  const [first] = matrices;
  if (first === undefined) return [];
  const large = Math.ceil(shape.m / 128) * Math.ceil(shape.n / 128) >= 128 ? 128 : 64;
  const likely = [
    [2, 4, 16],
    [2, 2, 32],
    [1, 8, 16],
    [2, 4, 32],
  ].map(([gridM = 1, gridN = 1, panel = 16]) => ({
    matrix: first,
    bm: large,
    bn: 128,
    bk: Math.max(panel, first.k),
    gridM,
    gridN,
  }));
  return searchOrder<MatrixGemmConfig>(likely, space(matrices), (config) => fits(config, dtype, subgroups, traits), seed);
}

function space(matrices: readonly SubgroupMatrixConfig[]): MatrixGemmConfig[] {
  const grids = [
    [1, 4],
    [1, 8],
    [2, 2],
    [2, 4],
  ] as const;
  return matrices.flatMap((matrix) =>
    grids.flatMap(([gridM, gridN]) =>
      [64, 128].flatMap((bm) => [64, 128].flatMap((bn) => [16, 32, 64].map((bk) => ({ matrix, bm, bn, bk, gridM, gridN })))),
    ),
  );
}

/** Sums in at most half of a thread's registers, whole loads, and the limits of the device. */
function fits(config: MatrixGemmConfig, dtype: MatrixGemmType, subgroups: SubgroupTraits, traits: DeviceTraits): boolean {
  const { mm, nn, threads, loadsA, loadsW } = extents(config, dtype, subgroups);
  return (
    [mm, nn, loadsA, loadsW, config.bk / config.matrix.k].every((count) => count >= 1 && Number.isInteger(count)) &&
    mm * nn * registersOf(config.matrix, subgroups) <= 128 &&
    threads <= traits.maxInvocations &&
    matrixGemmWorkgroupBytes(config, threads / subgroups.size) <= traits.workgroupStorage
  );
}

function extents({ matrix, bm, bn, bk, gridM, gridN }: MatrixGemmConfig, dtype: MatrixGemmType, { size }: SubgroupTraits) {
  const threads = gridM * gridN * size;
  return {
    mm: bm / (gridM * matrix.m),
    nn: bn / (gridN * matrix.n),
    threads,
    loadsA: (bm * bk) / 4 / threads,
    loadsW: (bn * bk) / (dtype === 'i4' ? 8 : 4) / threads,
  };
}

const componentBytes: Readonly<Record<SubgroupMatrixConfig['component'], number>> = { f32: 4, f16: 2, i8: 1 };

/** Both panels with their padding, and for tiles at an edge one matrix of sums a subgroup. */
function matrixGemmWorkgroupBytes({ matrix, bm, bn, bk }: MatrixGemmConfig, subgroups: number): number {
  return (
    (bm + bn) * (bk + rowPadding[matrix.component]) * componentBytes[matrix.component] + subgroups * matrix.m * matrix.n * bytesOf[matrix.result]
  );
}

/** Operations and bytes: `2 m n k`, and A, W (4-bit weights with their scales) and C moved once. */
export function matrixGemmWork(
  { m, n, k }: GemmShape,
  dtype: MatrixGemmType,
  { component, result }: SubgroupMatrixConfig,
): { flops: number; bytes: number } {
  const element = componentBytes[component];
  const weights = dtype === 'i4' ? quantisedBytes('q4', { n, k }, component === 'f32' ? 'f32' : 'f16') : element * n * k;
  return { flops: 2 * m * n * k, bytes: element * m * k + weights + bytesOf[result] * m * n };
}

/** Throws a RangeError where rows along k are not whole loads: 4 elements, or a block of 32 for 4-bit weights. */
export function matrixGemm(config: MatrixGemmConfig, shape: GemmShape, dtype: MatrixGemmType, subgroups: SubgroupTraits, seed: number): Instance {
  const unit = dtype === 'i4' ? blockSize : 4;
  if (shape.k % unit !== 0) throw new RangeError(`gemm.sgm: ${shape.k} columns are not whole loads of ${unit}`);
  const { bm, bn, bk } = config;
  const guarded = shape.m % bm !== 0 || shape.n % bn !== 0 || shape.k % bk !== 0;
  const depth = Math.ceil((2 * bk) / unit) * unit;
  const small = guarded ? { m: bm + 5, n: bn + 3, k: depth + unit } : { m: 2 * bm, n: 2 * bn, k: depth };
  const exact = build(config, small, dtype, subgroups, guarded, 'integers', seed, []);
  return build(config, shape, dtype, subgroups, guarded, 'reals', seed, [exact]);
}

interface Operands {
  readonly a: (set: number) => Fill;
  readonly weights: (set: number) => WeightFills;
}

/** Bytes are whole numbers whatever their bits; f16 and f32 get reals, or whole numbers whose sums stay exact. */
function operands(dtype: MatrixGemmType, data: 'reals' | 'integers', seed: number): Operands {
  const fill = (operand: number, set: number): Fill => {
    const own = inputSeed(seed, operand, set);
    if (dtype === 'i8') return { kind: 'words', seed: own };
    return data === 'reals' ? { kind: data, seed: own } : { kind: data, seed: own, low: -2, high: 2 };
  };
  return {
    a: (set) => fill(0, set),
    weights: (set) =>
      dtype === 'i4'
        ? weightFills(data, inputSeed(seed, 1, set), inputSeed(seed, 2, set))
        : { words: { kind: 'words', seed: 0 }, scales: fill(1, set) },
  };
}

function build(
  config: MatrixGemmConfig,
  shape: GemmShape,
  dtype: MatrixGemmType,
  subgroups: SubgroupTraits,
  guarded: boolean,
  data: 'reals' | 'integers',
  seed: number,
  cases: readonly Instance[],
): Instance {
  const { matrix, bm, bn, bk, gridM, gridN } = config;
  const { m, n, k } = shape;
  const { a, weights } = operands(dtype, data, seed);
  const [tilesM, tilesN] = [Math.ceil(m / bm), Math.ceil(n / bn)];
  const element: ElementType = matrix.component === 'i8' ? 'u32' : matrix.component;
  const input = (rows: number, fill: Fill): BufferPlan => ({ element, length: (rows * k) / (element === 'u32' ? 4 : 1), fill, rotates: true });
  const quantised = dtype === 'i4' && element !== 'u32' ? weightPlans('q4', { n, k }, element, weights(0)) : null;
  const rows = (fill: Fill): RowSource => {
    if (element !== 'u32') return (index, row) => fillInto(row, fill, element, index * k);
    return (index, row) => unpackInto('q8', fillValues(fill, 'u32', (index * k) / perWord.q8, k / perWord.q8), row);
  };
  const rowOfW = (set: number): RowSource =>
    quantised !== null && element !== 'u32' ? (index, row) => weightRow('q4', weights(set), element, index, row) : rows(weights(set).scales);
  const exact = cases.length === 0;
  const { polyfill } = subgroups;
  return {
    id: `gemm.sgm/${m}x${n}x${k}/${dtype}`,
    kernel: 'gemm.sgm',
    variant: `${matrix.m}x${matrix.n}x${matrix.k} to ${matrix.result}, ${bm}x${bn}x${bk} ${gridM}x${gridN}${guarded ? ' guarded' : ''}${polyfill ? ' polyfill' : ''}`,
    dtype,
    shape: { m, n, k },
    words: `matrix multiply ${m}×${n}×${k} on matrix units, ${dtype}`,
    ...matrixGemmWork(shape, dtype, matrix),
    rateUnit: dtype === 'i8' ? 'OP/s' : 'FLOP/s',
    arithmetic: 'matrix',
    stages: [
      {
        shader: 'gemm-subgroup-matrix',
        code: codeOf(config, dtype, subgroups, guarded),
        bindings: [
          { type: 'read-only-storage', buffer: 'a' },
          { type: 'read-only-storage', buffer: 'w' },
          { type: 'storage', buffer: 'c' },
          { type: 'uniform', buffer: 'shape' },
          ...(quantised === null ? [] : [{ type: 'read-only-storage' as const, buffer: 'scales' }]),
        ],
        workgroups: grid(tilesM * tilesN),
      },
    ],
    buffers: {
      a: input(m, a(0)),
      ...(quantised === null ? { w: input(n, weights(0).scales) } : { w: quantised.words, scales: quantised.scales }),
      c: { element: matrix.result, length: m * n, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { shape: uniformWords(m, n, k, tilesM, tilesN) },
    output: {
      buffer: 'c',
      matrix: { rows: m, columns: n },
      ...(exact ? { compare: 'entries', tolerance: 0 } : { compare: 'rms', tolerance: toleranceOf(matrix) }),
    },
    oracle: (set) => rowProductOracle({ m, n, k, rowOfX: rows(a(set)), rowOfW: rowOfW(set) }, exact),
    cases,
  };
}

/** Whole sums are exact; those in f32 round like f16 inputs at worst, since matrix units may truncate; those in f16 lose bits at every step. */
function toleranceOf({ component, result }: SubgroupMatrixConfig): number {
  if (result === 'i32') return 1e-6;
  if (result === 'f16') return 1e-2;
  return tolerances[component === 'f32' ? 'f32' : 'f16'];
}

function codeOf(config: MatrixGemmConfig, dtype: MatrixGemmType, subgroups: SubgroupTraits, guarded: boolean): string {
  const { matrix, bm, bn, bk, gridM, gridN } = config;
  const { mm, nn, threads, loadsA, loadsW } = extents(config, dtype, subgroups);
  const packed = matrix.component === 'i8';
  const load = packed ? 'u32' : `vec4<${matrix.component}>`;
  return expand('gemm-subgroup-matrix.wgsl', source, {
    enable: matrixExtensions(matrix, subgroups),
    alias: {
      Elem: packed ? 'u32' : matrix.component,
      Out: matrix.result,
      Load: load,
      WLoad: dtype === 'i4' ? 'u32' : load,
      ...matrixAliases(matrix, subgroups),
    },
    constants: {
      BM: bm,
      BN: bn,
      BK: bk,
      FM: matrix.m,
      FN: matrix.n,
      FK: matrix.k,
      MM: mm,
      NN: nn,
      GRID_M: gridM,
      GRID_N: gridN,
      SUBGROUP: subgroups.size,
      THREADS: threads,
      PAD: rowPadding[matrix.component],
      LOADS_A: loadsA,
      LOADS_W: loadsW,
      OUT_BYTES: bytesOf[matrix.result],
      EXTRA: subgroups.extra,
      PACKED: packed,
      Q4: dtype === 'i4',
      GUARDED: guarded,
      POLYFILL: subgroups.polyfill,
    },
  });
}
