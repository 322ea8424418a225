/**
 * Rules of the person's that together leave demand unmet: an irreducible set, by leaving out one rule after another and keeping those
 * without which everything would be met. Asked of the relaxation, so that each question takes a fraction of a second.
 */
import { networkOf } from '../network/network.ts';
import type { Reach } from '../network/reach.ts';
import type { Placement, Workload } from '../request/placement.ts';
import type { Solver } from '../solve/highs.ts';
import { penaltyOf } from '../solve/programme.ts';
import type { Conflict } from './answer.ts';
import { programmeOf } from './build.ts';
import type { Chosen } from './chosen.ts';
import { rulesOf } from './rules.ts';

const relaxSeconds = 20;
/** Of the penalty of a whole request a second. */
const rounding = 1e-6;

/** Yields before each solve; @returns none where everything is met */
export function* conflictOf(
  placement: Placement,
  { unmet, undone }: Pick<Chosen, 'unmet' | 'undone'>,
  solver: Solver,
  reach: Reach,
): Generator<void, readonly Conflict[]> {
  const [users] = unmet;
  const [job] = undone;
  if (!users && !job) return [];
  const met = (asked: Placement): boolean => isMet(asked, solver, reach);
  // What cannot be met alone is not explained by what else is asked.
  const alone: Placement = {
    ...placement,
    workloads: placement.workloads.flatMap((each): readonly Workload[] => {
      if (!users) return each === job ? [each] : [];
      return each.kind === 'inference' && each === users.workload ? [{ ...each, users: each.users.filter((_, group) => group === users.group) }] : [];
    }),
  };
  yield;
  let asked = met(alone) ? placement : alone;
  yield;
  if (asked === placement && met(placement))
    return [{ constraint: 'whole-replicas', text: 'fractions of replicas would meet it; a plan of whole ones that does was not found' }];
  const rules = rulesOf(placement).filter(({ constraint }) => asked === placement || concerns(constraint, placement, asked));
  const kept: Conflict[] = [];
  for (const { constraint, text, without } of rules) {
    yield;
    const less = without(asked);
    if (met(less)) kept.push({ constraint, text });
    else asked = less;
  }
  return kept.length > 0
    ? kept
    : [{ constraint: 'capacity', text: 'without any of the rules the sites known would still hold too little, or could not run it' }];
}

/** A rule of a workload that is asked, or of the whole plan. */
function concerns(constraint: string, { workloads }: Placement, asked: Placement): boolean {
  const index = /^workloads\.(\d+)\./.exec(constraint)?.[1];
  return index === undefined || asked.workloads.some(({ id }) => id === workloads[Number(index)]?.id);
}

function isMet(placement: Placement, solver: Solver, reach: Reach): boolean {
  const network = networkOf(placement, reach);
  const reached = (workload: string, group: number): boolean => network.flows.some((flow) => flow.workload.id === workload && flow.group === group);
  for (const workload of placement.workloads) {
    if (workload.kind !== 'inference') {
      if (!network.jobs.some((choice) => choice.workload.id === workload.id)) return false;
    } else if (workload.users.some((_, group) => !reached(workload.id, group))) return false;
  }
  const { programme } = programmeOf(placement, network);
  const relaxed = solver.relax(programme, { seed: placement.seed, timeLimit: relaxSeconds });
  const least = Math.min(...programme.columns.flatMap(({ penalty, cost }) => (penalty ? [cost] : [])));
  return relaxed !== null && penaltyOf(programme, relaxed.values) <= rounding * least;
}
