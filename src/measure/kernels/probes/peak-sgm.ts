/** The ceiling of matrix units: products of fragments that never leave their registers, for one configuration of the adapter. */
import source from '../../../../shaders/peak-sgm.wgsl?raw';
import type { SubgroupMatrixConfig } from '../../../run/run.ts';
import { expand } from '../wgsl/preprocess.ts';
import { fillValues } from '../wgsl/fill-values.ts';
import { bytesOf, inputSeed, uniformWords, type BufferPlan, type DeviceTraits, type Fill, type Instance } from '../instance.ts';
import { matrixAliases, matrixExtensions, subgroupsOf } from '../gemm/subgroup-matrix.ts';

export interface MatrixPeakShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly groups: number;
  readonly turns: number;
}

/** Sums that a subgroup keeps: enough to hide the latency of a product, few enough for its registers; which is best differs. */
const grids = [
  { rows: 2, columns: 4 },
  { rows: 4, columns: 4 },
] as const;
type Grid = (typeof grids)[number];
/** Registers for sums that a thread of the largest subgroup may hold: with 128, compilers for NVIDIA's GPUs spilled. */
const mostSums = 64;

const subgroupsPerGroup = 4;
const slots = 16;
/** Whole numbers up to here are exact in f16. */
const exactInHalf = 2048;

/** None for a configuration that the adapter does not report. */
export function matrixPeakCandidates(
  shape: MatrixPeakShape,
  { component, result }: Pick<SubgroupMatrixConfig, 'component' | 'result'>,
  traits: DeviceTraits,
  seed: number,
): Instance[] {
  const config = traits.subgroupMatrices.find(
    (known) => known.component === component && known.result === result && known.m === shape.m && known.n === shape.n && known.k === shape.k,
  );
  if (config === undefined || traits.subgroupMax === 0) return [];
  // Sums of ones and minus ones that no turn takes out of f16.
  const turns = result === 'f16' ? Math.min(shape.turns, Math.floor(exactInHalf / shape.k)) : shape.turns;
  const fitting = grids.filter(({ rows, columns }) => (rows * columns * shape.m * shape.n * bytesOf[result]) / 4 / traits.subgroupMax <= mostSums);
  return fitting.map((grid) => ({
    ...build(config, grid, { ...shape, turns }, traits, seed),
    twice: build(config, grid, { ...shape, turns: 2 * turns }, traits, seed),
  }));
}

function build(
  config: SubgroupMatrixConfig,
  { rows, columns }: Grid,
  { groups, turns }: MatrixPeakShape,
  traits: DeviceTraits,
  seed: number,
): Instance {
  const { component, result, m, n, k } = config;
  const subgroups = subgroupsOf(traits);
  const threads = Math.max(subgroups.size, Math.min(traits.maxInvocations, subgroupsPerGroup * subgroups.size));
  const units = threads / Math.max(traits.subgroupMin, subgroupsPerGroup);
  const packed = component === 'i8';
  const limit = result === 'f16' ? 1 : 2;
  const fill = (operand: number): Fill =>
    packed ? { kind: 'words', seed: inputSeed(seed, operand, 0) } : { kind: 'integers', seed: inputSeed(seed, operand, 0), low: -limit, high: limit };
  const input = (elements: number, operand: number): BufferPlan => ({
    element: packed ? 'u32' : component,
    length: packed ? elements / 4 : elements,
    fill: fill(operand),
    rotates: false,
  });
  const buffers = { left: input(rows * m * k, 0), right: input(columns * k * n, 1) };
  return {
    id: `peak.sgm/${m}x${n}x${k}/${component}-${result}`,
    kernel: 'peak.sgm',
    variant: `${rows}x${columns} sums ${groups}x${threads}`,
    dtype: component,
    shape: { m, n, k, groups, turns },
    words: `peak of ${m}×${n}×${k} matrices, ${component} to ${result}`,
    flops: 2 * m * n * k * rows * columns * units * turns * groups,
    bytes: (packed ? 1 : bytesOf[component]) * k * (rows * m + columns * n),
    rateUnit: packed ? 'OP/s' : 'FLOP/s',
    arithmetic: 'matrix',
    stages: [
      {
        shader: 'peak-sgm',
        code: expand('peak-sgm.wgsl', source, {
          enable: matrixExtensions(config, subgroups),
          alias: { Store: packed ? 'u32' : component, Out: result, ...matrixAliases(config, subgroups) },
          constants: { THREADS: threads, M: m, N: n, K: k, ROWS: rows, COLUMNS: columns, UNITS: units, SLOTS: slots },
        }),
        bindings: [
          { type: 'read-only-storage', buffer: 'left' },
          { type: 'read-only-storage', buffer: 'right' },
          { type: 'storage', buffer: 'sums' },
          { type: 'uniform', buffer: 'params' },
        ],
        workgroups: [groups, 1, 1],
      },
    ],
    buffers: {
      ...buffers,
      sums: { element: result, length: slots * rows * columns * m * n, fill: { kind: 'poison' }, rotates: false },
    },
    uniforms: { params: uniformWords(turns) },
    output: { buffer: 'sums', matrix: null, compare: 'entries', tolerance: 0 },
    oracle: () => ({
      ranges: () => {
        const left = elements(buffers.left, packed);
        const right = elements(buffers.right, packed);
        const values = Float64Array.from({ length: rows * columns * m * n }, (_, at) => {
          const [pair, entry] = [Math.floor(at / (m * n)), at % (m * n)];
          const [i, j, row, column] = [Math.floor(pair / columns), pair % columns, Math.floor(entry / n), entry % n];
          let sum = 0;
          for (let step = 0; step < k; step++) sum += (left[(i * m + row) * k + step] ?? NaN) * (right[(j * k + step) * n + column] ?? NaN);
          return turns * sum;
        });
        return Array.from({ length: Math.min(slots, groups) }, (_, slot) => ({ start: slot * values.length, values }));
      },
    }),
    cases: [],
  };
}

/** The numbers in an input: themselves, or the four signed bytes of each word. */
function elements({ fill, element, length }: BufferPlan, packed: boolean): Float64Array {
  const values = fillValues(fill, element, 0, length);
  return packed ? Float64Array.from({ length: 4 * length }, (_, at) => ((values[at >> 2] ?? 0) << (24 - 8 * (at & 3))) >> 24) : values;
}
