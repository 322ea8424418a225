import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operatorSeconds, overlapped } from '../../../src/model/operators/primitive.ts';

const parameters = { computeEfficiency: 0.8, memoryEfficiency: 0.8, floor: 3e-6, overlap: 2.5, quantisation: 0.5 };

describe('operatorSeconds', () => {
  it('is floor plus compute time when nothing is read', () => {
    expect(operatorSeconds(parameters, 8e11, 0, { peak: 1e15, bandwidth: 1e12 })).toBeCloseTo(3e-6 + 1e-3, 12);
  });

  it('is floor plus memory time when nothing is computed', () => {
    expect(operatorSeconds(parameters, 0, 8e8, { peak: 1e15, bandwidth: 1e12 })).toBeCloseTo(3e-6 + 1e-3, 12);
  });

  it('is the floor for no work', () => {
    expect(operatorSeconds(parameters, 0, 0, { peak: 1e15, bandwidth: 1e12 })).toBe(3e-6);
  });

  it('adds at p = 1 and takes the larger as p grows', () => {
    expect(overlapped(2, 3, 1)).toBeCloseTo(5, 9);
    expect(overlapped(2, 3, 60)).toBeCloseTo(3, 6);
  });

  it('lies between the larger of both times and their sum', () => {
    const time = fc.double({ min: 1e-9, max: 1, noNaN: true });
    fc.assert(
      fc.property(time, time, fc.double({ min: 1, max: 8, noNaN: true }), (a, b, p) => {
        const both = overlapped(a, b, p);
        expect(both).toBeGreaterThanOrEqual(Math.max(a, b) * (1 - 1e-9));
        expect(both).toBeLessThanOrEqual((a + b) * (1 + 1e-9));
      }),
    );
  });

  it('pays for padding by the power a', () => {
    const rates = { peak: 1e15, bandwidth: 1e12 };
    expect(operatorSeconds(parameters, 8e11, 0, rates, 4) - 3e-6).toBeCloseTo(2e-3, 12);
  });
});
