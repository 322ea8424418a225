/**
 * A model's decode step on SwiftShader: the small model that stands beside each timed one against float64, the timed one stage by
 * stage, and faults planted in both.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { stepInstances } from '../../../src/measure/model/instance.ts';
import type { ModelShape } from '../../../src/measure/model/shape.ts';
import { allPassed, verify, verifyAfter } from '../../../src/measure/protocol/verify.ts';
import { openForTest, softwareGpu } from '../dawn.ts';

const gpu = await softwareGpu();

/** Four queries a group, norms of queries and keys. */
export const dense: ModelShape = {
  id: 'tiny',
  name: 'Tiny',
  layers: 5,
  hidden: 256,
  heads: 8,
  kvHeads: 2,
  headDim: 64,
  inter: 320,
  experts: null,
  vocab: 1000,
  qkNorm: true,
  window: null,
};
const windowed: ModelShape = { ...dense, qkNorm: false, window: { layers: 2, size: 90 } };
const experts: ModelShape = { ...dense, inter: 96, experts: { count: 10, chosen: 3 } };
const request = { weights: 'q4', batch: 1, context: 200, memory: 3e6 } as const;

describe.skipIf(gpu === undefined)('a decode step', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  it.each([
    ['decode, 4-bit weights', 'model.decode', dense, request],
    ['decode, f32 weights, windows', 'model.decode', windowed, { ...request, weights: 'f32' }],
    ['decode, 8-bit weights, three sequences', 'model.decode', dense, { ...request, weights: 'q8', batch: 3 }],
    ['decode, experts, two sequences', 'model.decode', experts, { ...request, batch: 2 }],
    ['a prompt, 4-bit weights', 'model.prefill', dense, { ...request, context: 64 }],
    ['a prompt, f32 weights', 'model.prefill', { ...dense, qkNorm: false }, { ...request, context: 64, weights: 'f32' }],
  ] as const)('%s: every logit of the small model and every stage of the timed one', async (_name, kernel, shape, asked) => {
    const [instance] = stepInstances(kernel, shape, { model: shape.id, ...asked }, opened.traits, 1);
    if (instance === undefined) throw new Error('no variant');
    const loaded = await bench.load(instance, 1);
    const checks = await verify(bench, loaded, 1);
    expect(checks, JSON.stringify(checks)).toSatisfy(allPassed);
    const encoder = opened.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    loaded.encode(pass, 5);
    pass.end();
    opened.device.queue.submit([encoder.finish()]);
    expect(await verifyAfter(bench, loaded, { links: 5, lastPass: 5 }, 2)).toMatchObject({ passed: true });
    loaded.release();
  });
});
