/** What a token costs to make, against what others ask for it. */
import { quantile } from '../../stats/quantile.ts';
import type { Quantity } from '../../units/quantity.ts';
import { listPrices } from './list-prices.ts';
import { referenceFleet, referenceModels } from './reference.ts';
import { against, ratioOf, unanimous, type Signal, type SignalValue } from './signal.ts';

/** Listers below which a median is an anecdote. */
const fewest = 3;

/** @param models where fewer than the reference are asked */
export function tokenEconomics(date: string, models: readonly string[] = referenceModels): Signal {
  const values = models.flatMap((id) => valueOf(id, Number(date.slice(0, 4))) ?? []);
  return {
    id: 'token-economics',
    definition:
      'cost of a million tokens on the best accelerator that ships, is priced and is not rented below owning cost (3 input to 1 output, default target, reserved) ÷ median list price of hosts of the same open model; below 1 is better',
    asOf: date,
    n: values.length,
    coverage: values.length / models.length,
    verdict: unanimous(values.map(({ verdict }) => verdict)),
    values,
    inputs: ['api-prices', 'accelerators', ...models],
    sources: ['P1'],
  };
}

function valueOf(id: string, year: number): SignalValue | null {
  const { fleets, best } = referenceFleet(id, year);
  const cost = fleets.find(({ accelerator }) => accelerator === best)?.usdPerMillionTokens;
  const prices = listPrices(id);
  if (!cost || prices.length === 0) return null;
  const price: Quantity = {
    value: quantile(prices, 0.5),
    low: quantile(prices, 0.1),
    high: quantile(prices, 0.9),
    unit: cost.unit,
    evidence: 'measured',
  };
  const ratio = ratioOf(cost, price, cost.evidence);
  const notes = [`on ${best ?? ''}: ${cost.value.toPrecision(3)} $/Mtoken against ${price.value.toPrecision(3)}`];
  if (prices.length < fewest)
    return { group: id, ...ratio, n: prices.length, verdict: 'not-decided', notes: [...notes, `fewer than ${String(fewest)} hosts list it`] };
  return { group: id, ...ratio, n: prices.length, verdict: against(1, ratio), notes };
}
