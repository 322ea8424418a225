import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { model } from '../../src/catalogue/models.ts';
import { PassCurves } from '../../src/model/pass-curves.ts';
import { RememberedPasses } from '../../src/model/remembered-passes.ts';
import { Recent } from '../../src/model/ring-buffer.ts';
import { stage, type Operators } from '../../src/model/step.ts';

/** Every argument moves a time, so that none can be exchanged or dropped unseen. */
const operators: Operators = {
  gemm: (_part, m, n, k) => 1e-6 + 1e-15 * n * k * (1 + m ** 0.9) + (_part === 'head' ? 1e-5 * m : 0),
  decodeAttention: (batch, context, heads, kvHeads) => 1e-6 + 1e-9 * batch * context + 1e-8 * heads + 1e-8 * kvHeads,
  prefillAttention: (batch, tokens, prefix, heads) => 2e-6 + 1e-9 * batch * tokens * (prefix + tokens / 2) + 1e-8 * heads + 1e-7 * batch,
  mlaDecode: () => 0,
  mlaPrefill: () => 0,
  experts: () => 0,
  elementwise: (bytes, launches) => 1e-12 * bytes + 1e-7 * launches,
  allReduce: (n, bytes) => 1e-6 * n + 1e-11 * bytes,
  allToAll: () => 0,
  gatherAndScatter: () => 0,
  linked: true,
  pointToPoint: (bytes) => 1e-6 + 1e-11 * bytes,
};
const llama = model('llama-3.1-8b');
if (!llama) throw new Error('no Llama');
const laidOut = stage(llama, { tensor: 2, pipeline: 2, expert: 1, attentionData: 1 }, operators);

describe('curves of passes', () => {
  it('answer what the operators add up to, within 1e-10, whatever was asked before', () => {
    const ask = fc.record({
      batch: fc.constantFrom(1, 2.5, 7, 33, 64, 100.25, 500),
      tokens: fc.constantFrom(1, 12, 100, 333.5, 4096),
      context: fc.constantFrom(64, 1000, 9000.5),
      width: fc.constantFrom(1, 4),
      prompts: fc.constantFrom(1, 1.5, 3),
      prefix: fc.constantFrom(0, 500, 8192),
    });
    const truth = new RememberedPasses(laidOut);
    const curves = new PassCurves(laidOut);
    expect(curves.pipeline).toBe(2);
    const near = (value: number, expected: number): void => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-10);
    fc.assert(
      fc.property(fc.array(ask, { minLength: 1, maxLength: 40 }), (asks) => {
        for (const { batch, tokens, context, width, prompts, prefix } of asks) {
          near(curves.decode(batch, context, width), truth.decode(batch, context, width));
          near(curves.mixed(batch, width, context, prompts, tokens, prefix), truth.mixed(batch, width, context, prompts, tokens, prefix));
          near(curves.prefill(prompts, tokens, prefix), truth.prefill(prompts, tokens, prefix));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('compute attention once for a step and the mixed passes beside it, and for a prompt that comes again', () => {
    let decodes = 0;
    let prefills = 0;
    const counting: Operators = {
      ...operators,
      decodeAttention: (...of) => ((decodes += 1), operators.decodeAttention(...of)),
      prefillAttention: (...of) => ((prefills += 1), operators.prefillAttention(...of)),
    };
    const curves = new PassCurves(stage(llama, { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 }, counting));
    curves.decode(8, 1000, 1);
    curves.mixed(8, 1, 1000, 1, 256, 0);
    curves.mixed(8, 1, 1000, 1, 256, 256);
    curves.prefill(1, 256, 0);
    curves.prefill(1, 256, 256);
    expect([decodes, prefills]).toEqual([1, 2]);
    curves.decode(8, 1001, 1);
    curves.decode(9, 1001, 1);
    expect(decodes).toBe(3);
    // Four chunks are remembered: the fifth forgets the first.
    for (const prefix of [512, 768, 1024]) curves.prefill(1, 256, prefix);
    expect(prefills).toBe(5);
    curves.prefill(1, 256, 256);
    expect(prefills).toBe(5);
    curves.prefill(1, 256, 0);
    expect(prefills).toBe(6);
  });
});

describe('a ring buffer of results', () => {
  it('finds what it holds by all three numbers, and forgets the oldest', () => {
    const recent = new Recent(2);
    expect(recent.find(1, 2, 3)).toBe(-1);
    const first = recent.place(1, 2, 3);
    const second = recent.place(4, 5, 6);
    expect(first).not.toBe(second);
    expect(recent.find(1, 2, 3)).toBe(first);
    expect(recent.find(4, 5, 6)).toBe(second);
    expect(recent.find(0, 2, 3)).toBe(-1);
    expect(recent.find(1, 0, 3)).toBe(-1);
    expect(recent.find(1, 2, 0)).toBe(-1);
    expect(recent.place(7, 8, 9)).toBe(first);
    expect(recent.find(1, 2, 3)).toBe(-1);
    expect(recent.find(4, 5, 6)).toBe(second);
  });
});
