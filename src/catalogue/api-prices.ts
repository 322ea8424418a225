/**
 * List prices of public token APIs in USD per million tokens, for comparison with a computed cost. Tiered offers show
 * their lowest tier; hosts of open models are the best check, since the model's shape is known. The file is rewritten
 * by `npm run refresh:prices`.
 */
import { table } from './data/api-prices.csv';
import { rowsOf, type Row } from './table.ts';
import type { Fact } from './facts.ts';
import { factOrNull, textOf, type Column } from './read-cell.ts';

export interface ApiPrice {
  readonly provider: string;
  /** The provider's own name of the model. */
  readonly offer: string;
  /** Catalogue id of the same model; null when it is closed or unknown. */
  readonly model: string | null;
  readonly input: Fact | null;
  readonly cachedInput: Fact | null;
  readonly output: Fact | null;
  readonly tiered: boolean;
  readonly basis: string;
  /** Day on which the price was valid. */
  readonly date: string;
}

const column = (name: string, definition: string): Column => ({ name, unit: 'USD/Mtoken', scale: 1, definition });
const input = column('input_usd_per_m', 'list price of input tokens');
const cachedInput = column('cached_input_usd_per_m', 'list price of input tokens read from a prefix cache');
const output = column('output_usd_per_m', 'list price of output tokens');

let cached: readonly ApiPrice[] | undefined;

export function apiPrices(): readonly ApiPrice[] {
  cached ??= rowsOf(table).map(readApiPrice);
  return cached;
}

/** Offers of one model of the catalogue. */
export function apiPricesOf(model: string): readonly ApiPrice[] {
  return apiPrices().filter((price) => price.model === model);
}

function readApiPrice(row: Row): ApiPrice {
  const model = textOf(row, 'maps_to_models_csv');
  return {
    provider: textOf(row, 'provider'),
    offer: textOf(row, 'model_id'),
    model: model === '' ? null : model,
    input: factOrNull(row, input),
    cachedInput: factOrNull(row, cachedInput),
    output: factOrNull(row, output),
    tiered: textOf(row, 'tiered') === 'yes',
    basis: textOf(row, 'price_basis'),
    date: textOf(row, 'date'),
  };
}
