import { describe, expect, it } from 'vitest';
import { badgesOf, bentBy } from '../../../src/measure/protocol/badges.ts';

/** Deviations from the median 10: 0.2, 0.1, 0, 0.1, 0.2; their median is 0.1, a standard deviation of 0.14826. */
const samples = [9.8, 9.9, 10, 10.1, 10.2];

const badges = (bend: number): readonly string[] =>
  badgesOf(
    { software: false, stopwatch: { clock: { kind: 'timestamp', step: 1e-9 } }, policy: { workingSet: 0 }, seed: 1 } as unknown as Parameters<
      typeof badgesOf
    >[0],
    { instance: { kernel: 'gemm', rateUnit: 'FLOP/s', arithmetic: 'scalar' }, sets: [] } as unknown as Parameters<typeof badgesOf>[1],
    { samples, settled: true } as unknown as Parameters<typeof badgesOf>[2],
    bend,
  );

describe('what noise alone may bend', () => {
  it('is three standard deviations of a sample, as a share of the median', () => {
    expect(bentBy({ samples })).toBeCloseTo((3 * 1.4826 * 0.1) / 10, 12);
  });

  it('is not called nonlinear; what passes it is', () => {
    expect(badges(0.044)).not.toContain('nonlinear');
    expect(badges(0.045)).toContain('nonlinear');
  });
});
