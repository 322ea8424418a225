import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchoring, conditioned, correlation, type Anchoring, contradiction } from '../../src/calibration/anchoring.ts';

const shape: Anchoring = { reach: 2, hold: 4, repeat: 0.02 };
const load = fc.double({ min: 0, max: 12, noNaN: true });
const miss = fc.double({ min: -1, max: 1, noNaN: true });
const seen = fc.array(fc.record({ at: load, log: miss }), { minLength: 1, maxLength: 6 });

describe('a miss seen at some loads', () => {
  it('knows nothing without any', () => {
    expect(conditioned(shape, 0.2, [], 3)).toEqual({ log: 0, logSd: 0.2 });
  });

  it('is itself where it was seen, as exactly as loads repeat', () => {
    const list = [
      { at: 1, log: 0.3 },
      { at: 4, log: -0.1 },
    ];
    expect(conditioned(shape, 0.2, list, 1).log).toBeCloseTo(0.3, 12);
    expect(conditioned(shape, 0.2, list, 4).log).toBeCloseTo(-0.1, 12);
    expect(conditioned(shape, 0.2, list, 4).logSd).toBeCloseTo(0.02, 6);
  });

  it('counts repeats of one load as their mean', () => {
    expect(
      conditioned(
        shape,
        0.2,
        [
          { at: 2, log: 0.1 },
          { at: 2, log: 0.3 },
        ],
        2,
      ).log,
    ).toBeCloseTo(0.2, 12);
  });

  it('is wide where points contradict each other: one of them is of something else', () => {
    const apart = conditioned(
      shape,
      0.2,
      [
        { at: 2, log: 0 },
        { at: 2, log: Math.log(100) },
      ],
      2,
    );
    expect(Math.exp(1.2816 * apart.logSd)).toBeGreaterThan(5);
  });

  it('fades with the distance, as the correlation does', () => {
    expect(conditioned(shape, 0.2, [{ at: 0, log: 0.4 }], 2).log).toBeCloseTo(0.4 / Math.E, 12);
    expect(correlation(2, -2)).toBeCloseTo(1 / Math.E, 12);
    expect(Math.abs(conditioned(shape, 0.2, [{ at: 0, log: 0.4 }], 40).log)).toBeLessThan(1e-8);
  });

  it('equals the general solution with the covariance of all points', () => {
    // Three points: the Markov form against K⁻¹k worked out by hand for ρ = exp(−1/2) per step.
    const rho = Math.exp(-1 / 2);
    const between = conditioned(
      shape,
      0.2,
      [
        { at: 0, log: 1 },
        { at: 2, log: 0.5 },
      ],
      1,
    ).log;
    expect(between).toBeCloseTo((rho / (1 + rho ** 2)) * 1.5, 12);
  });

  it('never lies outside what was seen, nor is surer for knowing less', () => {
    fc.assert(
      fc.property(seen, load, (all, at) => {
        const { log, logSd } = conditioned(shape, 0.2, all, at);
        const largest = Math.max(...all.map((each) => Math.abs(each.log)));
        expect(Math.abs(log)).toBeLessThanOrEqual(largest + 1e-9);
        expect(logSd).toBeGreaterThanOrEqual(shape.repeat);
        if (contradiction(shape, 0.2, all) > 1) return;
        expect(logSd).toBeLessThanOrEqual(0.2);
        expect(conditioned(shape, 0.2, all.slice(1), at).logSd).toBeGreaterThanOrEqual(logSd - 1e-9);
        // Loads that differ in their last bit.
      }),
      {
        examples: [
          [
            [
              { at: 9.4e-323, log: 0 },
              { at: 0, log: 0.5 },
            ],
            4.4e-323,
          ],
        ],
      },
    );
  });
});

it('the fitted numbers are widths and distances', () => {
  for (const { reach, hold, repeat } of Object.values(anchoring)) {
    expect(reach).toBeGreaterThan(0.2);
    expect(hold).toBeGreaterThanOrEqual(reach);
    // Of first tokens 0.3, since the same run through two exports counts once.
    expect(repeat).toBeLessThan(0.5);
  }
});
