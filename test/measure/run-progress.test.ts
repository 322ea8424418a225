import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fallingOnly, progressOf } from '../../src/measure/run-progress.ts';
import type { PlanPoint } from '../../src/run/plans.ts';

const point: PlanPoint = { kernel: 'launch.dispatch', dtype: 'f32', ladder: [{ groups: 1 }] };
const now = { id: '', words: '', phase: 'sample', rates: [], rateUnit: 's' } as const;

describe('time left', () => {
  it('never goes up, however unevenly the points go', () => {
    const paces = fc.array(fc.double({ min: 0.01, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(paces, fc.integer({ min: 10, max: 300 }), (paces, budget) => {
        const falling = fallingOnly();
        const points = paces.map(() => point);
        let elapsed = 0,
          before = Infinity;
        for (const [done, pace] of paces.entries()) {
          elapsed += pace;
          const { remaining } = falling(progressOf({ points, rounds: 1, done, elapsed, timeLeft: budget - elapsed, finished: [] }, now));
          expect(remaining).toBeLessThanOrEqual(before);
          expect(remaining).toBeGreaterThanOrEqual(0);
          before = remaining;
        }
        expect(falling(progressOf({ points, rounds: 1, done: 0, elapsed, timeLeft: 0, finished: [] }, { ...now, phase: 'finished' })).remaining).toBe(
          0,
        );
      }),
      { seed: 8 },
    );
  });
});
