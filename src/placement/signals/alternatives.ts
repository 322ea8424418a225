/** What it costs to do without the vendor that most sites depend on, and what the others lack. */
import { accelerator, accelerators } from '../../catalogue/accelerators.ts';
import type { Accelerator } from '../../catalogue/facts.ts';
import { engineFacts } from '../../catalogue/engines.ts';
import { siteCapacity } from '../../catalogue/factory/capacity.ts';
import { siteFacts } from '../../catalogue/factory/site-facts.ts';
import { sites } from '../../catalogue/sites.ts';
import type { FleetRow } from '../../fleet/fleet.ts';
import { weakest } from '../../units/quantity.ts';
import { referenceFleet, referenceModels } from './reference.ts';
import { against, ratioOf, unanimous, type Signal, type SignalValue } from './signal.ts';

/** @param models where fewer than the reference are asked */
export function alternatives(date: string, models: readonly string[] = referenceModels): Signal {
  const holdings = sitesByAccelerator(date);
  const largest = largestVendor(holdings);
  const values = models.flatMap((id) => [false, true].flatMap((held) => valueOf(id, Number(date.slice(0, 4)), largest, holdings, held) ?? []));
  return {
    id: 'alternatives',
    definition: `cost of a million tokens on the best accelerator that is not by ${largest} ÷ the same on the best one by ${largest}, at the demand of token-economics; below 1 is better. The vendor is the one at most open sites. Once over all accelerators, once over those named at open sites`,
    asOf: date,
    n: values.length,
    // Of the models asked, those that somebody else's chip at an open site serves.
    coverage: values.filter(({ group }) => group.endsWith(atOpenSites)).length / models.length,
    verdict: unanimous(values.map(({ verdict }) => verdict)),
    values,
    inputs: ['accelerators', 'site-facts', 'engines', ...models],
    sources: [...new Set(accelerators().flatMap(({ reservedPrice }) => reservedPrice?.source ?? []))],
  };
}

const atOpenSites = ', at open sites';

type Holdings = ReadonlyMap<string, number>;

/** Open sites at which a chip is named, by its id. */
function sitesByAccelerator(date: string): Holdings {
  const count = new Map<string, number>();
  for (const { id } of sites()) {
    if (!siteCapacity(id, { date }).range) continue;
    for (const chip of siteFacts(id)?.accelerators ?? []) count.set(chip, (count.get(chip) ?? 0) + 1);
  }
  return count;
}

function largestVendor(holdings: Holdings): string {
  const byVendor = new Map<string, number>();
  for (const [chip, count] of holdings) {
    const vendor = accelerator(chip)?.vendor ?? '';
    byVendor.set(vendor, (byVendor.get(vendor) ?? 0) + count);
  }
  return [...byVendor].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

function valueOf(model: string, year: number, largest: string, holdings: Holdings, held: boolean): SignalValue | null {
  const rows = referenceFleet(model, year).fleets.flatMap((row) => {
    const chip = accelerator(row.accelerator);
    return chip && row.usdPerMillionTokens && (!held || holdings.has(chip.id)) ? [{ chip, row, cost: row.usdPerMillionTokens }] : [];
  });
  const theirs = rows.find(({ chip }) => chip.vendor === largest);
  const other = rows.find(({ chip }) => chip.vendor !== largest);
  if (!theirs || !other) return null;
  const ratio = ratioOf(other.cost, theirs.cost, weakest(other.cost.evidence, theirs.cost.evidence));
  return {
    group: `${model}: ${other.chip.id} against ${theirs.chip.id}${held ? atOpenSites : ''}`,
    ...ratio,
    n: 2,
    verdict: against(1, ratio),
    notes: lacks(other.chip, other.row, theirs.chip, holdings),
  };
}

function lacks(chip: Accelerator, row: FleetRow, rival: Accelerator, holdings: Holdings): readonly string[] {
  const at = (id: string): number => holdings.get(id) ?? 0;
  const missing = engineFacts.filter(({ runsOn }) => runsOn.includes(rival.class) && !runsOn.includes(chip.class)).map(({ name }) => name);
  return [
    `${chip.id} at ${String(at(chip.id))} open sites, ${rival.id} at ${String(at(rival.id))}`,
    ...(missing.length > 0 ? [`no ${missing.join(', no ')}`] : []),
    ...(row.timePerOutputToken?.evidence === 'interpolated' ? [] : ['no fitted timings of its own']),
    ...(row.usdPerMillionTokens?.evidence === 'projected' ? ['no reserved price was read'] : []),
  ];
}
