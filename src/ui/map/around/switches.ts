/** What might change, each as an edit of the question that can be undone: what is asked, whether it is on, and the question with it turned. No DOM. */
import { place } from '../../../catalogue/factory/places.ts';
import { site } from '../../../catalogue/sites.ts';
import type { PlacementAnswer } from '../../../placement/plan/answer.ts';
import { countryName, siteName } from '../../text/placement-words.ts';
import type { AskedPlacement } from '../question/asked.ts';
import { withLimits, withSwitches } from '../question/edits.ts';

export interface WhatIf {
  readonly id: string;
  readonly words: string;
  readonly on: boolean;
  /** The question with this turned on, or off where it is on. */
  readonly turned: AskedPlacement;
}

/**
 * @param answer of the plan without switches, whose largest holders are worth asking about; null before there is one
 */
export function whatIfs(asked: AskedPlacement, answer: PlacementAnswer | null): readonly WhatIf[] {
  const { supply = {}, rent, without = [], closed = [], announced = false } = asked.switches ?? {};
  const largest = [...(answer?.sites ?? [])].toSorted((a, b) => b.usdPerHour - a.usdPerHour);
  const countries = [...new Set(largest.flatMap(({ id }) => site(id)?.country ?? []))].slice(0, 2);
  // What a link or a note has closed stays in the list, so that it can be opened again.
  const closable = [...new Set([...closed, ...countries, ...largest.slice(0, 1).map(({ id }) => id)])];
  const vendors = [...new Set([...without, 'NVIDIA', 'Google'])];
  const all = 1;
  const powers = asked.limits?.vendorShare;
  const row = (id: string, words: string, on: boolean, turned: AskedPlacement): WhatIf => ({ id, words, on, turned });
  const { NVIDIA: _, ...otherSupply } = supply;
  return [
    row(
      'supply',
      'Half of NVIDIA’s supply',
      supply['NVIDIA'] !== undefined,
      withSwitches(asked, { supply: supply['NVIDIA'] === undefined ? { ...supply, NVIDIA: 0.5 } : otherSupply }),
    ),
    row(
      'rent',
      rent !== undefined && rent !== 2 ? `Rents times ${String(rent)}` : 'Rents double',
      rent !== undefined,
      withSwitches(asked, { rent: rent === undefined ? 2 : null }),
    ),
    ...vendors.map((vendor) =>
      row(`without-${vendor}`, `Without ${vendor}`, without.includes(vendor), withSwitches(asked, { without: toggled(without, vendor) })),
    ),
    ...closable.map((id) =>
      row(
        `closed-${id}`,
        `${place(id)?.kind === 'country' ? countryName(id) : siteName(id)} closed`,
        closed.includes(id),
        withSwitches(asked, { closed: toggled(closed, id) }),
      ),
    ),
    row(
      'announced',
      'Announced sites count as open',
      announced,
      announced ? withoutAnnounced(asked) : withSwitches({ ...asked, sites: asked.sites ?? 'all' }, { announced: true }),
    ),
    ...(powers === undefined || powers >= all
      ? [
          row(
            'power',
            'Only accelerators whose power is known',
            powers !== undefined,
            withLimits(asked, { vendorShare: powers === undefined ? all : null }),
          ),
        ]
      : []),
  ];
}

const toggled = (list: readonly string[], item: string): readonly string[] =>
  list.includes(item) ? list.filter((each) => each !== item) : [...list, item];

/** Sites of one's own stay; "all" was asked for with the switch. */
function withoutAnnounced(asked: AskedPlacement): AskedPlacement {
  const { sites, ...rest } = asked;
  return withSwitches(sites === 'all' ? rest : asked, { announced: false });
}
