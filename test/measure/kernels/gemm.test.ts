/** Matrix multiply on SwiftShader: every format and way of staging, ragged in every direction, one row and 17. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { gemmCandidates, heldRegisters, shapeClass, tileCount } from '../../../src/measure/kernels/gemm/gemm-candidates.ts';
import { quantisedGemmCandidates } from '../../../src/measure/kernels/gemm/gemm-quantised.ts';
import { gemm, gemmThreads, gemmWorkgroupBytes } from '../../../src/measure/kernels/gemm/gemm.ts';
import type { DeviceTraits } from '../../../src/measure/kernels/instance.ts';
import { splitK } from '../../../src/measure/kernels/gemm/split-k.ts';
import { allPassed, verify } from '../../../src/measure/protocol/verify.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { meetsItsJudge } from '../meets.ts';
import { gemmCases, gemmHalfCases, tiny } from './cases.ts';

const gpu = await softwareGpu();
const f16 = (await gpu?.requestAdapter())?.features.has('shader-f16') === true;

const traits: DeviceTraits = {
  f16: true,
  subgroups: true,
  subgroupMin: 32,
  subgroupMax: 32,
  packedDot: true,
  subgroupMatrices: [],
  maxInvocations: 256,
  workgroupStorage: 16_384,
  maxBinding: 2 ** 29,
};

describe('candidates', () => {
  const shapes = [
    { m: 2048, n: 2048, k: 2048 },
    { m: 512, n: 4096, k: 4096 },
    { m: 64, n: 4096, k: 4096 },
    { m: 1, n: 64, k: 64 },
    { m: 256, n: 256, k: 8192 },
  ];

  it('tell the classes of shapes apart', () => {
    expect(shapes.map(shapeClass)).toEqual(['square', 'prefill', 'skinny', 'skinny', 'deep']);
  });

  it.each(shapes)('fit the limits and repeat from a seed: %o', (shape) => {
    for (const kernel of ['gemm', 'gemm.f16a16'] as const) {
      const list = gemmCandidates(shape, 'f16', traits, 5, kernel);
      expect(gemmCandidates(shape, 'f16', traits, 5, kernel)).toEqual(list);
      expect(list.length).toBeGreaterThan(8);
      for (const config of list) {
        expect(gemmThreads(config)).toBeLessThanOrEqual(256);
        expect(gemmWorkgroupBytes(config, 'f16')).toBeLessThanOrEqual(16_384);
        if (kernel === 'gemm.f16a16') expect(config).toMatchObject({ bk: 32 });
      }
    }
    for (const kernel of ['gemm.i8', 'gemm.w4a16', 'gemm.w8a16', 'gemm.w4a8'] as const)
      expect(quantisedGemmCandidates(kernel, shape, traits, 5).length).toBeGreaterThan(8);
  });

  it('share out the depth only where tiles leave a GPU idle, in whole steps', () => {
    for (const shape of shapes) {
      for (const config of gemmCandidates(shape, 'f32', traits, 5)) {
        const { split = 1, bk } = config;
        expect(tileCount(shape, config) * split).toBeLessThanOrEqual(Math.max(264, tileCount(shape, config)));
        const { depth, splits } = splitK(shape.k, bk, split);
        expect([depth % bk, splits <= split, depth * splits >= shape.k, depth * (splits - 1) < shape.k]).toEqual([0, true, true, true]);
      }
    }
    expect(gemmCandidates({ m: 256, n: 256, k: 8192 }, 'f32', traits, 5)[0]?.split).toBeGreaterThan(1);
  });

  it('store A either way, padded or not, after the three that a short plan races', () => {
    const list = gemmCandidates({ m: 2048, n: 2048, k: 2048 }, 'f32', { ...traits, workgroupStorage: 32_768 }, 5);
    expect(list.slice(0, 5).map(({ layout }) => layout)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(list.slice(5, 8).map(({ layout }) => layout)).toEqual(['transposed', 'transposed', 'transposed']);
    expect(new Set(list.map(({ layout = 'rows', padding = 4 }) => `${layout} ${padding}`))).toEqual(
      new Set(['rows 4', 'rows 0', 'transposed 4', 'transposed 0']),
    );
    for (const { layout, tm } of list) if (layout === 'transposed') expect(tm % 4).toBe(0);
  });

  it.each(shapes)('begin with one of each kind, and hold no more than registers do: %o', (shape) => {
    const list = gemmCandidates(shape, 'f32', traits, 5);
    expect(list.slice(0, 3).map(({ staging = 'once' }) => staging)).toEqual(['once', 'ahead', 'once']);
    expect(new Set(list.slice(0, 3).map(({ bm, bn }) => `${bm}x${bn}`)).size).toBe(3);
    for (const config of list) expect(heldRegisters(config, 'f32')).toBeLessThanOrEqual(160);
  });

  it('hold sums, operands and what is fetched', () => {
    const tile = { bm: 128, bn: 128, bk: 8, tm: 8, tn: 8 };
    // 64 sums, 8 vec4s of A and 8 numbers of B a step of four; ahead also one vec4 of each tile.
    expect(heldRegisters(tile, 'f32')).toBe(64 + 40);
    expect(heldRegisters({ ...tile, staging: 'ahead' }, 'f32')).toBe(64 + 40 + 8);
    expect(heldRegisters({ ...tile, layout: 'transposed', staging: 'double' }, 'f16')).toBe(64 + 16 + (16 + 4) / 2);
  });

  it('leave packed products out where WGSL has none', () => {
    const none = { ...traits, packedDot: false };
    expect(
      ['gemm.i8', 'gemm.w4a8', 'gemm.w4a16'].map(
        (kernel) => quantisedGemmCandidates(kernel as 'gemm.i8', { m: 64, n: 64, k: 64 }, none, 1).length > 0,
      ),
    ).toEqual([false, false, true]);
  });
});

describe.skipIf(gpu === undefined)('on a software adapter', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  it.each(gemmCases)('%s', (_name, instance) => meetsItsJudge(bench, instance));

  it('variants share their data, and each its own scratch', async () => {
    const shape = { m: 32, n: 48, k: 96 };
    const lender = await bench.load(gemm(tiny, shape, 'f32', 11), 2);
    const other = await bench.load(gemm({ ...tiny, split: 3 }, shape, 'f32', 11), 2, lender);
    expect([other.buffer('a') === lender.buffer('a'), other.output === lender.output]).toEqual([true, true]);
    expect(await verify(bench, other, 1)).toSatisfy(allPassed);
    other.release();
    expect(await verify(bench, lender, 1)).toSatisfy(allPassed);
    // Other data, or another number of sets, are not lent.
    const stranger = await bench.load(gemm(tiny, shape, 'f32', 12), 2, lender);
    expect(stranger.buffer('a')).not.toBe(lender.buffer('a'));
    stranger.release();
    lender.release();
  });

  it.skipIf(!f16).each(gemmHalfCases)('f16: %s', (_name, instance) => meetsItsJudge(bench, instance));
});
