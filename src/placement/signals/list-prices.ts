/** What hosts ask for a model's tokens, blended as the reference demand has them. */
import { apiPrices, apiPricesOf } from '../../catalogue/api-prices.ts';
import { model as modelById } from '../../catalogue/models.ts';
import { median } from '../../stats/quantile.ts';
import { blended } from './reference.ts';

/** USD per million tokens, one price a host: the median of its offers. The maker's own offer is no check of what others can make it for. */
export function listPrices(id: string): readonly number[] {
  const maker = letters(modelById(id)?.vendor ?? '');
  const byHost = new Map<string, number[]>();
  for (const { provider, input, output } of apiPricesOf(id)) {
    if (!input || !output || input.value + output.value === 0 || maker.startsWith(letters(provider))) continue;
    byHost.set(provider, [...(byHost.get(provider) ?? []), blended(input.value, output.value)]);
  }
  return [...byHost.values()].map(median);
}

/** "Moonshot AI" and "moonshotai" are one. */
const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Models of the catalogue that so many hosts or more list, by id. */
export function modelsListedBy(hosts: number): readonly string[] {
  const ids = new Set(apiPrices().flatMap(({ model }) => model ?? []));
  return [...ids].filter((id) => listPrices(id).length >= hosts).sort();
}
