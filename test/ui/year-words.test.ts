import { describe, expect, it } from 'vitest';
import { yearSteps, type YearWay } from '../../src/fleet/year.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { toCsv } from '../../src/share/csv.ts';
import { cheapestWay, yearLines, yearTitle, yearTwin } from '../../src/ui/text/year-words.ts';
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
  it('as a file has numbers as numbers, no more digits than the interval allows, sources by title, and no formulas', () => {
    const reserved = { ...way('reserved', 723_456, 1.3), sources: ['S6', 'S6', 'a list of our own'] };
    const lines = yearLines([reserved, { ...way('own', 1), usdPerYear: null, why: '=1+1' }], 'H200', [host]);
    const origin = { modelVersion: '2026.11-9', date: '2026-11-29', link: 'https://lab.example/budget/#year', sources: [], more: [] };
    const [head, first, second, third] = toCsv({ title: 'a year', about: '', origin, ...yearTwin(lines) }).split('\r\n');
    expect(head).toBe(
      'Way to pay,A year (USD/year),"A year, low (USD/year)","A year, high (USD/year)",Accelerators,"Each, an hour (USD/h)","Each, an hour, low (USD/h)","Each, an hour, high (USD/h)",Note,Sources,Evidence,Model version,Date,Address',
    );
    // 723,456 / 1.3 and times 1.3; 2.6 / 1.2 and times 1.2.
    expect(first).toBe(
      'Reserved for years,720000,560000,940000,32,2.6,2.2,3.1,32 H200 at $2.6 an hour,"skypilot-org/skypilot-catalog v8 (Lambda @0f40703, Nebius @0082b04, Verda @000c1d0, RunPod @01acdfd, Yotta @1f69048); a list of our own",measured,2026.11-9,2026-11-29,https://lab.example/budget/#year',
    );
    expect(second).toContain(`,'=1+1,`);
    expect(third).toMatch(/^"Novita, by the token",1200001\.51,1200001\.51,1200001\.51,,,,,/);
  });
});
