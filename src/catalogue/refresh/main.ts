/**
 * `npm run refresh:prices [-- YYYY-MM-DD]`: rewrites `data/api-prices.csv` from the installed @pydantic/genai-prices
 * (MIT), at noon UTC of that day or of today, and prints what changed. Nothing is fetched.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { calcPrice, type ModelPrice, type TieredPrices } from '@pydantic/genai-prices';
import { parseCsv } from '../csv.ts';
import { csvOf, refreshPrices, type ListPrice } from './refresh-prices.ts';

const file = new URL('../data/api-prices.csv', import.meta.url);
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

const date = process.argv[2] ?? new Date().toISOString().slice(0, 10);
const timestamp = new Date(`${date}T12:00:00Z`);
if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(timestamp.getTime())) throw new Error(`"${date}" is not a day; expected YYYY-MM-DD`);

function lookup(providerId: string, offer: string): ListPrice | null {
  const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, offer, { providerId, timestamp });
  // The package matches by pattern, and an offer of another name has another price.
  if (found?.model.id !== offer) return null;
  const at = (price: ModelPrice[string]): number | null => (price === undefined ? null : typeof price === 'number' ? price : price.base);
  const { input_mtok: input, cache_read_mtok: cached, output_mtok: output } = found.model_price;
  const isTiered = (price: ModelPrice[string]): price is TieredPrices => typeof price === 'object';
  return {
    input: at(input),
    cachedInput: at(cached),
    output: at(output),
    tiered: [input, cached, output].some(isTiered),
    dated: Array.isArray(found.model.prices),
  };
}

const { rows, changes } = refreshPrices(parseCsv(await readFile(file, 'utf8')), lookup, date);
await writeFile(file, csvOf(rows, columns));
process.stdout.write(`${changes.map((change) => `${change}\n`).join('')}${rows.length} offers at ${date}, ${changes.length} changed\n`);
