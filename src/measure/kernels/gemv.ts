/**
 * Matrix times vector, the work of one decode step: every weight is read once, so the memory sets the time.
 */
import source from '../../../shaders/gemv.wgsl?raw';
import { expand } from './expand.ts';
import { fillInto, fillValues } from './fill-values.ts';
import type { FloatType } from './gemm.ts';
import {
  bytesOf,
  grid,
  inputSeed,
  tolerances,
  uniformWords,
  type BufferPlan,
  type DeviceTraits,
  type Fill,
  type Instance,
  type Oracle,
} from './instance.ts';
import { dot, timesVectors } from './linear.ts';

export interface GemvShape {
  readonly n: number;
  readonly k: number;
}

export interface GemvConfig {
  readonly threads: number;
  readonly rows: number;
  readonly reduction: 'subgroup' | 'shared';
}

/** Rows in flight give each thread several independent loads; the shared reduction wins on some GPUs and needs no feature. */
export function gemvCandidates(shape: GemvShape, traits: DeviceTraits): GemvConfig[] {
  const threads = shape.k >= 2048 ? 128 : 64;
  const shared: GemvConfig = { threads, rows: 4, reduction: 'shared' };
  return traits.subgroups && traits.subgroupMin > 0
    ? [{ threads, rows: 4, reduction: 'subgroup' }, shared, { threads: 64, rows: 2, reduction: 'subgroup' }]
    : [shared, { threads: 64, rows: 2, reduction: 'shared' }];
}

/** FLOP and bytes: `2 n k`, the matrix, the vector and the result moved once. */
export function gemvWork({ n, k }: GemvShape, dtype: FloatType): { flops: number; bytes: number } {
  return { flops: 2 * n * k, bytes: bytesOf[dtype] * (n * k + k + n) };
}

export function gemv(config: GemvConfig, shape: GemvShape, dtype: FloatType, seed: number): Instance {
  const lanes = lanesOf(shape, dtype);
  // Whole numbers, one row past whole workgroups, and a last stride that only some threads take.
  const small = { n: 3 * config.rows + 1, k: lanes * (config.threads + 3) };
  const limit = dtype === 'f32' ? 8 : 1;
  const exact = build(
    config,
    small,
    dtype,
    lanes,
    (operand, set) => ({ kind: 'integers', seed: inputSeed(seed, operand, set), low: -limit, high: limit }),
    [],
  );
  return build(config, shape, dtype, lanes, (operand, set) => ({ kind: 'reals', seed: inputSeed(seed, operand, set) }), [exact]);
}

/** Elements in one 16-byte load, or 1 where rows of W do not start on 16 bytes. */
function lanesOf({ k }: GemvShape, dtype: FloatType): number {
  const whole = 16 / bytesOf[dtype];
  return k % whole === 0 ? whole : 1;
}

function build(
  config: GemvConfig,
  shape: GemvShape,
  dtype: FloatType,
  lanes: number,
  fill: (operand: number, set: number) => Fill,
  cases: readonly Instance[],
): Instance {
  const { threads, rows, reduction } = config;
  const { n, k } = shape;
  const subgroups = reduction === 'subgroup';
  const code = expand('gemv.wgsl', source, {
    enable: [...(dtype === 'f16' ? ['f16'] : []), ...(subgroups ? ['subgroups'] : [])],
    alias: { Elem: dtype },
    constants: {
      THREADS: threads,
      ROWS: rows,
      LANES: lanes,
      WIDE: lanes > 1,
      HALF: dtype === 'f16',
      SUBGROUPS: subgroups,
      // Subgroups have at least 4 invocations.
      SLOTS: subgroups ? threads / 4 : threads,
    },
  });
  const input = (length: number, operand: number): BufferPlan => ({ element: dtype, length, fill: fill(operand, 0), rotates: true });
  return {
    id: `gemv/${n}x${k}/${dtype}`,
    kernel: 'gemv',
    variant: `${threads} rows ${rows} ${reduction}${lanes > 1 ? '' : ' scalar'}`,
    dtype,
    shape: { m: 1, n, k },
    words: `matrix × vector ${n}×${k}, ${dtype}`,
    ...gemvWork(shape, dtype),
    rateUnit: 'B/s',
    stages: [
      {
        shader: 'gemv',
        code,
        bindings: [
          { type: 'read-only-storage', buffer: 'w' },
          { type: 'read-only-storage', buffer: 'x' },
          { type: 'storage', buffer: 'y' },
          { type: 'uniform', buffer: 'shape' },
        ],
        workgroups: grid(Math.ceil(n / rows)),
      },
    ],
    buffers: { w: input(n * k, 0), x: input(k, 1), y: { element: dtype, length: n, fill: { kind: 'poison' }, rotates: false } },
    uniforms: { shape: uniformWords(n, k) },
    output: {
      buffer: 'y',
      matrix: { rows: 1, columns: n },
      ...(cases.length === 0 ? { compare: 'entries', tolerance: 0 } : { compare: 'rms', tolerance: tolerances[dtype] }),
    },
    oracle: (set) => oracle(shape, dtype, fill(0, set), fill(1, set)),
    cases,
  };
}

/** Every row takes part in the product, 64 are compared one by one. */
function oracle({ n, k }: GemvShape, dtype: FloatType, fillW: Fill, fillX: Fill): Oracle {
  const x = fillValues(fillX, dtype, 0, k);
  const row = new Float64Array(k);
  const entry = (index: number): number => {
    fillInto(row, fillW, dtype, index * k);
    return dot(row, x);
  };
  return {
    ranges(pick) {
      const count = Math.min(n, sampledRows);
      return Array.from({ length: count }, (_, index) => {
        const start = n <= sampledRows ? index : pick(n);
        return { start, values: Float64Array.of(entry(start)) };
      });
    },
    // y is one row of n columns: y . r for each r.
    product(vectors) {
      const [y = new Float64Array(n)] = timesVectors((index, target) => fillInto(target, fillW, dtype, index * k), n, k, [x]);
      return vectors.map((vector) => Float64Array.of(dot(y, vector)));
    },
  };
}

const sampledRows = 64;
