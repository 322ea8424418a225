import { describe, expect, it } from 'vitest';
import { covariance, leastSquares, type Problem } from '../../src/stats/least-squares.ts';

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

describe('plain squares', () => {
  const plain = (deviation = Infinity): Problem => ({ ...line(0, deviation), scale: null });

  it('give the mean of a line and an outlier their textbook weights', () => {
    // Slope and offset of the least-squares line through the same points, one of them 10 off: by the normal equations.
    const { theta } = leastSquares({ ...line(10), scale: null });
    expect(theta[0]).toBeCloseTo(2 - 5 / 82.5, 5);
    expect(theta[1]).toBeCloseTo(1 + 1 + (4.5 * 5) / 82.5, 5);
  });

  it('know how sure they are: the covariance of a line', () => {
    const problem = plain();
    const found = covariance(problem, leastSquares(problem).theta);
    // Σ(x − 4.5)² = 82.5 over ten points.
    expect(found[0]?.[0]).toBeCloseTo(1 / 82.5, 6);
    expect(found[1]?.[1]).toBeCloseTo(1 / 10 + 4.5 ** 2 / 82.5, 6);
    expect(found[0]?.[1]).toBeCloseTo(-4.5 / 82.5, 6);
  });

  it('are as sure as the prior where rows say nothing', () => {
    const problem: Problem = { ...plain(0.5), rows: 0, weights: new Float64Array(0), residuals: () => undefined };
    expect(covariance(problem, leastSquares(problem).theta)[0]?.[0]).toBeCloseTo(0.25, 9);
  });
});
