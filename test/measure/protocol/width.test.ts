import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillingLoads, fillingSplits, fillingTiles } from '../../../src/measure/kernels/probes/saturation-width.ts';
import { slopeRate } from '../../../src/measure/protocol/curve.ts';
import { standsAlone, widthCurve, type WidthPoint } from '../../../src/measure/protocol/width.ts';
import { seeded } from '../../../src/stats/random.ts';
import { simulatedClock } from './simulated-clock.ts';

/** Powers of two from `fewest` to `most`. */
function widths(fewest: number, most: number): number[] {
  return Array.from({ length: Math.log2(most / fewest) + 1 }, (_, index) => fewest * 2 ** index);
}

/** Every core is busy with one workgroup: as many turns as the fullest core has. */
function inTurns(cores: number, groups: number): number {
  return groups / Math.ceil(groups / cores);
}

/** Loads in flight share a memory: linear, then flat, with a soft knee. */
function shared(full: number, groups: number): number {
  return 1 / ((1 / groups) ** 8 + (1 / full) ** 8) ** (1 / 8);
}

function curve(rate: (groups: number) => number, fewest: number, most: number, noise = 0, seed = 1): WidthPoint[] {
  const random = seeded(seed);
  return widths(fewest, most).map((groups) => ({ groups, rate: 1e9 * rate(groups) * (1 + noise * random.normal()) }));
}

describe('widthCurve', () => {
  it.each([132, 82, 40, 10])('counts %i cores that take turns, through noise of 2 %%', (cores) => {
    for (let seed = 1; seed <= 30; seed++) {
      const { groups } = widthCurve(curve((count) => inTurns(cores, count), 4, 2048, 0.02, seed));
      expect(groups).toBeWithinPercent(cores, 10);
    }
  });

  it.each([264, 1000, 30])('finds where %i workgroups share out a memory', (full) => {
    expect(widthCurve(curve((count) => shared(full, count), 4, 4096)).groups).toBeWithinPercent(full, 5);
  });

  it('counts one lone workgroup that is as fast as any number, as on a processor with one core', () => {
    expect(widthCurve(curve(() => 1, 1, 64)).groups).toBe(1);
  });

  it('does not guess where the curve is still rising, or never shows a workgroup alone, or is hardly there', () => {
    expect(widthCurve(curve((count) => count, 4, 64)).groups).toBeNull();
    expect(widthCurve(curve(() => 1, 8, 64)).groups).toBeNull();
    expect(widthCurve(curve(() => 1, 8, 8)).groups).toBeNull();
    expect(widthCurve([])).toEqual({ points: [], groups: null });
  });

  it('law: rates in another unit change nothing, and cores are found whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (cores, unit) => {
        const points = curve((count) => inTurns(cores, count), 1, 4096);
        const { groups } = widthCurve(points);
        expect(groups).toBe(widthCurve(points.map((point) => ({ ...point, rate: unit * point.rate }))).groups);
        expect(groups).toBeWithinPercent(cores, 15);
      }),
    );
  });
});

describe('on a simulated clock', () => {
  /** As a run does it: from the widest downwards, until a workgroup stands alone. */
  const measured = async (cores: number, clock: { step?: number; noise?: number }): Promise<WidthPoint[]> => {
    const each = 134e-6;
    const points: WidthPoint[] = [];
    for (let groups = 2048; groups >= 1 && !standsAlone(points); groups /= 2) {
      const { measure } = simulatedClock({ perLink: each * Math.ceil(groups / cores), seed: groups, ...clock });
      const rate = await slopeRate(measure, groups, { window: 0.02, splits: false, warm: 0 });
      if (rate !== null) points.unshift({ groups, rate });
    }
    return points;
  };

  it.each([{}, { noise: 0.01 }, { step: 65_536e-9 }])('%j: the width is found, and nothing narrower is run than it takes', async (clock) => {
    for (const cores of [132, 82, 20]) {
      const points = await measured(cores, clock);
      expect(widthCurve(points).groups).toBeWithinPercent(cores, 5);
      expect(points[0]?.groups).toBeGreaterThan(cores / 8);
    }
  });
});

describe('what fills a GPU', () => {
  it('is assumed until it is measured, and follows the measure then', () => {
    expect([fillingTiles({}), fillingLoads({}), fillingSplits({})]).toEqual([264, 262_144, 2048]);
    const widths = { fma: 20, read: 64 };
    expect([fillingTiles({ widths }), fillingLoads({ widths }), fillingSplits({ widths })]).toEqual([40, 65_536, 512]);
    expect(fillingTiles({ widths: { fma: null, read: 64 } })).toBe(264);
  });
});
