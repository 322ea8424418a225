import { describe, expect, it } from 'vitest';
import { leastSquares, type Problem } from '../../../../src/calibration/priors/fit/least-squares.ts';

/** y = a·x + b at x = 0 … 9, with one point far off. */
function line(outlier: number, deviation = Infinity): Problem {
  const y = Array.from({ length: 10 }, (_, x) => 2 * x + 1 + (x === 4 ? outlier : 0));
  return {
    rows: 10,
    weights: new Float64Array(10).fill(1),
    start: [0, 0],
    low: [-10, -10],
    high: [10, 10],
    centre: [0, 0],
    deviation: [deviation, deviation],
    scale: 0.1,
    residuals(theta, out) {
      y.forEach((value, x) => {
        out[x] = (theta[0] ?? 0) * x + (theta[1] ?? 0) - value;
      });
    },
  };
}

describe('leastSquares', () => {
  it('finds an exact line', () => {
    const { theta, loss } = leastSquares(line(0));
    expect(theta[0]).toBeCloseTo(2, 6);
    expect(theta[1]).toBeCloseTo(1, 6);
    expect(loss).toBeLessThan(1e-9);
  });

  it('is hardly moved by one point far off', () => {
    const { theta } = leastSquares(line(50));
    expect(theta[0]).toBeCloseTo(2, 1);
  });

  it('keeps to its bounds', () => {
    const { theta } = leastSquares({ ...line(0), high: [1.5, 10] });
    expect(theta[0]).toBe(1.5);
  });

  it('is pulled to the centre by a tight prior', () => {
    const { theta } = leastSquares(line(0, 1e-4));
    expect(Math.abs(theta[0] ?? 1)).toBeLessThan(0.1);
  });
});
