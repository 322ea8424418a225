/** In how few hands a plan's power lies: vendors of accelerators, owners of operators, countries, and the law over the control planes. */
import { herfindahl } from '../signals/concentration.ts';
import { dependenceKinds, type Dependence, type DependenceKind } from './answer.ts';
import type { JobChoice, ReplicaChoice } from '../network/choices.ts';
import type { Chosen } from './chosen.ts';
import { chipOf } from './totals.ts';

const holderOf: Readonly<Record<DependenceKind, (choice: ReplicaChoice | JobChoice) => string>> = {
  vendor: (choice) => chipOf(choice).vendor,
  operator: ({ site }) => site.owner,
  country: ({ site }) => site.country,
  jurisdiction: ({ site }) => site.jurisdiction,
};

/** @returns null where nothing runs, or the power of something that runs is not known */
export function dependenceOf({ replicas, jobs }: Chosen): Readonly<Record<DependenceKind, Dependence>> | null {
  const parts = [...replicas.map(({ choice, count }) => ({ choice, count })), ...jobs.map((choice) => ({ choice, count: 1 }))];
  if (parts.length === 0 || parts.some(({ choice }) => choice.kW === null)) return null;
  const of = (kind: DependenceKind): Dependence => {
    const holdings = new Map<string, number>();
    for (const { choice, count } of parts) {
      const holder = holderOf[kind](choice);
      holdings.set(holder, (holdings.get(holder) ?? 0) + count * (choice.kW ?? 0));
    }
    const ranked = [...holdings].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const total = ranked.reduce((sum, [, amount]) => sum + amount, 0);
    const [largest, most] = ranked[0] ?? ['', 0];
    return { hhi: herfindahl(ranked.map(([holder, amount]) => ({ holder, amount }))), largest, share: total > 0 ? most / total : 0 };
  };
  return Object.fromEntries(dependenceKinds.map((kind) => [kind, of(kind)])) as Record<DependenceKind, Dependence>;
}
