/**
 * What the cost figure found, as a sentence that claims no more than its intervals allow. The rows that it speaks of are
 * those that are ranked; the rest are drawn below them and take no part in it.
 */
import type { Quantity } from '../units/quantity.ts';

export interface TitledRow {
  readonly name: string;
  readonly ranked: boolean;
  /** Sold today: what is announced gives no title, whatever else is missing. */
  readonly announced: boolean;
  readonly cost: Quantity | null;
}

interface Costed extends TitledRow {
  readonly cost: Quantity;
}

export function costTitle(rows: readonly TitledRow[], modelName: string): string {
  const made = rows.filter((row): row is Costed => !row.announced && row.cost !== null).toSorted((a, b) => a.cost.value - b.cost.value);
  const today = made.filter((row) => row.ranked);
  const [best] = today;
  // What an owner pays is worked out from purchase prices: every chip's is projected then, and a title must say so.
  if (!best)
    return made[0]
      ? `By projected prices alone, ${made[0].name} comes out lowest for ${modelName}`
      : `No chip that is made today has a price for ${modelName}`;
  if (today.length === 1) return `${best.name} is the only chip with a published price that serves ${modelName} so`;
  // Another chip is not told apart if its middle lies within the interval of the best, or the best's within its own.
  const close = today.slice(1).filter((row) => row.cost.value <= best.cost.high || best.cost.value >= row.cost.low);
  const [second, third] = close;
  if (!second) return `Of the chips one can rent today, ${best.name} serves ${modelName} at the lowest cost`;
  if (!third) return `${best.name} and ${second.name} serve ${modelName} at the lowest cost, too close to call`;
  if (close.length === 2) return `${best.name}, ${second.name} and ${third.name} are the cheapest for ${modelName}, too close to call`;
  return `${best.name} looks cheapest for ${modelName}, but ${close.length} others lie within the intervals`;
}

/** At most `limit` rows in their order: those to keep, the first of each vendor, then the first of the rest. */
export function mostTelling<T extends { readonly vendor: string; readonly keep: boolean }>(rows: readonly T[], limit: number): readonly T[] {
  const seen = new Set<string>();
  const first = rows.filter((row) => row.keep || (!seen.has(row.vendor) && seen.add(row.vendor)));
  // Kept rows come first in line, so that the limit never costs one of them.
  const inLine = new Set([...first.filter((row) => row.keep), ...first, ...rows]);
  const picked = new Set([...inLine].slice(0, limit));
  return rows.filter((row) => picked.has(row));
}
