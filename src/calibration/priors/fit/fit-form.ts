/**
 * Fits one form: a pool over families of like kind, then each family and each accelerator pulled towards its pool by
 * the specs' deviations. Families weigh the same in a pool however many accelerators and rows they have.
 */
import { parameterSpecs } from '../operator-classes.ts';
import { programming, type Family } from '../silicon.ts';
import { leastSquares } from '../../../stats/least-squares.ts';
import { fabricLimit } from '../pack.ts';
import type { FitRow, Form, Numbers } from './forms.ts';

/** Residual (ln) at which the loss turns linear: about the size of a good fit's tail. */
const lossScale = 0.15;

export type Theta = readonly number[];

/** Names to numbers, θ being their logarithms. */
export function named(form: Form, theta: ArrayLike<number>): Numbers {
  const out: Record<string, number> = {};
  parameterSpecs[form.class].forEach((spec, j) => {
    out[spec.name] = Math.exp(theta[j] ?? 0);
  });
  return out;
}

export function residuals(form: Form, rows: readonly FitRow[], theta: ArrayLike<number>): number[] {
  const parameters = named(form, theta);
  return rows.map((row) => Math.log(row.seconds(parameters) / row.measured));
}

function fit(form: Form, rows: readonly FitRow[], weights: Float64Array, centre: Theta, pull: number): Theta {
  const specs = parameterSpecs[form.class];
  const names = specs.map((spec) => spec.name);
  const parameters: Record<string, number> = {};
  const solution = leastSquares({
    rows: rows.length,
    weights,
    start: centre,
    low: specs.map((spec) => Math.log(spec.low)),
    high: specs.map((spec) => Math.log(spec.high)),
    centre,
    deviation: specs.map((spec) => spec.deviation * pull),
    scale: lossScale,
    residuals(theta, out) {
      for (let j = 0; j < names.length; j++) parameters[names[j] ?? ''] = Math.exp(theta[j] ?? 0);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        if (row) out[i] = Math.log(row.seconds(parameters) / row.measured);
      }
    },
  });
  return [...solution.theta];
}

const startOf = (form: Form): Theta => parameterSpecs[form.class].map((spec) => Math.log(spec.start));

/** Rows a family is worth in a pool: as many as one accelerator's sample of a grid. */
const familyRows = 150;

/** In the pool of graphics dies, the one that was timed weighs twice what the datacentre chip of like programming does. */
const ownKindWeight = 2;

function balanced(rows: readonly FitRow[], name: string): Float64Array {
  const count = new Map<string, number>();
  for (const row of rows) count.set(row.system.family, (count.get(row.system.family) ?? 0) + 1);
  return Float64Array.from(
    rows,
    ({ system: { family } }) => ((name === 'graphics' && family === 'blackwell-gddr' ? ownKindWeight : 1) * familyRows) / (count.get(family) ?? 1),
  );
}

/** One set of numbers for all the rows, every family weighing the same but for the pools that say otherwise. */
export function fitPool(form: Form, rows: readonly FitRow[], name = 'all'): Theta {
  return fit(form, rows, balanced(rows, name), startOf(form), 1);
}

/** An accelerator's or a family's own numbers, near those of its pool where its rows say little. */
export function fitNear(form: Form, rows: readonly FitRow[], pool: Theta): Theta {
  return fit(form, rows, new Float64Array(rows.length).fill(1), pool, 1);
}

/**
 * Where the fit of one accelerator or family starts and is pulled to: all of its kind, or the specs' own start for the
 * one family that no other is like.
 */
export function centreOf(form: Form, family: Family): Theta {
  if (family === 'xe2') return startOf(form);
  return fitPool(
    form,
    form.rows.filter((row) => row.system.family !== 'xe2'),
  );
}

/** The pools in which a system takes part. */
export function poolsOf(system: FitRow['system']): readonly string[] {
  if (system.family === 'xe2') return ['xe2'];
  const kind = programming(system.family);
  return ['all', kind, system.link < fabricLimit ? 'pcie' : 'switched', ...(kind === 'warp' ? ['graphics'] : [])];
}
