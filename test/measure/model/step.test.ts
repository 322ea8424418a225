/**
 * A model's step on a processor: the small model that stands beside each timed one against float64, the timed one stage by stage,
 * and faults planted in either.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import type { Instance, Stage } from '../../../src/measure/kernels/instance.ts';
import { stepInstances } from '../../../src/measure/model/instance.ts';
import { familyOf, plainFamily } from '../../../src/measure/model/families.ts';
import type { ModelShape } from '../../../src/measure/model/shape.ts';
import { allPassed, verify, verifyAfter } from '../../../src/measure/protocol/verify.ts';
import { openForTest, softwareGpu } from '../dawn.ts';

const gpu = await softwareGpu();
const f16 = (await gpu?.requestAdapter())?.features.has('shader-f16') === true;

/** Two queries a group. */
const dense: ModelShape = {
  id: 'tiny',
  name: 'Tiny',
  layers: 3,
  hidden: 128,
  heads: 4,
  kvHeads: 2,
  headDim: 64,
  inter: 128,
  experts: null,
  vocab: 600,
  ...plainFamily,
  window: null,
};
/** Routed experts, windows in two layers of three, norms of queries and keys. */
const experts: ModelShape = { ...dense, qkNorm: true, inter: 96, experts: { count: 10, chosen: 3 }, window: { layers: 2, size: 90 } };
/** Widths and experts that tiles divide: a prompt’s products have no ragged tile. */
const routed: ModelShape = { ...dense, layers: 2, inter: 64, experts: { count: 16, chosen: 3 }, window: { layers: 1, size: 40 } };
const asked = { model: 'tiny', weights: 'q4', batch: 1, context: 200, memory: 1e9 } as const;

