import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { costTable } from '../../src/estimate/views/cost-table.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { toCsv } from '../../src/share/csv.ts';
import { legendOf } from '../../src/ui/figures/cost/cost-legend.ts';
import { drawnRows } from '../../src/ui/figures/cost/cost-rows.ts';
import { costTwin } from '../../src/ui/figures/cost/cost-twin.ts';

const rows = costTable(defaultScenario, { accelerators: ['h200-sxm', 'mi300x', 't4'] });
const origin = { modelVersion: '2026.11-9', date: '2026-11-29', link: 'https://lab.example/#costs', sources: [], more: [] };
const csvOf = (of: ReturnType<typeof costTwin>): readonly Record<string, string>[] =>
  parse(toCsv({ title: 't', about: 'Dollars.', origin, ...of }), { columns: true });

describe('the table of costs', () => {
  it('begins with what the figure is about: dollars a token, or a month where there is a rate', () => {
    const first = (requestsPerSecond: number | null): readonly string[] =>
      costTwin([], { ...defaultScenario, requestsPerSecond })
        .columns.slice(0, 3)
        .map(({ key }) => key);
    expect(first(null)).toEqual(['accelerator', 'usdPerMillionOutputTokensAllIn', 'usdPerMonth']);
    expect(first(5)).toEqual(['accelerator', 'usdPerMonth', 'usdPerMillionOutputTokensAllIn']);
  });

  it('as a file has counts and dollars an hour as numbers, sources by title, and no title twice', () => {
    const twin = costTwin(rows, defaultScenario);
    const titles = toCsv({ title: 't', about: 'Dollars.', origin, ...twin }).split('\r\n')[0] ?? '';
    const read = csvOf(twin);
    expect(new Set(Object.keys(read[0] ?? {})).size).toBe((parse(titles) as readonly string[][])[0]?.length);
    const h200 = read.find(({ Accelerator }) => Accelerator?.startsWith('H200'));
    const estimate = rows.find(({ acceleratorId }) => acceleratorId === 'h200-sxm')?.estimate;
    expect(Number(h200?.['Accelerators'])).toBe(estimate?.accelerators);
    // Two digits are what the interval of a price leaves.
    expect(h200?.['An hour of all (USD/h)']).toBe(String(Number(estimate?.usdPerHour?.value.toPrecision(2))));
    expect(h200?.['Sources']).toContain('stas00/ml-engineering compute/accelerator/README.md');
    expect(h200?.['Sources']).not.toMatch(/\bS1\b/);
    expect(Number(h200?.['Carbon (gCO2e per million tokens)'])).toBeGreaterThan(0);
  });

  it('says in numbers no more than three digits where the interval is a tenth', () => {
    for (const row of csvOf(costTwin(rows, defaultScenario)))
      for (const [title, cell] of Object.entries(row))
        if (/\(.*\)$/.test(title) && cell !== '') expect(cell.replace(/^0\.0*|\.|0+$/g, '').length, `${title}: ${cell}`).toBeLessThanOrEqual(4);
  });

  it('keeps what cannot serve, with its reason', () => {
    const t4 = csvOf(costTwin(rows, defaultScenario)).find(({ Accelerator }) => Accelerator?.startsWith('T4'));
    expect(t4?.['Note']).not.toBe('');
    expect(t4?.['Accelerators']).toBe('');
  });
});

describe('the legend of costs', () => {
  it('has the makers and marks that are drawn, and says how many rows are not', () => {
    const drawn = drawnRows(rows, defaultScenario);
    const legend = legendOf(drawn, 18);
    expect(legend.colours.map(({ name }) => name).toSorted()).toEqual(['AMD', 'NVIDIA']);
    expect(legend.marks.length).toBeGreaterThan(0);
    expect(legend.leftOut).toBe('3 of 18 rows drawn: the cheapest, and the cheapest of each maker.');
    expect(legendOf(drawn, 3).leftOut).toBe('');
  });
});
