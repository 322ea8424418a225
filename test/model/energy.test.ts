import { describe, expect, it } from 'vitest';
import { meanPowerShare, regimePower } from '../../src/model/energy.ts';

describe('the mean share of board power', () => {
  it('weighs each regime by its time, and waits at 0.21', () => {
    // Of ten seconds four in compute, two in weights, four waiting.
    expect(meanPowerShare({ compute: 4, weights: 2 }, 10)).toBeCloseTo((4 * 0.985 + 2 * 0.79 + 4 * 0.21) / 10, 12);
    expect(meanPowerShare({}, 10)).toBeCloseTo(0.21, 12);
  });

  it('is over the busy time where that is longer than the span', () => {
    expect(meanPowerShare({ compute: 4, decodeAttention: 2 }, 3)).toBeCloseTo((4 * 0.985 + 2 * 0.655) / 6, 12);
  });

  it('has the measured shares', () => {
    // Sensors of H200 and B200 (NVIDIA aiconfigurator): compute-bound GEMM 0.98–0.99, memory-bound 0.75–0.83, decode 0.62–0.69.
    expect(regimePower).toEqual({
      compute: 0.985,
      experts: 0.98,
      weights: 0.79,
      prefillAttention: 0.67,
      decodeAttention: 0.655,
      collectives: 0.4,
      idle: 0.21,
    });
  });
});
