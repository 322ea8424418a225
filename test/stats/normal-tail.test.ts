import { describe, expect, it } from 'vitest';
import { normalTail } from '../../src/stats/normal-tail.ts';
import { z80, z95 } from '../../src/stats/normal.ts';

describe('normalTail', () => {
  // scipy.stats.norm.sf
  it.each([
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1, 0.15865525393145707],
    [2, 0.022750131948179195],
    [3, 0.0013498980316300933],
    [-1, 0.8413447460685429],
    [8, 6.220960574271786e-16],
  ])('above %d: %d', (z, tail) => {
    expect(Math.abs(normalTail(z) - tail)).toBeLessThan(1e-7);
  });

  it('leaves what the intervals leave', () => {
    expect(normalTail(z80)).toBeCloseTo(0.1, 4);
    expect(normalTail(z95)).toBeCloseTo(0.025, 4);
    expect(normalTail(Infinity)).toBe(0);
    expect(normalTail(-Infinity)).toBe(1);
  });
});
