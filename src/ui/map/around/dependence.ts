/** In how few hands a plan lies, by its power, or by the number of its accelerators where a power is not known. No DOM. */
import { accelerator } from '../../../catalogue/accelerators.ts';
import { operator, ownerOf } from '../../../catalogue/factory/operators.ts';
import { siteFacts } from '../../../catalogue/factory/site-facts.ts';
import { site } from '../../../catalogue/sites.ts';
import { dependenceKinds, type Dependence, type DependenceKind, type PlacementAnswer } from '../../../placement/plan/answer.ts';
import { herfindahl } from '../../../placement/signals/concentration.ts';
import { countryName } from '../../text/placement-words.ts';

export interface ShownDependence {
  readonly by: 'power' | 'accelerators';
  readonly of: Readonly<Record<DependenceKind, Dependence>>;
}

/** Null where nothing runs. */
export function dependenceShown({ dependence, sites }: PlacementAnswer): ShownDependence | null {
  if (dependence) return { by: 'power', of: dependence };
  const parts = sites.flatMap(({ id, accelerators }) => Object.entries(accelerators).map(([chip, amount]) => ({ id, chip, amount })));
  if (parts.length === 0) return null;
  const of = (kind: DependenceKind): Dependence => {
    const holdings = parts.map(({ id, chip, amount }) => ({ holder: holders[kind](id, chip), amount }));
    const sums = new Map<string, number>();
    for (const { holder, amount } of holdings) sums.set(holder, (sums.get(holder) ?? 0) + amount);
    const total = parts.reduce((sum, { amount }) => sum + amount, 0);
    const [largest, most] = [...sums].toSorted(([, a], [, b]) => b - a)[0] ?? ['', 0];
    return { hhi: herfindahl(holdings), largest, share: most / total };
  };
  return { by: 'accelerators', of: Object.fromEntries(dependenceKinds.map((kind) => [kind, of(kind)])) as Record<DependenceKind, Dependence> };
}

const holders: Readonly<Record<DependenceKind, (id: string, chip: string) => string>> = {
  vendor: (_, chip) => accelerator(chip)?.vendor ?? chip,
  operator: (id) => {
    const facts = siteFacts(id);
    return facts ? ownerOf(facts.operator).id : id;
  },
  country: (id) => site(id)?.country ?? id,
  jurisdiction: (id) => siteFacts(id)?.jurisdiction ?? id,
};

export const holderName = (kind: DependenceKind, holder: string): string =>
  kind === 'vendor' ? holder : kind === 'operator' ? (operator(holder)?.name ?? holder) : countryName(holder);

/** "four even hands" of an index: how many equal holders would give the same. */
export const evenHands = (hhi: number): number => 10_000 / hhi;
