import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PiecewiseCurve } from '../../src/model/piecewise.ts';

/** Smooth between multiples of 64, with a jump at each: what a matrix product costs in tokens. */
const stairs = (x: number): number => 1e-5 * Math.ceil(x / 64) + 1e-7 * x ** 1.3;
/** A jump that is nowhere near a multiple of 64. */
const broken = (x: number): number => (x <= 100.7 ? 1 + x : 3 + 2 * x);

function counted(of: (x: number) => number): { readonly of: (x: number) => number; calls: number } {
  const counter = {
    calls: 0,
    of: (x: number): number => {
      counter.calls += 1;
      return of(x);
    },
  };
  return counter;
}

describe('a piecewise curve', () => {
  it('is the function within 1e-11, in any order of asking', () => {
    const x = fc.oneof(
      fc.double({ min: 1e-3, max: 40_000, noNaN: true }),
      fc.integer({ min: 1, max: 33_000 }),
      fc.constantFrom(64, 64.0000001, 1 / 64, 32_768),
    );
    fc.assert(
      fc.property(fc.array(x, { minLength: 1, maxLength: 60 }), (asked) => {
        for (const of of [stairs, broken]) {
          const curve = new PiecewiseCurve(of);
          for (const at of asked) expect(Math.abs(curve.at(at) / of(at) - 1)).toBeLessThan(1e-11);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the tile that a full row of it still fills: 64 tokens cost one row, a little more two', () => {
    const curve = new PiecewiseCurve((x) => Math.ceil(x / 64));
    for (const [x, rows] of [
      [64, 1],
      [65, 2],
      [128, 2],
      [129, 3],
      [1, 1],
      [32_768, 512],
    ] as const)
      expect(curve.at(x)).toBeCloseTo(rows, 11);
  });

  it('asks the function no more where a piece was made', () => {
    const counter = counted((x) => 3 + x ** 2);
    const curve = new PiecewiseCurve(counter.of);
    curve.at(100);
    const made = counter.calls;
    // Ten nodes and six probes for one cell that ten terms follow.
    expect(made).toBe(16);
    for (const x of [70, 100, 127.5, 128, 65]) curve.at(x);
    expect(counter.calls).toBe(made);
    curve.at(200);
    curve.at(100);
    expect(counter.calls).toBe(2 * made);
  });

  it('is made in octaves below a cell', () => {
    const counter = counted(Math.sqrt);
    const curve = new PiecewiseCurve(counter.of);
    for (const x of [33, 40, 64]) curve.at(x);
    const one = counter.calls;
    for (const x of [32.5, 50]) curve.at(x);
    expect(counter.calls).toBe(one);
    curve.at(32);
    expect(counter.calls).toBeGreaterThan(one);
  });

  it('leaves the function to answer outside its range, and on a jump', () => {
    const counter = counted(broken);
    const curve = new PiecewiseCurve(counter.of);
    for (const x of [0.001, 1 / 64, 32_769, 1e6]) {
      const before = counter.calls;
      expect(curve.at(x)).toBe(broken(x));
      expect(counter.calls).toBe(before + 1);
    }
  });

  it('halves a piece with a jump down to where it lies, once', () => {
    const counter = counted(broken);
    const curve = new PiecewiseCurve(counter.of);
    curve.at(100);
    const made = counter.calls;
    // 64 wide down to 1e-11 of 128: some 36 halvings, each with two pieces of at most 16 calls.
    expect(made).toBeGreaterThan(16 * 20);
    expect(made).toBeLessThan(16 * 2 * 45);
    for (const x of [66, 100.6, 100.8, 120]) expect(Math.abs(curve.at(x) / broken(x) - 1)).toBeLessThan(1e-11);
    expect(counter.calls).toBeLessThanOrEqual(made + 1);
  });
});
