import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOperator } from '../../src/estimate/operators/operator-query.ts';

/** A chip of one's own, so that rates can be changed one at a time. */
const chipOf = (bandwidth: number, peak: number, link: number) => ({
  name: 'test chip',
  class: 'nvidia-datacenter',
  memoryBytes: 8e10,
  memoryBandwidth: bandwidth,
  peak: { bf16: peak, fp8: 2 * peak, fp4: 4 * peak, int8: 2 * peak },
  scaleUp: { bandwidth: link, size: 8 },
});

const size = (most: number) => fc.integer({ min: 1, max: most });
const attention = {
  dtype: fc.constantFrom('bf16', 'fp8'),
  kvDtype: fc.constantFrom('bf16', 'fp8'),
  batch: size(256),
  seq: size(65_536),
  heads: fc.constantFrom(8, 32, 64),
  kvHeads: fc.constantFrom(1, 4, 8),
  headDim: fc.constantFrom(64, 128),
  window: fc.constantFrom(0, 128, 4096),
};
const latent = {
  dtype: fc.constant('bf16'),
  kvDtype: fc.constantFrom('bf16', 'fp8'),
  batch: size(256),
  seq: size(65_536),
  heads: fc.constantFrom(16, 128),
};
const collective = { accelerators: fc.constantFrom(2, 4, 8), bytes: size(1e9), launch: fc.constantFrom('graph', 'eager') };
const dtype = fc.constantFrom('bf16', 'fp8', 'fp8_block', 'nvfp4', 'mxfp4', 'int8', 'int8_wo', 'int4_wo');

/** A query of every kind, and the fields by which its work grows. */
const queries = fc.oneof(
  fc.record({ op: fc.constant('gemm'), dtype, m: size(20_000), n: size(20_000), k: size(20_000) }).map((q) => ({ q, grows: ['m', 'n', 'k'] })),
  fc
    .record({ op: fc.constant('attention.prefill'), ...attention, prefix: fc.integer({ min: 0, max: 10_000 }) })
    .map((q) => ({ q, grows: ['batch', 'seq', 'prefix'] })),
  fc.record({ op: fc.constant('attention.decode'), ...attention }).map((q) => ({ q, grows: ['batch', 'seq'] })),
  fc.record({ op: fc.constantFrom('mla.prefill', 'mla.decode'), ...latent }).map((q) => ({ q, grows: ['batch', 'seq'] })),
  fc
    .record({
      op: fc.constant('moe'),
      dtype,
      tokens: size(20_000),
      hidden: fc.constantFrom(2048, 7168),
      inter: fc.constantFrom(768, 2048),
      topK: size(8),
      experts: fc.constantFrom(8, 128, 256),
      moeTensor: fc.constantFrom(1, 2),
      moeExpert: fc.constantFrom(1, 8),
      routing: fc.constantFrom('balanced', 'power_law_1.01', 'power_law_1.2'),
    })
    .map((q) => ({ q, grows: ['hidden', 'inter'] })),
  fc.record({ op: fc.constantFrom('allReduce', 'allGather', 'reduceScatter', 'allToAll'), ...collective }).map((q) => ({ q, grows: ['bytes'] })),
);

function secondsOf(query: Readonly<Record<string, unknown>>): { value: number; low: number; high: number } {
  const answer = answerOperator(query);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value.seconds;
}

/** Rounding of sums and powers. */
const slack = 1 + 1e-9;

describe('laws of every operator', () => {
  it('more bandwidth, compute or link is never slower', () => {
    const factors = fc.tuple(
      fc.double({ min: 1, max: 4, noNaN: true }),
      fc.double({ min: 1, max: 4, noNaN: true }),
      fc.double({ min: 1, max: 4, noNaN: true }),
    );
    fc.assert(
      fc.property(queries, factors, ({ q }, [a, b, c]) => {
        const slow = secondsOf({ ...q, accelerator: chipOf(2e12, 5e14, 3e11) });
        const fast = secondsOf({ ...q, accelerator: chipOf(2e12 * a, 5e14 * b, 3e11 * c) });
        expect(fast.value).toBeLessThanOrEqual(slow.value * slack);
      }),
      { numRuns: 400 },
    );
  });

  it('more work is never faster', () => {
    fc.assert(
      fc.property(queries, fc.integer({ min: 1, max: 5000 }), ({ q, grows }, more) => {
        const accelerator = chipOf(2e12, 5e14, 3e11);
        const before = secondsOf({ ...q, accelerator });
        for (const key of grows) {
          const grown = { ...q, [key]: Number((q as Record<string, unknown>)[key]) + more, accelerator };
          expect(secondsOf(grown).value).toBeGreaterThanOrEqual(before.value / slack);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('more tokens through balanced experts are never faster', () => {
    fc.assert(
      fc.property(size(20_000), size(5000), fc.constantFrom(1, 8), (tokens, more, moeExpert) => {
        const base = {
          op: 'moe',
          dtype: 'fp8',
          hidden: 4096,
          inter: 1536,
          topK: 8,
          experts: 128,
          moeExpert,
          routing: 'balanced',
          accelerator: chipOf(2e12, 5e14, 3e11),
        };
        expect(secondsOf({ ...base, tokens: tokens + more }).value).toBeGreaterThanOrEqual(secondsOf({ ...base, tokens }).value / slack);
      }),
    );
  });

  it('intervals contain the value, and every time is finite and positive', () => {
    fc.assert(
      fc.property(queries, ({ q }) => {
        const { value, low, high } = secondsOf({ ...q, accelerator: chipOf(2e12, 5e14, 3e11) });
        expect(low).toBeGreaterThan(0);
        expect(low).toBeLessThan(value);
        expect(high).toBeGreaterThan(value);
        expect(Number.isFinite(high)).toBe(true);
      }),
    );
  });

  it('one accelerator has no collectives', () => {
    for (const op of ['allReduce', 'allGather', 'reduceScatter', 'allToAll']) {
      expect(secondsOf({ op, accelerators: 1, bytes: 1e6, accelerator: 'h200-sxm' }).value).toBe(0);
    }
  });

  it('intervals widen with less evidence', () => {
    const width = (accelerator: string): number => {
      const { low, high } = secondsOf({ op: 'gemm', dtype: 'bf16', m: 64, n: 4096, k: 4096, accelerator });
      return high / low;
    };
    expect(width('h200-sxm')).toBeLessThanOrEqual(width('h100-nvl'));
    expect(width('h100-nvl')).toBeLessThan(width('l40s'));
    expect(width('l40s')).toBeLessThan(width('mi300x'));
    expect(width('mi300x')).toBeLessThan(width('tpu7x'));
  });
});
