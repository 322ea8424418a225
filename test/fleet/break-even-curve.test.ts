import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import {
  breakEvenCurveSteps,
  crossings,
  curveCorners,
  curveHosts,
  stepBetween,
  type BreakEvenCurve,
  type CurvePoint,
} from '../../src/fleet/break-even-curve.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const base = { ...scenarioDefaults, model: 'llama-3.3-70b', accelerator: 'h200-sxm', requestsPerSecond: 5 };

function curveOf(scenario: Scenario & { readonly accelerator: string }): BreakEvenCurve {
  const steps = breakEvenCurveSteps(scenario);
  for (;;) {
    const step = steps.next();
    if (!step.done) continue;
    if (step.value === null) throw new Error('no curve');
    return step.value;
  }
}

const point = (requestsPerSecond: number, usd: number, stepAt: number | null = null): CurvePoint => ({
  requestsPerSecond,
  accelerators: usd / 100,
  usdPerMonth: { own: { value: usd, low: usd / 2, high: usd * 2, unit: 'USD/month', evidence: 'prior' } },
  stepAt,
});

describe('where a staircase and a straight bill change places', () => {
  // One accelerator for $100 a month carries up to 3 a second, two up to 10; a host asks $40 a month for each a second.
  const stairs = [point(1, 100, 3), point(5, 200), point(10, 200)];

  it('is found by hand: 2.5 a second, back at the step, and 5', () => {
    expect(curveCorners(stairs, 'own', 'value')).toEqual([
      [1, 100],
      [3, 100],
      [3, 200],
      [5, 200],
      [10, 200],
    ]);
    const found = crossings(curveCorners(stairs, 'own', 'value'), 40);
    expect(found.map(({ cheaperAbove }) => cheaperAbove)).toEqual([true, false, true]);
    for (const [index, rate] of [2.5, 3, 5].entries()) expect(found[index]?.requestsPerSecond).toBeCloseTo(rate, 9);
  });
  it('is nowhere under a host that is always cheaper, or always dearer', () => {
    expect(crossings(curveCorners(stairs, 'own', 'value'), 1)).toEqual([]);
    expect(crossings(curveCorners(stairs, 'own', 'value'), 1000)).toEqual([]);
  });
  it('lies on both lines where steps are too many to draw', () => {
    const corners = curveCorners([point(1, 100), point(16, 200)], 'own', 'value');
    // 100 · rate^¼ = 40 · rate at rate = 2.5^(4/3).
    expect(crossings(corners, 40)[0]?.requestsPerSecond).toBeCloseTo(2.5 ** (4 / 3), 9);
  });
  it('places a single step to 1 %, and none where there are more', () => {
    const low = { requestsPerSecond: 1, accelerators: 1 },
      high = { requestsPerSecond: 1.33, accelerators: 2 };
    expect(Math.abs((stepBetween(low, high, (rate) => (rate > 1.2 ? 2 : 1)) ?? 0) / 1.2 - 1)).toBeLessThan(0.01);
    expect(stepBetween(low, { ...high, accelerators: 3 }, (rate) => (rate > 1.2 ? 3 : rate > 1.1 ? 2 : 1))).toBeNull();
    expect(stepBetween(low, { ...high, accelerators: 1 }, () => 1)).toBeNull();
  });
});

describe('the curve of a scenario', () => {
  const curve = curveOf(base);

  it('is what the estimate says under each way to pay, at the rate asked for and at both ends', () => {
    expect(curve.points).toHaveLength(25);
    for (const at of [0, 12, 24]) {
      const { requestsPerSecond, usdPerMonth, accelerators } = curve.points[at] as CurvePoint;
      for (const [way, ownership] of [
        ['on-demand', 'rent-on-demand'],
        ['reserved', 'rent-reserved'],
        ['own', 'own'],
      ] as const) {
        const estimate = estimateScenario({ ...base, concurrency: null, requestsPerSecond, ownership });
        expect(usdPerMonth[way]).toEqual(estimate.usdPerMonth);
        expect(accelerators).toBe(estimate.accelerators);
      }
    }
    expect(curve.points[12]?.requestsPerSecond).toBe(5);
  });
  it('never costs less a month for more tokens', () => {
    for (const way of ['on-demand', 'reserved', 'own'] as const)
      for (const end of ['low', 'value', 'high'] as const) {
        const months = curveCorners(curve.points, way, end).map(([, usd]) => usd);
        for (const [index, usd] of months.slice(1).entries()) expect(usd).toBeGreaterThanOrEqual((months[index] ?? 0) * (1 - 1e-9));
      }
  });
  it('is never lower for an owner whose electricity is dearer', () => {
    const dear = curveOf({ ...base, ownership: { own: { usdPerKilowattHour: 0.4 } } }),
      cheap = curveOf({ ...base, ownership: { own: { usdPerKilowattHour: 0.04 } } });
    for (const [index, { usdPerMonth }] of cheap.points.entries())
      expect(dear.points[index]?.usdPerMonth.own?.value).toBeGreaterThanOrEqual(usdPerMonth.own?.value ?? Infinity);
  });
  it('has hosts whose bill is in proportion to the rate, the cheapest first', () => {
    const twice = curveOf({ ...base, requestsPerSecond: 10 });
    for (const [index, host] of curve.hosts.entries()) expect(twice.hosts[index]?.usdPerMonthPerRate).toBeCloseTo(host.usdPerMonthPerRate, 6);
    expect(curve.hosts.map((host) => host.usdPerMonthPerRate)).toEqual(curve.hosts.map((host) => host.usdPerMonthPerRate).toSorted((a, b) => a - b));
    expect(curve.hosts.map((host) => host.is)).toEqual(['cheapest', 'median']);
  });
  it('is none without a rate', () => {
    expect(breakEvenCurveSteps({ ...base, requestsPerSecond: null }).next()).toEqual({ done: true, value: null });
  });
});

it('hosts stand for themselves once, at their cheapest offer', () => {
  const offer = (provider: string, usdPerMonth: number) => ({
    provider,
    model: provider,
    usdPerMillionInputTokens: 1,
    usdPerMillionOutputTokens: 1,
    usdPerMonth,
    date: '',
  });
  const offers = [offer('novita', 10), offer('novita', 12), offer('groq', 20), offer('together', 40)];
  expect(curveHosts(offers, 2)).toEqual([
    { provider: 'novita', is: 'cheapest', usdPerMonthPerRate: 5 },
    { provider: 'groq', is: 'median', usdPerMonthPerRate: 10 },
  ]);
  expect(curveHosts(offers.slice(0, 3), 2)).toHaveLength(1);
});
