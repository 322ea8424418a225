import { describe, expect, it } from 'vitest';
import { listPrices, modelsListedBy } from '../../../src/placement/signals/list-prices.ts';
import { marketCheck, summary, type MarketRow } from '../../../src/placement/signals/market-check.ts';

const row = (model: string, cost: number | null, list: MarketRow['list']): MarketRow => ({
  model,
  accelerator: cost === null ? null : 'h200-sxm',
  cost: cost === null ? null : { value: cost, low: cost / 2, high: cost * 2, unit: 'USD/Mtoken', evidence: 'prior' },
  hosts: 2,
  list,
  ratio: cost === null ? null : list.median / cost,
});

describe('the market check', () => {
  it('counts what lies above, and what the interval holds', () => {
    const check = summary([
      row('unpriced', null, { min: 1, median: 1, max: 1 }),
      row('cheap', 1, { min: 3, median: 4, max: 5 }),
      row('near', 1, { min: 0.5, median: 0.8, max: 1.2 }),
      row('dear', 2, { min: 0.5, median: 0.8, max: 1 }),
      row('far', 4, { min: 1, median: 2, max: 3 }),
    ]);
    expect(check.rows.map(({ model }) => model)).toEqual(['dear', 'far', 'near', 'cheap', 'unpriced']);
    // Ratios 0.4, 0.5, 0.8 and 4; far's interval begins at the median host's 2, and its end counts as inside.
    expect(check).toMatchObject({ priced: 4, aboveMedian: 3, aboveAll: 2, inside: 2 });
    expect(check.ratio?.median).toBeCloseTo(0.65, 12);
    expect(check.ratio?.p10).toBeCloseTo(0.43, 12);
    expect(check.ratio?.p90).toBeCloseTo(3.04, 12);
  });

  it('says so when nothing has a cost', () => {
    expect(summary([row('unpriced', null, { min: 1, median: 1, max: 1 })])).toMatchObject({ priced: 0, ratio: null, inside: 0 });
  });

  it('asks models that two hosts beside the maker list', async () => {
    const models = modelsListedBy(2);
    expect(models).toContain('llama-3.3-70b');
    for (const model of models) expect(listPrices(model).length, model).toBeGreaterThanOrEqual(2);
    const [only] = (await marketCheck({ models: ['llama-3.1-8b'] })).rows;
    const { cost, list, ratio, hosts } = only ?? {};
    expect(hosts).toBe(listPrices('llama-3.1-8b').length);
    expect(ratio).toBeCloseTo((list?.median ?? NaN) / (cost?.value ?? NaN), 12);
    // An order of magnitude: hosts cannot sell for a tenth of what it costs, nor ask ten times as much, of a model this common.
    expect(ratio).toBeGreaterThan(0.1);
    expect(ratio).toBeLessThan(10);
  });
});