describe.skipIf(gpu === undefined)('a model’s step', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  const made = (kernel: 'model.decode' | 'model.prefill', shape: ModelShape, request: Parameters<typeof stepInstances>[2]): Instance => {
    const [make] = stepInstances(kernel, shape, request, opened.traits, 1);
    if (make === undefined) throw new Error('no variant');
    return make();
  };
  const checksOf = async (instance: Instance): Promise<Awaited<ReturnType<typeof verify>>> => {
    const loaded = await bench.load(instance, 1);
    try {
      return await verify(bench, loaded, 1);
    } finally {
      loaded.release();
    }
  };

  const holds = async (kernel: 'model.decode' | 'model.prefill', shape: ModelShape, request: Parameters<typeof stepInstances>[2]): Promise<void> => {
    const instance = made(kernel, shape, request);
    const codes = (stages: readonly Stage[]): Set<string> => new Set(stages.map(({ code }) => code));
    // What is judged whole is what is timed.
    expect(codes(instance.cases[0]?.stages ?? [])).toEqual(codes(instance.stages));
    const loaded = await bench.load(instance, 1);
    const checks = await verify(bench, loaded, 1);
    expect(checks, JSON.stringify(checks)).toSatisfy(allPassed);
    const encoder = opened.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    loaded.encode(pass, 2);
    pass.end();
    opened.device.queue.submit([encoder.finish()]);
    expect(await verifyAfter(bench, loaded, { links: 2, lastPass: 2 }, 2)).toMatchObject({ passed: true });
    loaded.release();
  };

  it.each([
    ['decode with experts, windows and norms of queries and keys; 4-bit weights', 'model.decode', experts, asked],
    ['decode of three sequences, layers in turn; f32 weights', 'model.decode', dense, { ...asked, weights: 'f32', batch: 3, memory: 1e6 }],
    ['decode with the biases, sinks and gate of gpt-oss', 'model.decode', { ...experts, ...familyOf('gpt-oss') }, { ...asked, batch: 2 }],
    ['a prompt; 4-bit weights', 'model.prefill', { ...dense, layers: 2 }, { ...asked, context: 32 }],
    [
      'a prompt with the biases of Qwen2; 8-bit weights',
      'model.prefill',
      { ...dense, ...familyOf('qwen2.5'), layers: 2 },
      { ...asked, weights: 'q8', context: 32 },
    ],
    [
      'two prompts through experts with windows, biases, sinks and gate of gpt-oss',
      'model.prefill',
      { ...routed, ...familyOf('gpt-oss') },
      { ...asked, batch: 2, context: 64 },
    ],
    [
      'a prompt through experts, norms of queries and keys; f32 weights',
      'model.prefill',
      { ...routed, qkNorm: true, window: null },
      { ...asked, weights: 'f32', context: 32 },
    ],
  ] as const)('%s', (_name, kernel, shape, request) => holds(kernel, shape, request));

  it.skipIf(!f16).each([
    [
      'decode of three sequences, norms of queries and keys; f16 weights',
      'model.decode',
      { ...dense, qkNorm: true },
      { ...asked, weights: 'f16', batch: 3 },
    ],
    [
      'decode with experts, windows, biases, sinks and gate of gpt-oss; 4-bit weights',
      'model.decode',
      { ...experts, ...familyOf('gpt-oss') },
      { ...asked, batch: 2 },
    ],
    ['a prompt; 8-bit weights', 'model.prefill', { ...dense, layers: 2 }, { ...asked, weights: 'q8', context: 32 }],
    ['a prompt through experts with windows; 4-bit weights', 'model.prefill', routed, { ...asked, context: 64 }],
  ] as const)('f16 activations: %s', (_name, kernel, shape, request) => holds(kernel, shape, request));

  type Change = (stages: readonly Stage[]) => Stage[];
  const rebind =
    (shader: string, which: number, from: string, to: string): Change =>
    (stages) => {
      let seen = 0;
      return stages.map((stage) => {
        if (stage.shader !== shader || seen++ !== which) return stage;
        expect(stage.bindings.map(({ buffer }) => buffer)).toContain(from);
        return { ...stage, bindings: stage.bindings.map((binding) => (binding.buffer === from ? { ...binding, buffer: to } : binding)) };
      });
    };
  const rewrite =
    (shader: string, from: string, to: string): Change =>
    (stages) =>
      stages.map((stage) => (stage.shader === shader ? { ...stage, code: stage.code.replaceAll(from, to) } : stage));
  const without =
    (first: number, count: number): Change =>
    (stages) => [...stages.slice(0, first), ...stages.slice(first + count)];

  const skip =
    (shader: string, which: number): Change =>
    (stages) => {
      let seen = 0;
      return stages.filter((stage) => stage.shader !== shader || seen++ !== which);
    };

  const inSmall = (instance: Instance, change: Change): Instance => ({
    ...instance,
    cases: instance.cases.map((small) => ({ ...small, stages: change(small.stages) })),
  });
  const inTimed = (instance: Instance, change: Change): Instance => ({ ...instance, cases: [], stages: change(instance.stages) });

  describe.each([['decode with experts', experts, asked]] as const)('faults in %s', (_name, shape, request) => {
    const faulty = (where: typeof inSmall, change: Change): Instance => where(made('model.decode', shape, request), change);

    it.each<[string, Change]>([
      ['a layer is skipped', without(16, 15)],
      ['a dispatch is skipped', without(5, 1)],
      ['two layers share one cache', rebind('rope', 1, '1.k', '0.k')],
      ['the second layer attends to the first one’s values', rebind('attention-decode', 1, '1.v', '0.v')],
      ['the held layers come in the wrong order', rebind('gemv-quantised', 1, '0.output.w', '1.output.w')],
      ['the branch reads the wrong norm', rebind('gemv-quantised', 2, 'n2', 'n1')],
      ['experts are added by equal shares', rewrite('combine', 'shares[slot] *', '0.3333 *')],
      ['a head is swapped', rewrite('rope', '(row * shape.heads + head)', '(row * shape.heads + (head ^ 1u))')],
      ['every window is one key short', rewrite('attention-decode', 'first + key0 + row < shape.seq', 'first + key0 + row + 1u < shape.seq')],
    ])('%s: the small model shows it', async (_fault, change) => {
      const instance = faulty(inSmall, change);
      const [check] = await checksOf(instance);
      expect(check).toMatchObject({ kind: 'sampled', passed: false });
    });

    it.each<[string, Change, string]>([
      ['the last layer’s gate reads the wrong rows', rebind('gemv-experts', 4, 'n2', 'n1'), 'gate·up'],
      ['experts of another layer', rebind('gemv-experts', 5, '2.down.w', '1.down.w'), 'down'],
      ['the cache keeps the key before last', rebind('rope', 2, '2.k', '1.k'), 'keys in the cache'],
      ['a word outside the vocabulary', rewrite('sample-reduce', '= winner.y', '= winner.y + 1000u'), 'draw'],
      ['the noise stands still', rewrite('sample', 'shape.seed + steps[row]', 'shape.seed'), 'draw'],
    ])('%s: the timed model shows it', async (_fault, change, of) => {
      const checks = await checksOf(faulty(inTimed, change));
      expect(checks.at(-1)).toMatchObject({ passed: false, of });
    });

    it.each<[string, Change]>([
      ['the order of slots is that of the layer before', skip('by-expert', 1)],
      ['both products of an expert read the same weights', rebind('gemm-experts', 1, '0.down.w', '0.up.w')],
      ['a window of one layer alone is forgotten', rewrite('attention-prefill', 'key + shape.window <=', 'key + 4096u <=')],
      ['an expert’s bias is that of its neighbour', rewrite('combine', 'bias[chosen[slot] * shape.n', 'bias[(chosen[slot] ^ 1u) * shape.n')],
      ['the layers share one head’s sinks', rewrite('attention-prefill', 'sinks[head]', 'sinks[0u]')],
    ])('in a prompt, %s: the small model shows it', async (_fault, change) => {
      const prompt = made('model.prefill', { ...routed, ...familyOf('gpt-oss') }, { ...asked, batch: 2, context: 64 });
      const [check] = await checksOf(inSmall(prompt, change));
      expect(check).toMatchObject({ kind: 'sampled', passed: false });
    });

    it('a NaN in one weight: rows that are not finite', async () => {
      const instance = made('model.decode', shape, request);
      const poisoned = {
        ...instance,
        cases: [],
        buffers: { ...instance.buffers, 'head.scales': { ...instance.buffers['head.scales'], fill: { kind: 'poison' } } },
      } as Instance;
      expect(await checksOf(poisoned)).not.toSatisfy(allPassed);
    });
  });
});
