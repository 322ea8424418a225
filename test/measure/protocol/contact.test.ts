import { describe, expect, it } from 'vitest';
import { predictedSeconds, safeRung } from '../../../src/measure/protocol/first-dispatch.ts';
import { longestDispatch } from '../../../src/measure/protocol/sampling.ts';

const cube = (side: number): { flops: number; bytes: number; rateUnit: 'FLOP/s' } => ({
  flops: 2 * side ** 3,
  bytes: 12 * side ** 2,
  rateUnit: 'FLOP/s',
});
const ladder = [cube(2048), cube(1024), cube(512)];
const unknown = { fma: null, read: null, own: null };

describe('safeRung', () => {
  it('meets a fast GPU with the largest shape and a slow one with a smaller', () => {
    expect(safeRung(ladder, { ...unknown, fma: 60e12, read: 4e12 })).toBe(0);
    expect(safeRung(ladder, { ...unknown, fma: 10e12, read: 1e12 })).toBe(1);
    expect(safeRung(ladder, { ...unknown, fma: 2e11, read: 3e10 })).toBe(2);
  });

  it('allows 20 ms to a kernel that it has not met and 50 ms to one that it has, unless less is allowed here', () => {
    // 2048 cubed is 17 GFLOP: 29 ms at three hundredths of 20 TFLOP/s, and at half of 1.2 TFLOP/s.
    expect(safeRung(ladder, { ...unknown, fma: 20e12, read: 4e12 })).toBe(1);
    expect(safeRung(ladder, { ...unknown, own: 1.2e12 })).toBe(0);
    expect(safeRung(ladder, { ...unknown, own: 1.2e12 }, 0.02)).toBe(1);
  });

  it('meets an adapter of which nothing is known with the smallest', () => {
    expect(safeRung(ladder, unknown)).toBe(2);
  });

  it('does not try a lone shape that even twice the best rate so far would make too long', () => {
    // 4096 cubed is 137 GFLOP: 46 ms at 3 TFLOP/s, 69 ms at 2.
    expect(safeRung([cube(4096)], { ...unknown, own: 1.5e12 })).toBe(0);
    expect(safeRung([cube(4096)], { ...unknown, own: 1e12 })).toBeNull();
    expect(safeRung([cube(4096)], { ...unknown, fma: 1e12, read: 1e11 })).toBe(0);
    // Bytes a second of one vector say little of sixteen.
    expect(safeRung([{ flops: 1e12, bytes: 1e10, rateUnit: 'B/s' }], { ...unknown, own: 1e10 })).toBe(0);
  });

  it('trusts the kernel itself more than the ceilings', () => {
    expect(safeRung(ladder, { fma: 2e11, read: 3e10, own: 1e12 })).toBe(0);
    expect(safeRung(ladder, { fma: 60e12, read: 4e12, own: 1e10 })).toBe(2);
    expect(safeRung(ladder, { fma: 60e12, read: 4e12, own: 1e9 })).toBeNull();
  });

  it('never calls a rung safe that the rate it reached would make too long', () => {
    for (const own of [1e9, 1e10, 1e11, 1e12, 1e13]) {
      const index = safeRung(ladder, { ...unknown, own });
      const seconds = (ladder[index ?? -1]?.flops ?? 0) / own;
      if (index !== null && index < ladder.length - 1) expect(seconds).toBeLessThanOrEqual(longestDispatch);
    }
  });
});

describe('predictedSeconds', () => {
  it('is pessimistic: far longer than the ceiling allows', () => {
    const seconds = predictedSeconds(cube(1024), { ...unknown, fma: 1e12, read: 1e11 });
    expect(seconds).toBeGreaterThan((10 * 2 * 1024 ** 3) / 1e12);
  });
});
