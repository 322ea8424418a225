/** Who runs the network, where it stands, and in how few hands each lies. */
import { standsAt } from '../../catalogue/factory/capacity.ts';
import { ownerOf } from '../../catalogue/factory/operators.ts';
import { siteFacts, type SiteFacts } from '../../catalogue/factory/site-facts.ts';
import { siteDetails } from '../../catalogue/site-details.ts';
import { sites, type Site } from '../../catalogue/sites.ts';
import { concentration, type Concentration } from './concentration.ts';
import { exactly, type Signal, type SignalValue } from './signal.ts';

type Here = Site & { readonly facts: SiteFacts };

export function partners(date: string): Signal {
  const operating: readonly Here[] = sites().flatMap((place) => {
    const facts = siteFacts(place.id);
    return facts && standsAt(place.id, date) ? [{ ...place, facts }] : [];
  });
  const powered = operating.filter(({ facts }) => facts.buildingPower !== null);
  const holders = {
    owner: ({ facts }: Here): string => ownerOf(facts.operator).id,
    jurisdiction: ({ facts }: Here): string => facts.jurisdiction,
    country: ({ country }: Here): string => country,
  };
  const bySites = Object.entries(holders).map(
    ([name, holder]) => [name, concentration(operating.map((at) => ({ holder: holder(at), amount: 1 })))] as const,
  );
  const byPower = Object.entries(holders).map(
    ([name, holder]) => [name, concentration(powered.map((at) => ({ holder: holder(at), amount: at.facts.buildingPower?.value ?? 0 })))] as const,
  );
  const control = bySites.find(([name]) => name === 'jurisdiction')?.[1];
  const location = bySites.find(([name]) => name === 'country')?.[1];
  return {
    id: 'partners',
    definition:
      'sites that operate at the month by owner of the operator, jurisdiction of the control plane, country and kind; HHI by sites and by stated building power, 10,000 for one hand; worse where control lies in fewer hands than location',
    asOf: date,
    n: operating.length,
    coverage: powered.length / operating.length,
    verdict: !control || !location ? null : control.low > location.high ? 'worse' : control.high < location.low ? 'better' : 'not-decided',
    values: [
      ...bySites.flatMap(([name, found]) => hhiOf(`${name}, by sites`, found, operating.length)),
      ...byPower.flatMap(([name, found]) => hhiOf(`${name}, by stated power`, found, powered.length)),
      ...countsOf('kind', operating, ({ facts }) => facts.kind),
      ...countsOf('programme', operating, ({ id }) => programmeOf(id)),
    ],
    inputs: ['sites', 'site-facts', 'operators'],
    sources: [...new Set(operating.flatMap(({ source }) => source))],
  };
}

const programmeOf = (id: string): string => siteDetails(id)?.partnerProgramme || 'none read';

function hhiOf(group: string, { hhi, low, high, holders, largest, share }: Concentration, n: number): readonly SignalValue[] {
  if (n === 0) return [];
  return [
    {
      group,
      value: hhi,
      low,
      high,
      unit: 'HHI',
      evidence: 'measured',
      n,
      verdict: null,
      notes: [`${String(holders)} in all; the largest is ${largest} with ${(100 * share).toFixed(0)} %`],
    },
  ];
}

function countsOf(name: string, operating: readonly Here[], of: (at: Here) => string): readonly SignalValue[] {
  return [...new Set(operating.map(of))].sort().map((word) => {
    const n = operating.filter((at) => of(at) === word).length;
    return { group: `${name}: ${word}`, ...exactly(n, 'sites'), n, verdict: null, notes: [] };
  });
}
