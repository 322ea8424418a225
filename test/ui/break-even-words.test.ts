import { describe, expect, it } from 'vitest';
import type { BreakEvenCurve, CurvePoint } from '../../src/fleet/break-even-curve.ts';
import { breakEvenTitle, breakEvenTwin, tokenWords } from '../../src/ui/text/break-even-words.ts';

/** One accelerator for $100 a month up to 3 a second, two up to 10; 1,000 tokens a request. */
const curve = (usdPerMonthPerRate: number | null, width = 1): BreakEvenCurve => {
  const point = (requestsPerSecond: number, accelerators: number, stepAt: number | null = null): CurvePoint => {
    const value = accelerators * 100;
    return {
      requestsPerSecond,
      accelerators,
      stepAt,
      usdPerMonth: { own: { value, low: value / width, high: value * width, unit: 'USD/month', evidence: 'prior' } },
    };
  };
  return {
    accelerator: 'h200-sxm',
    requestsPerSecond: 5,
    tokensPerRequest: 1000,
    points: [point(1, 1, 3), point(5, 2), point(10, 2)],
    hosts: usdPerMonthPerRate === null ? [] : [{ provider: 'novita', is: 'cheapest', usdPerMonthPerRate }],
  };
};
const title = (of: BreakEvenCurve): string => breakEvenTitle(of, 'own', 'H200s');

describe('break-even in words', () => {
  it('names the last crossing, and says how often places changed below', () => {
    // 5 a second · 1,000 tokens · 730 h = 13.14 billion.
    expect(title(curve(40))).toBe('Owning H200s is cheaper than Novita from 13 billion tokens a month on, after 2 changes of places below');
    // Two are dearer than the host only below 200 / 25 = 8 a second; one was never cheaper up to 3.
    expect(title(curve(25))).toBe('Owning H200s is cheaper than Novita from 21 billion tokens a month on');
  });
  it('says who is cheaper everywhere', () => {
    expect(title(curve(1))).toBe('Novita is cheaper than owning H200s at every volume shown');
    expect(title(curve(1000))).toBe('Owning H200s is cheaper than Novita at every volume shown');
  });
  it('says where the interval decides nothing', () => {
    // 200 · 1.1 / 25 = 8.8 a second; 200 / 1.1 / 25 = 7.27.
    expect(title(curve(25, 1.1))).toBe('Owning H200s is cheaper than Novita from 21 billion tokens a month on (19 to 23 billion)');
    expect(title(curve(40, 100))).toContain('(not decided at the volumes shown)');
    // Cheaper than the host at every rate, but a hundredfold interval reaches above it.
    expect(title(curve(1000, 100))).toBe('Owning H200s is cheaper than Novita at every volume shown; not decided anywhere');
  });
  it('says what is done to a fleet', () => {
    const { points, ...rest } = curve(1);
    const rented = {
      ...rest,
      points: points.map((point) => ({ ...point, usdPerMonth: { 'on-demand': point.usdPerMonth.own, price: point.usdPerMonth.own } })),
    } as BreakEvenCurve;
    expect(breakEvenTitle(rented, 'on-demand', 'H200s')).toBe('Novita is cheaper than renting H200s by the hour at every volume shown');
    expect(breakEvenTitle(rented, 'price', 'H200s')).toBe('Novita is cheaper than paying your own price for H200s at every volume shown');
  });
  it('needs no host', () => {
    expect(title(curve(null))).toBe('What owning H200s costs a month by volume; no host lists this model');
  });
  it('has a row for each volume, with the host’s bill beside the fleet’s', () => {
    expect(breakEvenTwin(curve(40)).rows[1]).toMatchObject({
      tokens: 1.31e10,
      rate: 5,
      accelerators: 2,
      own: { value: 200 },
      cheapest: { value: 200 },
    });
    expect([tokenWords(999), tokenWords(3.4e6), tokenWords(2e12)]).toEqual(['1,000', '3.4 million', '2 trillion']);
  });
});
