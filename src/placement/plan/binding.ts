/** Which limits bind, and what one more of each would save: shadow prices of the relaxation, where replicas need not be whole. */
import type { Objective, Placement } from '../request/placement.ts';
import type { Relaxed } from '../solve/highs.ts';
import type { Binding } from './answer.ts';
import type { PlanProgramme, RowMeaning } from './build.ts';

/** Of the objective; below it a price is the solver's rounding, or of the tie between plans that cost the same. */
const leastPrice = 1e-5;

/** Requests a second that one more of a limit would serve, below which it is cost and not demand that speaks. */
const leastServed = 1e-3;

const unitOf: Readonly<Record<Objective, string>> = { usd: 'USD/h', gCO2e: 'gCO2e/h', kW: 'kW' };

export const objectiveUnit = (objective: Objective): string => unitOf[objective];

/**
 * @param priced the relaxation with what it leaves undone held at what it is: its duals have no penalty in them
 * @param relaxed the relaxation itself, which says what would serve more of the demand
 */
export function bindingOf(
  { objective }: Placement,
  plan: PlanProgramme,
  { duals, values, objective: total }: Relaxed,
  relaxed: Relaxed,
): readonly Binding[] {
  const served = new Set(
    plan.flows.flatMap((column) => ((values[column] ?? 0) > 0 ? (plan.programme.columns[column]?.entries ?? []).map(({ row }) => row) : [])),
  );
  return plan.rows.flatMap((meaning, row): Binding[] => {
    const dual = duals[row] ?? 0;
    const words = wordsOf(meaning);
    if (!words) return [];
    const { constraint, text, unit } = words;
    if (Math.abs(dual) > leastPrice * Math.max(1, Math.abs(total)))
      return meaning.kind === 'demand' && !served.has(row)
        ? []
        : [{ constraint, text, price: Math.abs(dual), unit: `${unitOf[objective]} per ${unit}` }];
    const serves = Math.abs(relaxed.duals[row] ?? 0) / plan.penalty;
    return meaning.kind === 'demand' || serves < leastServed
      ? []
      : [{ constraint, text: `${text}: one more would serve demand that is unmet`, price: serves, unit: `request/s per ${unit}` }];
  });
}

function wordsOf(meaning: RowMeaning): { readonly constraint: string; readonly text: string; readonly unit: string } | null {
  switch (meaning.kind) {
    case 'demand': {
      const { workload, group } = meaning;
      const from = workload.users[group]?.from;
      return {
        constraint: `demand:${workload.id}:${from?.id ?? ''}`,
        text: `one more request a second of ${workload.id} from ${from?.name ?? ''}`,
        unit: 'request/s',
      };
    }
    case 'accelerators':
      return {
        constraint: `accelerators:${meaning.site.id}:${meaning.site.pools[meaning.pool]?.accelerators.join('+') ?? ''}`,
        text: `accelerators at ${meaning.site.name}`,
        unit: 'accelerator',
      };
    case 'power':
      return { constraint: `power:${meaning.site.id}`, text: `power at ${meaning.site.name}`, unit: 'kW' };
    case 'share':
      return {
        constraint: `limits.${meaning.of}:${meaning.holder}`,
        text: `${meaning.holder} holds at most ${String(Math.round(100 * meaning.share))} % of the power`,
        unit: 'kW',
      };
    case 'sites':
      return { constraint: 'limits.sites', text: `at most ${String(meaning.most)} sites`, unit: 'site' };
    default:
      return null;
  }
}
