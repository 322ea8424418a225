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
import type { BufferPlan, Instance } from '../../../src/measure/kernels/instance.ts';
import { launch } from '../../../src/measure/kernels/launch.ts';
import { memCopy, memRead } from '../../../src/measure/kernels/memory.ts';
import { peakFma } from '../../../src/measure/kernels/peak-fma.ts';
import { fillStage } from '../../../src/measure/kernels/service.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { meetsItsJudge } from '../meets.ts';

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

  const rows = { batch: 2, heads: 4, kvHeads: 2, headDim: 64 };

  const cases: [string, Instance][] = [
    ['peak multiply-add', peakFma({ threads: 512, turns: 20 }, 'f32')],
    ['stream read', memRead({ bytes: 3 * 2 ** 18 }, 7)],
    ['stream copy', memCopy({ bytes: 3 * 2 ** 18 }, 7)],
    ['launch', launch()],
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
    ['prefill, a window and sinks', attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { ...rows, seq: 96, window: 40, sinks: true }, 'f32', 20)],
    ['prefill, ragged, a window', attentionPrefill({ bq: 64, bk: 32, dc: 16, vc: 8 }, { ...rows, batch: 1, seq: 109, window: 13 }, 'f32', 21)],
    ['prefill, sinks', attentionPrefill({ bq: 32, bk: 32, dc: 16, vc: 8 }, { ...rows, batch: 1, seq: 45, sinks: true }, 'f32', 22)],
    ['prefill by rows, a window and sinks', attentionPrefill({ rows: 32, split: 1, bk: 16, keys: 4 }, { ...rows, seq: 96, window: 40, sinks: true }, 'f32', 23)],
    ['prefill by rows, ragged, a window', attentionPrefill({ rows: 32, split: 2, bk: 8, keys: 8 }, { ...rows, batch: 1, seq: 77, window: 9 }, 'f32', 24)],
    ['decode, sinks', attentionDecode({ threads: 64, keys: 32, split: 4 }, { ...rows, seq: 150, sinks: true }, 'f32', 25)],
    ['decode from a cache of bytes, sinks, 17 sequences', attentionDecode({ threads: 64, keys: 32, split: 4 }, { ...rows, batch: 17, seq: 40, sinks: true }, 'f32', 26, 'q8')],
    ['decode, ragged last split, grouped queries', attentionDecode({ threads: 64, keys: 64, split: 4 }, { ...rows, seq: 150 }, 'f32', 12)],
    [
      'decode, a thread a key, queries in workgroup memory, two tiles a workgroup',
      attentionDecode({ threads: 64, keys: 64, tiles: 2, split: 1 }, { ...rows, heads: 8, batch: 1, seq: 290 }, 'f32', 18),
    ],
    ['decode from a cache of bytes', attentionDecode({ threads: 64, keys: 32, tiles: 2, split: 4 }, { ...rows, seq: 150 }, 'f32', 19, 'q8')],
    [
      'decode, one query a group, fewer keys than a split',
      attentionDecode({ threads: 64, keys: 64, split: 8 }, { ...rows, kvHeads: 4, seq: 9 }, 'f32', 13),
    ],
    [
      'decode, eight queries a group, head dimension 128',
      attentionDecode({ threads: 64, keys: 64, split: 16 }, { batch: 1, seq: 130, heads: 16, kvHeads: 2, headDim: 128 }, 'f32', 14),
    ],
  ];

  it.each(cases)('%s', (_name, instance) => meetsItsJudge(bench, instance));

  const half: [string, Instance][] = [
    ['peak multiply-add', peakFma({ threads: 512, turns: 256 }, 'f16')],
    ['prefill, ragged, grouped queries', attentionPrefill({ bq: 64, bk: 32, dc: 16, vc: 8 }, { ...rows, seq: 77 }, 'f16', 6)],
    ['prefill by rows, ragged', attentionPrefill({ rows: 32, split: 2, bk: 16, keys: 4 }, { ...rows, seq: 77 }, 'f16', 8)],
    ['prefill, a window and sinks', attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { ...rows, seq: 77, window: 40, sinks: true }, 'f16', 20)],
    ['prefill by rows, a window and sinks', attentionPrefill({ rows: 32, split: 2, bk: 16, keys: 4 }, { ...rows, seq: 77, window: 40, sinks: true }, 'f16', 23)],
    ['decode, sinks', attentionDecode({ threads: 64, keys: 32, split: 4 }, { ...rows, seq: 150, sinks: true }, 'f16', 25)],
    ['decode, ragged last split, grouped queries', attentionDecode({ threads: 64, keys: 64, split: 4 }, { ...rows, seq: 150 }, 'f16', 7)],
    ['decode from a cache of bytes', attentionDecode({ threads: 64, keys: 64, split: 8 }, { ...rows, seq: 150 }, 'f16', 9, 'q8')],
  ];
  // SwiftShader has no f16; a Mesa driver in VK_DRIVER_FILES has.
  it.skipIf(!f16).each(half)('f16: %s', (_name, instance) => meetsItsJudge(bench, instance));

  it.each<[string, BufferPlan]>([
    ['f32 reals', { element: 'f32', length: 999, fill: { kind: 'reals', seed: 5 }, rotates: true }],
    ['f16 reals', { element: 'f16', length: 998, fill: { kind: 'reals', seed: 5 }, rotates: true }],
    ['f32 whole numbers', { element: 'f32', length: 999, fill: { kind: 'integers', seed: 9, low: -8, high: 8 }, rotates: true }],
    ['random words', { element: 'u32', length: 999, fill: { kind: 'words', seed: 5 }, rotates: true }],
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
