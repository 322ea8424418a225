import { describe, expect, it } from 'vitest';
import { yearSteps, type YearWay } from '../../src/fleet/year.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { cheapestWay, yearCsv, yearLines, yearTitle } from '../../src/ui/text/year-words.ts';
import type { Quantity } from '../../src/units/quantity.ts';

const scenario = { ...defaultScenario, accelerators: null, concurrency: null, requestsPerSecond: 4 };
const all = (steps: Generator<number, readonly YearWay[]>): readonly YearWay[] => {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
};
const year = (value: number, spread: number): Quantity => ({
  value,
  low: value / spread,
  high: value * spread,
  unit: 'USD/year',
  evidence: 'measured',
});
const way = (name: YearWay['way'], value: number, spread = 1.05): YearWay => ({
  way: name,
  usdPerYear: year(value, spread),
  accelerators: 32,
  usdPerAcceleratorHour: { ...year(2.6, 1.2), unit: 'USD/h' },
  why: '',
  sources: [],
});
const host = {
  provider: 'Novita',
  model: 'm',
  usdPerMillionInputTokens: 0.22,
  usdPerMillionOutputTokens: 0.88,
  usdPerMonth: 100_000.126,
  date: '2026-11-22',
};

describe('a year', () => {
  it('is twelve months of the same scenario under each way to pay', () => {
    const ways = all(yearSteps(scenario));
    expect(ways.map((each) => each.way)).toEqual(['reserved', 'on-demand', 'own']);
    // As good as the count is known, whatever the price is.
    for (const each of ways) expect(each.usdPerYear?.evidence).not.toBe('measured');
    const month = estimateScenario({ ...scenario, ownership: 'rent-on-demand' }).usdPerMonth?.value ?? 0;
    expect(ways[1]?.usdPerYear?.value).toBeCloseTo(12 * month, 5);
    expect(all(yearSteps({ ...scenario, ownership: { usdPerAcceleratorHour: 2 } }))[0]).toMatchObject({ way: 'price' });
  });
  it('is titled by what the intervals tell, and never by a host', () => {
    expect(yearTitle(yearLines([way('reserved', 7e5), way('own', 2e6)], 'H200', [{ ...host, usdPerMonth: 1 }]))).toBe(
      'Reserved for years costs least for this fleet',
    );
    expect(yearTitle(yearLines([way('reserved', 7e5, 1.4), way('own', 8e5, 1.4)], 'H200', []))).toBe(
      'Reserved for years looks cheapest, but owned lies within the interval',
    );
    expect(yearTitle(yearLines([{ ...way('own', 1), usdPerYear: null, why: 'none read' }], 'H200', []))).toContain('No way to pay');
    expect(cheapestWay([])).toBeNull();
  });
  it('is not led by a price that nobody read, while another was', () => {
    const own = { ...way('own', 5e5), usdPerYear: { ...year(5e5, 1.05), evidence: 'projected' as const } };
    const lines = yearLines([way('reserved', 7e5), own], 'H200', []);
    expect(cheapestWay(lines)?.id).toBe('reserved');
    expect(yearTitle(lines)).toBe('Reserved for years costs least for this fleet; owned would be less, by projected prices');
    expect(cheapestWay(yearLines([own], 'H200', []))?.id).toBe('own');
  });
  it('as a file has numbers as numbers, no more digits than the interval allows, and no formulas', () => {
    const lines = yearLines([way('reserved', 723_456, 1.3), { ...way('own', 1), usdPerYear: null, why: '=1+1' }], 'H200', [host]);
    const [head = '', first = '', second = '', third = ''] = yearCsv(lines, [['question', 'a year']]).split('\r\n');
    const columns = head.split(',').length;
    expect(columns).toBe(8);
    const [, usd, low, high, count, hour] = first.split(',');
    expect(usd).toMatch(/^7[0-9]0000$/);
    expect(Number(low)).toBeLessThan(Number(usd));
    expect(Number(high)).toBeGreaterThan(Number(usd));
    expect([count, hour]).toEqual(['32', '2.6']);
    expect(second).toContain(`"'=1+1"`);
    expect(third.split(',')[2]).toBe('1200001.51');
  });
});
