import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/catalogue/csv.ts';
import { csvOf, refreshPrices, type ListPrice } from '../../src/catalogue/refresh/refresh-prices.ts';

const columns = [
  'provider',
  'model_id',
  'input_usd_per_m',
  'cached_input_usd_per_m',
  'output_usd_per_m',
  'tiered',
  'price_basis',
  'maps_to_models_csv',
  'source',
  'date',
];
const rows = parseCsv(`${columns.join(',')}\ngroq,"a, b",1,,2,,list,llama-3.1-8b,P1,2026-01-01\ngroq,gone,3,,4,,list,,P1,2026-01-01\n`);
const price: ListPrice = { input: 0.5, cachedInput: 0.1, output: 2, tiered: true, dated: false };
const lookup = (_: string, offer: string): ListPrice | null => (offer === 'gone' ? null : price);

describe('refreshPrices', () => {
  it('writes new prices with their day, and says what changed', () => {
    const {
      rows: [first],
      changes,
    } = refreshPrices(rows, lookup, '2026-11-22');
    expect(first).toMatchObject({
      input_usd_per_m: '0.5',
      cached_input_usd_per_m: '0.1',
      output_usd_per_m: '2',
      tiered: 'yes',
      maps_to_models_csv: 'llama-3.1-8b',
      date: '2026-11-22',
    });
    expect(changes[0]).toBe('groq a, b: 1 / – / 2 → 0.5 / 0.1 / 2');
  });

  it('keeps an offer that is gone as of its day', () => {
    const {
      rows: [, second],
      changes,
    } = refreshPrices(rows, lookup, '2026-11-22');
    expect(second).toEqual(rows[1]);
    expect(changes[1]).toContain('kept as of 2026-01-01');
  });

  it('changes nothing the second time', () => {
    const once = refreshPrices(rows, lookup, '2026-11-22').rows.slice(0, 1);
    expect(refreshPrices(once, lookup, '2026-11-22')).toEqual({ rows: once, changes: [] });
  });

  it('writes what it reads', () => {
    expect(parseCsv(csvOf(rows, columns))).toEqual(rows);
  });
});
