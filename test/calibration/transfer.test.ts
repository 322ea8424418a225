import { describe, expect, it } from 'vitest';
import type { ClassFit } from '../../src/calibration/calibration.ts';
import { efficiencyShift, transferWeight } from '../../src/calibration/transfer.ts';

const share = { value: 0.6, low: 0.5, high: 0.7 };
const fit = (residual: number, points: number, operatorClass: ClassFit['operatorClass'] = 'gemm'): ClassFit => ({
  operatorClass,
  dtype: 'f32',
  computeEfficiency: share,
  memoryEfficiency: share,
  floor: share,
  overlap: share,
  quantisation: share,
  covariance: [],
  residual,
  points,
});

describe('the weight of a run in another chip', () => {
  it('is 1.2 % for four points that stray by 0.12', () => {
    // Local error 0.12/√4 = 0.06; variance 0.09² + 0.06² + 0.35² = 0.0081 + 0.0036 + 0.1225 = 0.1342; five families of 0.0081.
    const own = 1 / 0.1342;
    expect(transferWeight({ fallback: false }, [fit(0.12, 4)])).toBeCloseTo(own / (5 / 0.0081 + own), 12);
    expect(transferWeight({ fallback: false }, [fit(0.12, 4)])).toBeCloseTo(0.01193, 5);
  });

  it('is not made larger by a fit that is too good: 0.03 is the least local error', () => {
    const own = 1 / (0.0081 + 0.0009 + 0.1225);
    expect(transferWeight({ fallback: false }, [fit(0.001, 9)])).toBeCloseTo(own / (5 / 0.0081 + own), 12);
  });

  it('is none for a software adapter, whose rates are a processor’s, nor without matrix products', () => {
    expect(transferWeight({ fallback: true }, [fit(0.12, 4)])).toBe(0);
    expect(transferWeight({ fallback: false }, [fit(0.12, 4, 'gemv')])).toBe(0);
    expect(transferWeight({ fallback: false }, [])).toBe(0);
  });
});

describe('the shift that it causes', () => {
  it('is the weight times the log of local over expected efficiency', () => {
    expect(efficiencyShift(0.01, 0.4, 0.8)).toBeCloseTo(-0.01 * Math.LN2, 12);
    expect(efficiencyShift(0.01, 0.8, 0.4)).toBeCloseTo(0.01 * Math.LN2, 12);
  });

  it('is none without a weight or an efficiency', () => {
    expect(efficiencyShift(0, 0.4, 0.8)).toBe(0);
    expect(efficiencyShift(0.01, 0, 0.8)).toBe(0);
    expect(efficiencyShift(0.01, 0.4, 0)).toBe(0);
  });
});
