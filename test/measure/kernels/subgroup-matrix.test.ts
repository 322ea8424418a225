/**
 * Kernels on matrix units, which no software adapter has. Their indices are run through the polyfilled build of the same shader on
 * SwiftShader; the builds that a GPU would get are compiled on the null backend, which knows the extension.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createPipelines } from '../../../src/measure/gpu/pipelines.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { matrixPrefill, matrixPrefillCandidates } from '../../../src/measure/kernels/attention/attention-prefill-subgroup-matrix.ts';
import { matrixGemm, matrixGemmCandidates, type MatrixGemmType } from '../../../src/measure/kernels/gemm/gemm-subgroup-matrix.ts';
import type { DeviceTraits, Instance } from '../../../src/measure/kernels/instance.ts';
import { matricesFor, subgroupsOf, type SubgroupTraits } from '../../../src/measure/kernels/gemm/subgroup-matrix.ts';
import { allPassed, verify } from '../../../src/measure/protocol/verify.ts';
import type { SubgroupMatrixConfig } from '../../../src/run/run.ts';
import { nullGpu, openForTest, softwareGpu } from '../dawn.ts';

/** What adapters report: NVIDIA through Vulkan, Apple's simdgroup matrices, Intel's Xe2. */
const reported: Readonly<Record<string, readonly SubgroupMatrixConfig[]>> = {
  nvidia: [
    { component: 'f16', result: 'f16', m: 16, n: 16, k: 16 },
    { component: 'f16', result: 'f32', m: 16, n: 16, k: 16 },
    { component: 'f16', result: 'f32', m: 16, n: 8, k: 16 },
    { component: 'i8', result: 'i32', m: 16, n: 16, k: 32 },
  ],
  apple: [
    { component: 'f32', result: 'f32', m: 8, n: 8, k: 8 },
    { component: 'f16', result: 'f16', m: 8, n: 8, k: 8 },
  ],
  intel: [
    { component: 'f16', result: 'f32', m: 8, n: 16, k: 16 },
    { component: 'i8', result: 'i32', m: 8, n: 16, k: 32 },
  ],
};

const traits = (vendor: string): DeviceTraits => ({
  f16: true,
  subgroups: true,
  subgroupMin: vendor === 'intel' ? 16 : 32,
  subgroupMax: 32,
  packedDot: true,
  subgroupMatrices: reported[vendor] ?? [],
  maxInvocations: 256,
  workgroupStorage: 32_768,
  maxBinding: 2 ** 29,
});

const types: readonly MatrixGemmType[] = ['f32', 'f16', 'i8', 'i4'];
const shapes = [
  { m: 256, n: 256, k: 256 },
  { m: 250, n: 252, k: 288 },
];

describe('candidates', () => {
  it('take the widest sums that the adapter offers, and none where it offers no matrix', () => {
    expect(matricesFor('f16', traits('nvidia')).map(({ result, n }) => `${result} ${n}`)).toEqual(['f32 16', 'f32 8', 'f16 16']);
    expect(matricesFor('f16', traits('apple')).map(({ result }) => result)).toEqual(['f16']);
    expect(matricesFor('f16', { ...traits('nvidia'), f16: false })).toEqual([]);
    expect(matrixGemmCandidates({ m: 512, n: 512, k: 512 }, 'f16', { ...traits('nvidia'), subgroupMatrices: [] }, 1)).toEqual([]);
    expect(matrixGemmCandidates({ m: 512, n: 512, k: 512 }, 'i8', traits('apple'), 1)).toEqual([]);
  });

  it.each(Object.keys(reported))('%s: within the limits of the device, tiles of 128 first where they fill it', (vendor) => {
    const found = matrixGemmCandidates({ m: 4096, n: 4096, k: 4096 }, 'f16', traits(vendor), 1);
    expect(found.length).toBeGreaterThan(8);
    expect(found[0]).toMatchObject({ bm: 128, bn: 128 });
    for (const { gridM, gridN } of found) expect(gridM * gridN * 32).toBeLessThanOrEqual(256);
  });
});

