/**
 * Every kernel's numbers against float64, on SwiftShader: ragged sizes, grouped queries, batches, a depth that no tile
 * divides. SwiftShader takes seconds to compile a kernel with barriers, so each variant is met once.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { attentionDecode } from '../../../src/measure/kernels/attention-decode.ts';
import { attentionPrefill } from '../../../src/measure/kernels/attention-prefill.ts';
import { fillValues } from '../../../src/measure/kernels/fill-values.ts';
import { gemm, gemmConfigs } from '../../../src/measure/kernels/gemm.ts';
import { gemv } from '../../../src/measure/kernels/gemv.ts';
import type { BufferPlan, Instance } from '../../../src/measure/kernels/instance.ts';
import { launch } from '../../../src/measure/kernels/launch.ts';
import { memCopy, memRead } from '../../../src/measure/kernels/memory.ts';
import { peakFma } from '../../../src/measure/kernels/peak-fma.ts';
import { fillStage } from '../../../src/measure/kernels/service.ts';
import { allPassed, verify, verifyAfter } from '../../../src/measure/protocol/verify.ts';
import { openForTest, softwareGpu } from '../dawn.ts';

const gpu = await softwareGpu();
const f16 = (await gpu?.requestAdapter())?.features.has('shader-f16') === true;

describe.skipIf(gpu === undefined)('numbers on a software adapter', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  const { '16x64': flat, '32x32': small, '64x64/64': dense } = gemmConfigs;
  const rows = { batch: 2, heads: 4, kvHeads: 2, headDim: 64 };

  const cases: [string, Instance][] = [
    ['peak multiply-add', peakFma({ threads: 512, turns: 20 }, 'f32')],
    ['stream read', memRead({ bytes: 3 * 2 ** 18 }, 7)],
    ['stream copy', memCopy({ bytes: 3 * 2 ** 18 }, 7)],
    ['launch', launch()],
    ['gemm, whole tiles, several rows of tiles', gemm(small, { m: 320, n: 64, k: 48 }, 'f32', 1)],
    ['gemm, ragged, whole vec4s', gemm(small, { m: 37, n: 72, k: 52 }, 'f32', 2)],
    ['gemm, ragged in every direction', gemm(small, { m: 33, n: 35, k: 37 }, 'f32', 3)],
    ['gemm of one row', gemm(flat, { m: 1, n: 64, k: 64 }, 'f32', 4)],
    ['gemm, 8x8 a thread', gemm(dense, { m: 128, n: 64, k: 24 }, 'f32', 5)],
    ['gemv, subgroups', gemv({ threads: 64, rows: 4, reduction: 'subgroup' }, { n: 33, k: 1000 }, 'f32', 6)],
    ['gemv, workgroup memory', gemv({ threads: 128, rows: 2, reduction: 'shared' }, { n: 33, k: 2052 }, 'f32', 7)],
    ['gemv, depth not a multiple of 4', gemv({ threads: 32, rows: 4, reduction: 'shared' }, { n: 9, k: 333 }, 'f32', 8)],
    ['prefill, whole tiles, grouped queries', attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { ...rows, seq: 64 }, 'f32', 9)],
    ['prefill, ragged', attentionPrefill({ bq: 32, bk: 32, dc: 16, vc: 8 }, { ...rows, batch: 1, seq: 45 }, 'f32', 10)],
    [
      'prefill shorter than a tile, head dimension 128',
      attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { batch: 1, seq: 7, heads: 2, kvHeads: 2, headDim: 128 }, 'f32', 11),
    ],
    ['prefill by rows, whole tiles, grouped queries', attentionPrefill({ rows: 32, split: 1, bk: 16, keys: 4 }, { ...rows, seq: 64 }, 'f32', 15)],
    ['prefill by rows, ragged', attentionPrefill({ rows: 32, split: 1, bk: 8, keys: 8 }, { ...rows, kvHeads: 4, batch: 1, seq: 77 }, 'f32', 16)],
    [
      'prefill by rows, two threads a query, head dimension 128, shorter than a tile',
      attentionPrefill({ rows: 32, split: 2, bk: 8, keys: 4 }, { batch: 2, seq: 21, heads: 2, kvHeads: 1, headDim: 128 }, 'f32', 17),
    ],
    ['decode, ragged last split, grouped queries', attentionDecode({ threads: 64, keys: 64, split: 4 }, { ...rows, seq: 150 }, 'f32', 12)],
    [
      'decode, one query a group, fewer keys than a split',
      attentionDecode({ threads: 64, keys: 64, split: 8 }, { ...rows, kvHeads: 4, seq: 9 }, 'f32', 13),
    ],
    [
      'decode, eight queries a group, head dimension 128',
      attentionDecode({ threads: 64, keys: 64, split: 16 }, { batch: 1, seq: 130, heads: 16, kvHeads: 2, headDim: 128 }, 'f32', 14),
    ],
  ];

  const meets = async (_name: string, instance: Instance): Promise<void> => {
    const loaded = await bench.load(instance, 2);
    const checks = await verify(bench, loaded, 1);
    expect(checks, JSON.stringify(checks)).toSatisfy(allPassed);
    // Two links end on set 1, three on set 0; the next check counts what ran since the poison.
    await loaded.poison();
    let ran = 0;
    for (const links of [2, 3]) {
      const encoder = opened.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      loaded.encode(pass, links);
      pass.end();
      opened.device.queue.submit([encoder.finish()]);
      ran += links;
      expect(await verifyAfter(bench, loaded, { links: ran, lastPass: links }, 2)).toMatchObject({ passed: true });
    }
    loaded.release();
  };

  it.each(cases)('%s', meets);

  const half: [string, Instance][] = [
    ['peak multiply-add', peakFma({ threads: 512, turns: 256 }, 'f16')],
    ['gemm, whole tiles', gemm(small, { m: 64, n: 64, k: 48 }, 'f16', 1)],
    ['gemm, ragged in every direction', gemm(small, { m: 33, n: 35, k: 37 }, 'f16', 2)],
    ['gemm, ragged, whole vec4s, large tile', gemm(gemmConfigs['128x64'], { m: 130, n: 68, k: 36 }, 'f16', 3)],
    ['gemv, subgroups, eight at once', gemv({ threads: 64, rows: 4, reduction: 'subgroup' }, { n: 33, k: 1000 }, 'f16', 4)],
    ['gemv, depth not a multiple of 8', gemv({ threads: 32, rows: 4, reduction: 'shared' }, { n: 9, k: 333 }, 'f16', 5)],
    ['prefill, ragged, grouped queries', attentionPrefill({ bq: 64, bk: 32, dc: 16, vc: 8 }, { ...rows, seq: 77 }, 'f16', 6)],
    ['prefill by rows, ragged', attentionPrefill({ rows: 32, split: 2, bk: 16, keys: 4 }, { ...rows, seq: 77 }, 'f16', 8)],
    ['decode, ragged last split, grouped queries', attentionDecode({ threads: 64, keys: 64, split: 4 }, { ...rows, seq: 150 }, 'f16', 7)],
  ];
  // SwiftShader has no f16; a Mesa driver in VK_DRIVER_FILES has.
  it.skipIf(!f16).each(half)('f16: %s', meets);

  it.each<[string, BufferPlan]>([
    ['f32 reals', { element: 'f32', length: 999, fill: { kind: 'reals', seed: 5 }, rotates: true }],
    ['f16 reals', { element: 'f16', length: 998, fill: { kind: 'reals', seed: 5 }, rotates: true }],
    ['f32 whole numbers', { element: 'f32', length: 999, fill: { kind: 'integers', seed: 9, low: -8, high: 8 }, rotates: true }],
    ['u32 series', { element: 'u32', length: 999, fill: { kind: 'arithmetic', base: 3, step: 0x9e3779b1 }, rotates: false }],
    ['poison', { element: 'f32', length: 999, fill: { kind: 'poison' }, rotates: false }],
  ])('fill writes on the GPU what the CPU computes: %s', async (_name, plan) => {
    const buffer = bench.allocate(4000);
    await bench.serve(fillStage(plan, 0), [buffer]);
    const bytes = await bench.read(buffer, [{ offset: 0, size: 4 * Math.ceil((plan.length * (plan.element === 'f16' ? 2 : 4)) / 4) }]);
    const expected = fillValues(plan.fill, plan.element, 0, plan.length);
    const { decodeRanges } = await import('../../../src/measure/protocol/judge.ts');
    expect([...decodeRanges(bytes, [{ start: 0, values: expected }], plan.element)]).toEqual([...expected]);
    buffer.destroy();
  });
});
