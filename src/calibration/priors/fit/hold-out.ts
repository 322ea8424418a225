/**
 * How wrong a form is where it was not fitted: rows of a known accelerator left out by turns, an accelerator left out
 * while its family stays, a whole family left out.
 */
import { followsProgramming } from '../operator-classes.ts';
import { centreOf, fitNear, fitPool, poolsOf, residuals, type Theta } from './fit-form.ts';
import type { FitRow, Form } from './forms.ts';

export interface HoldOut {
  readonly id: string;
  readonly rows: number;
  /** ln(predicted/measured) on rows not fitted: other rows of this chip known, its family known, only its pool known. */
  readonly known: readonly number[];
  readonly family: readonly number[] | null;
  readonly pool: readonly number[] | null;
  /** What stands in for it: its kin's numbers, and those of the pool without its family. */
  readonly standIns: { readonly family: Theta | null; readonly pool: Theta | null };
}

export const magnitudes = (values: readonly number[]): number[] => values.map(Math.abs);

/** The pool that stands in for a system: of its kind where the class follows that and others are in it, else all. */
export function poolFor(form: Form, rows: readonly FitRow[], system: FitRow['system']): { theta: Theta; rows: readonly FitRow[] } | null {
  const [all, kind, fabric] = poolsOf(system);
  const wanted = form.class === 'collective' ? fabric : followsProgramming[form.class] ? kind : all;
  for (const name of [wanted, all]) {
    if (name === undefined) continue;
    const members = rows.filter((row) => poolsOf(row.system).includes(name));
    if (members.length > 0) return { theta: fitPool(form, members), rows: members };
  }
  return null;
}

export function holdOut(form: Form): HoldOut[] {
  const systems = [...new Set(form.rows.map((row) => row.system))];
  return systems.map((system) => {
    const own = form.rows.filter((row) => row.system === system);
    const others = form.rows.filter((row) => row.system !== system);
    const kin = others.filter((row) => row.system.family === system.family);
    const strangers = others.filter((row) => row.system.family !== system.family);
    const centre = centreOf(form, system.family);
    const known: number[] = [];
    const turns = 4;
    for (let turn = 0; turn < turns; turn++) {
      const kept = own.filter((_, i) => i % turns !== turn);
      const left = own.filter((_, i) => i % turns === turn);
      if (left.length > 0 && kept.length > 0) known.push(...residuals(form, left, fitNear(form, kept, centre)));
    }
    const near = kin.length > 0 ? fitNear(form, kin, fitPool(form, others)) : null;
    const away = poolFor(form, strangers, system);
    return {
      id: system.id,
      rows: own.length,
      known,
      family: near && residuals(form, own, near),
      pool: away && residuals(form, own, away.theta),
      standIns: { family: near, pool: away?.theta ?? null },
    };
  });
}
