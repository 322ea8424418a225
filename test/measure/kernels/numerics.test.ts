/**
 * Every kernel's numbers against float64, on SwiftShader: ragged sizes, grouped queries, batches, a depth that no tile
 * divides. SwiftShader takes seconds to compile a kernel with barriers, so each variant is met once.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { fillValues } from '../../../src/measure/kernels/wgsl/fill-values.ts';
import type { BufferPlan } from '../../../src/measure/kernels/instance.ts';
import { fillStage } from '../../../src/measure/kernels/wgsl/check-kernels.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { meetsItsJudge } from '../meets.ts';
import { attentionCases, attentionHalfCases } from './cases.ts';

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

  // SwiftShader has no f16; a Mesa driver in VK_DRIVER_FILES has.
  it.skipIf(!f16).each(attentionHalfCases)('f16: %s', (_name, instance) => meetsItsJudge(bench, instance));

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
