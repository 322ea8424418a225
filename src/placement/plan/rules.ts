/** The person's own rules, each with how the placement would be asked without it. */
import type { Placement, Workload } from '../request/placement.ts';
import { shareKinds } from './shares.ts';

export interface Rule {
  readonly constraint: string;
  readonly text: string;
  readonly without: (placement: Placement) => Placement;
}

/** A deadline that no run misses. */
const noDeadline = 1e6;

export function rulesOf({ workloads, sites, limits, switches }: Placement): readonly Rule[] {
  const rules: Rule[] = [];
  const rule = (constraint: string, text: string, without: Rule['without']): void => void rules.push({ constraint, text, without });
  const switched = (constraint: string, text: string, change: (given: Placement['switches']) => Partial<Placement['switches']>): void =>
    rule(constraint, text, (placement) => ({ ...placement, switches: { ...placement.switches, ...change(placement.switches) } }));

  if (!switches.announced) switched('switches.announced', 'nothing announced or unconfirmed is used', () => ({ announced: true }));
  if (sites !== 'all')
    rule('sites', sites === 'operating' ? 'only sites that operate' : `only the ${String(sites.length)} sites listed`, (placement) => ({
      ...placement,
      sites: 'all',
    }));
  for (const [key, factor] of Object.entries(switches.supply))
    if (factor < 1)
      switched(`switches.supply.${key}`, `supply of ${key} times ${String(factor)}`, ({ supply }) => ({ supply: { ...supply, [key]: 1 } }));
  if (switches.scaleOut < 1) switched('switches.scaleOut', `networks between nodes times ${String(switches.scaleOut)}`, () => ({ scaleOut: 1 }));
  for (const name of switches.without)
    switched('switches.without', `without ${name}`, ({ without }) => ({ without: without.filter((each) => each !== name) }));
  for (const name of switches.closed)
    switched('switches.closed', `${name} is closed`, ({ closed }) => ({ closed: closed.filter((each) => each !== name) }));
  for (const of of shareKinds) {
    const share = limits[of];
    if (share !== null)
      rule(`limits.${of}`, `${of} at most ${String(share)}`, (placement) => ({ ...placement, limits: { ...placement.limits, [of]: null } }));
  }
  if (limits.sites !== null)
    rule('limits.sites', `at most ${String(limits.sites)} sites`, (placement) => ({ ...placement, limits: { ...placement.limits, sites: null } }));
  for (const [index, workload] of workloads.entries()) {
    const own = (key: string, text: string, change: Partial<Workload>): void =>
      rule(`workloads.${String(index)}.${key}`, `${workload.id}: ${text}`, (placement) => ({
        ...placement,
        workloads: placement.workloads.map((each) => (each.id === workload.id ? ({ ...each, ...change } as Workload) : each)),
      }));
    if (workload.kind === 'inference' && workload.roundTrip !== null)
      own('roundTrip', `a round trip of at most ${String(Math.round(1000 * workload.roundTrip))} ms`, { roundTrip: null });
    if (workload.kind !== 'inference')
      own('deadlineHours', `done within ${String(workload.deadlineHours)} hours`, {
        deadlineHours: noDeadline,
        training: { ...workload.training, deadlineHours: noDeadline },
      });
    if (workload.residency !== null)
      own('residency', workload.residency === 'law' ? 'as the law of each user’s country has it' : `only in ${workload.residency.join(', ')}`, {
        residency: null,
      });
    if (workload.sovereignty !== null)
      own(
        'sovereignty',
        `sovereignty of at least ${String(workload.sovereignty.minimum)} for ${workload.sovereignty.of ?? 'the user’s own country'}`,
        {
          sovereignty: null,
        },
      );
  }
  return rules;
}
