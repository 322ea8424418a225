import { describe, expect, it } from 'vitest';
import unseen from '../../src/calibration/residuals-unseen.json' with { type: 'json' };
import measured from '../../src/calibration/residuals.json' with { type: 'json' };
import { residualLogSd, type Metric } from '../../src/calibration/residuals.ts';

describe.each(['timePerOutputToken', 'timeToFirstToken', 'throughput'] as const)('how far an estimate misses: %s', (metric: Metric) => {
  const known = measured[metric];
  const kin = Math.max(known, unseen[metric]);

  it('is half of the published residual on this very adapter, and all of it where operators were timed', () => {
    expect(residualLogSd(metric, 'measured')).toBe(0.5 * known);
    expect(residualLogSd(metric, 'anchored')).toBe(0.5 * known);
    expect(residualLogSd(metric, 'interpolated', 3)).toBe(known);
  });

  it('is that of unseen chips where only kin were timed, wider for classes of which no kernel was', () => {
    expect(residualLogSd(metric, 'prior')).toBe(kin);
    expect(residualLogSd(metric, 'prior', 1.5)).toBe(kin * 1.5);
  });

  it('is at least twice the published residual for what is announced', () => {
    expect(residualLogSd(metric, 'projected')).toBe(Math.max(2 * known, kin));
    expect(residualLogSd(metric, 'projected', 10)).toBe(Math.max(2 * known, kin * 10));
  });
});
