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
import { peakFma } from '../../../src/measure/kernels/peak-fma.ts';
import { fillStage } from '../../../src/measure/kernels/service.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { meetsItsJudge } from '../meets.ts';
import { attentionCases, rows } from './cases.ts';

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

  it.each(attentionCases)('%s', (_name, instance) => meetsItsJudge(bench, instance));

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
