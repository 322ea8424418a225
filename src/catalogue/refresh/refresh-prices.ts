/**
 * Rows of `api-prices.csv` brought to the list prices that a lookup gives. Which offers are listed, and which model of the
 * catalogue each is, stays as the file says; an offer that the lookup no longer knows keeps its price and its date.
 */
import type { CsvRow } from '../csv.ts';

export interface ListPrice {
  /** USD per million tokens; the lowest tier where there are several. */
  readonly input: number | null;
  readonly cachedInput: number | null;
  readonly output: number | null;
  readonly tiered: boolean;
  /** True when the price depends on the day or the hour. */
  readonly dated: boolean;
}

export interface Refreshed {
  readonly rows: readonly CsvRow[];
  /** One line for each offer that changed or is gone. */
  readonly changes: readonly string[];
}

/**
 * @param lookup the price of a provider's offer, or null when it is not known
 * @param date ISO day at whose noon, UTC, the prices hold
 */
export function refreshPrices(rows: readonly CsvRow[], lookup: (provider: string, offer: string) => ListPrice | null, date: string): Refreshed {
  const changes: string[] = [];
  const refreshed = rows.map((row): CsvRow => {
    const provider = row['provider'] ?? '';
    const offer = row['model_id'] ?? '';
    const price = lookup(provider, offer);
    if (!price) {
      changes.push(`${provider} ${offer}: not listed any more, kept as of ${row['date'] ?? '?'}`);
      return row;
    }
    const following: CsvRow = {
      ...row,
      input_usd_per_m: cell(price.input),
      cached_input_usd_per_m: cell(price.cachedInput),
      output_usd_per_m: cell(price.output),
      tiered: price.tiered ? 'yes' : '',
      price_basis: price.dated ? 'list; differs by day or hour, value at 12:00 UTC' : 'list',
      date,
    };
    const shown = (each: CsvRow): string =>
      ['input_usd_per_m', 'cached_input_usd_per_m', 'output_usd_per_m'].map((key) => each[key] || '–').join(' / ');
    if (shown(row) !== shown(following)) changes.push(`${provider} ${offer}: ${shown(row)} → ${shown(following)}`);
    return following;
  });
  return { rows: refreshed, changes };
}

const cell = (value: number | null): string => (value === null ? '' : String(value));

/** Columns in the order of the first row; cells are quoted where they must be (RFC 4180). */
export function csvOf(rows: readonly CsvRow[], columns: readonly string[]): string {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${[columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((cells) => cells.map(quoted).join(',')).join('\n')}\n`;
}
