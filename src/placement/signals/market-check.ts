/**
 * The estimates against the market: what the best accelerator makes a million tokens for, at the load that the model finds, beside what hosts
 * ask for the same open model. A list price is asked, not paid, and need not cover costs; so this is no score. A ratio that is far
 * off for most models would say that the cost is wrong; for one, that its price or its cost deserves a look.
 */
import { inTurns, type Work } from '../../estimate/work.ts';
import { catalogueDate } from '../../catalogue/read-cell.ts';
import { modelVersion } from '../../estimate/model-version.ts';
import { quantile } from '../../stats/quantile.ts';
import type { Quantity } from '../../units/quantity.ts';
import { listPrices, modelsListedBy } from './list-prices.ts';
import { referenceFleet, referenceSteps } from './reference.ts';

/** With one host alone there is no market. */
const fewestHosts = 2;

export interface MarketRow {
  readonly model: string;
  /** Where it is made at the least; null where nothing that is priced serves it in time. */
  readonly accelerator: string | null;
  /** USD/Mtoken, input and output together. */
  readonly cost: Quantity | null;
  readonly hosts: number;
  /** List prices of the cheapest, the median and the dearest host, in the cost's unit. */
  readonly list: { readonly min: number; readonly median: number; readonly max: number };
  /** Median list price ÷ cost. */
  readonly ratio: number | null;
}

export interface MarketCheck {
  readonly date: string;
  readonly modelVersion: string;
  /** Lowest ratio first; those without a cost last. */
  readonly rows: readonly MarketRow[];
  /** Of the ratios; null where no model has one. */
  readonly ratio: { readonly p10: number; readonly median: number; readonly p90: number } | null;
  /** Models whose cost lies above the median list price, above every host's, and whose interval holds the median; of those with a cost. */
  readonly priced: number;
  readonly aboveMedian: number;
  readonly aboveAll: number;
  readonly inside: number;
}

/** @param models those of two hosts or more unless given */
export async function marketCheck({
  models = modelsListedBy(fewestHosts),
  ...work
}: Work & { readonly models?: readonly string[] } = {}): Promise<MarketCheck> {
  const year = Number(catalogueDate.slice(0, 4));
  await inTurns(referenceSteps(models, year), work);
  return summary(models.map((model) => marketRow(model, year)));
}

function marketRow(model: string, year: number): MarketRow {
  const { fleets, best } = referenceFleet(model, year);
  const cost = fleets.find(({ accelerator }) => accelerator === best)?.usdPerMillionTokens ?? null;
  const prices = listPrices(model);
  const list = { min: Math.min(...prices), median: quantile(prices, 0.5), max: Math.max(...prices) };
  return { model, accelerator: cost && best, cost, hosts: prices.length, list, ratio: cost && list.median / cost.value };
}

/** @param rows in any order */
export function summary(rows: readonly MarketRow[]): MarketCheck {
  const priced = rows.flatMap(({ cost, list, ratio }) => (cost && ratio !== null ? [{ cost, list, ratio }] : []));
  const ratios = priced.map(({ ratio }) => ratio);
  const count = (holds: (row: (typeof priced)[number]) => boolean): number => priced.filter(holds).length;
  return {
    date: catalogueDate,
    modelVersion,
    rows: [...rows].sort((a, b) => (a.ratio ?? Infinity) - (b.ratio ?? Infinity) || a.model.localeCompare(b.model)),
    ratio: ratios.length === 0 ? null : { p10: quantile(ratios, 0.1), median: quantile(ratios, 0.5), p90: quantile(ratios, 0.9) },
    priced: priced.length,
    aboveMedian: count(({ ratio }) => ratio < 1),
    aboveAll: count(({ cost, list }) => cost.value > list.max),
    inside: count(({ cost, list }) => cost.low <= list.median && list.median <= cost.high),
  };
}