describe('compiled for matrix units', () => {
  it.each(Object.keys(reported))('%s: every variant', async (vendor) => {
    const adapter = await nullGpu().requestAdapter();
    const features = ['shader-f16', 'subgroups', 'chromium-experimental-subgroup-matrix'] as GPUFeatureName[];
    const device = await adapter?.requestDevice({ requiredFeatures: features });
    if (device === undefined) throw new Error('no null device');
    const pipelines = createPipelines(device);
    const compiled = new Map<string, string>();
    const build = (instance: Instance): void => instance.stages.forEach(({ code, shader }) => compiled.set(code, shader));
    for (const dtype of types) {
      for (const shape of shapes) {
        for (const config of matrixGemmCandidates(shape, dtype, traits(vendor), 1)) {
          build(matrixGemm(config, shape, dtype, subgroupsOf(traits(vendor)), 1));
        }
      }
    }
    for (const dtype of ['f32', 'f16'] as const) {
      for (const seq of [256, 250]) {
        for (const headDim of [64, 128]) {
          const attention = { batch: 1, seq, heads: 4, kvHeads: 2, headDim };
          // The null adapter's largest subgroup is 128, and a workgroup must be a multiple of it.
          const whole = matrixPrefillCandidates(attention, dtype, traits(vendor), 1).filter(({ grid }) => grid % 4 === 0);
          for (const config of whole) build(matrixPrefill(config, attention, dtype, subgroupsOf(traits(vendor)), 1));
        }
      }
    }
    expect(compiled.size).toBeGreaterThan(4);
    for (const [code, shader] of compiled) {
      const bindings = [...code.matchAll(/^@group\(0\) @binding\(\d+\) var<(storage, read|storage, read_write|uniform)>/gm)].map(([, space]) => ({
        type: space === 'uniform' ? ('uniform' as const) : space === 'storage, read' ? ('read-only-storage' as const) : ('storage' as const),
        buffer: '',
      }));
      // The null adapter stops at 16 kB of workgroup memory; what a larger device takes is held against the limit it was chosen under.
      const used = await pipelines.compile({ shader, code, bindings }).then(
        () => 0,
        (error: Error) => Number(/total use of workgroup storage \((\d+) bytes\)/.exec(error.message)?.[1] ?? Promise.reject(error)),
      );
      expect(used).toBeLessThanOrEqual(32_768);
    }
    device.destroy();
  });
});

/** The instance and its small cases with a change in their shader. */
function planted(instance: Instance, from: string, to: string): Instance {
  return {
    ...instance,
    cases: instance.cases.map((small) => planted(small, from, to)),
    stages: instance.stages.map((stage) => {
      expect(stage.code).toContain(from);
      return { ...stage, code: stage.code.replace(from, to) };
    }),
  };
}

const gpu = await softwareGpu();

describe.skipIf(gpu === undefined)('polyfilled, on a software adapter', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  const polyfill: SubgroupTraits = { size: 16, extra: false, polyfill: true };
  const square = { component: 'f32', result: 'f32', m: 8, n: 8, k: 8 } as const;
  const flat = { component: 'f32', result: 'f32', m: 8, n: 16, k: 16 } as const;
  const bytes = { component: 'i8', result: 'i32', m: 8, n: 8, k: 16 } as const;

  // SwiftShader takes seconds for each: one or two matrices a subgroup, each build met once.
  it.each<[string, Instance]>([
    ['whole tiles', matrixGemm({ matrix: square, bm: 32, bn: 16, bk: 16, gridM: 2, gridN: 2 }, { m: 64, n: 48, k: 64 }, 'f32', polyfill, 1)],
    [
      'matrices that are not square, ragged in every direction',
      matrixGemm({ matrix: flat, bm: 16, bn: 32, bk: 16, gridM: 1, gridN: 2 }, { m: 37, n: 71, k: 52 }, 'f32', polyfill, 2),
    ],
    ['bytes', matrixGemm({ matrix: bytes, bm: 16, bn: 16, bk: 32, gridM: 2, gridN: 2 }, { m: 33, n: 67, k: 100 }, 'i8', polyfill, 3)],
    ['4-bit weights', matrixGemm({ matrix: square, bm: 16, bn: 16, bk: 16, gridM: 2, gridN: 1 }, { m: 21, n: 35, k: 96 }, 'i4', polyfill, 4)],
  ])('gemm: %s', trusted);

  it.each<[string, Instance]>([
    [
      'whole tiles, as many KV heads as heads',
      matrixPrefill({ matrix: flat, grid: 2, bk: 16 }, { batch: 1, seq: 32, heads: 2, kvHeads: 2, headDim: 64 }, 'f32', polyfill, 5),
    ],
    [
      'ragged, head dimension 128, grouped queries, batches',
      matrixPrefill({ matrix: square, grid: 2, bk: 16 }, { batch: 2, seq: 39, heads: 4, kvHeads: 2, headDim: 128 }, 'f32', polyfill, 6),
    ],
  ])('prefill: %s', trusted);

  it.each<[string, Instance, string, string]>([
    [
      'gemm loads the factor beside its own',
      matrixGemm({ matrix: square, bm: 16, bn: 16, bk: 16, gridM: 2, gridN: 1 }, { m: 32, n: 32, k: 32 }, 'f32', polyfill, 1),
      'let left0 = (own_row + 0u * FM)',
      'let left0 = (FM - own_row)',
    ],
    [
      'prefill adds the columns of another chunk',
      matrixPrefill({ matrix: flat, grid: 2, bk: 16 }, { batch: 1, seq: 32, heads: 2, kvHeads: 2, headDim: 32 }, 'f32', polyfill, 5),
      'key * ROW + 1u * BK + column',
      'key * ROW + column',
    ],
  ])('planted: %s', async (_name, instance, from, to) => {
    const loaded = await bench.load(planted(instance, from, to), 1);
    expect(await verify(bench, loaded, 1)).not.toSatisfy(allPassed);
    loaded.release();
  });

  async function trusted(_name: string, instance: Instance): Promise<void> {
    const loaded = await bench.load(instance, 2);
    const checks = await verify(bench, loaded, 1);
    expect(checks, JSON.stringify(checks)).toSatisfy(allPassed);
    loaded.release();
  }
});
