/**
 * The fit of the serving parameters as a function of rows, so that hold-out tests can repeat it without the rows they
 * hold out. Everything is fitted in logs around the first guesses, with a weak prior that keeps what the rows do not
 * identify where it was.
 */
import { leastSquares } from '../stats/least-squares.ts';
import type { ServingParameters } from '../calibration/priors/serving.ts';
import { predict } from './predict.ts';
import type { ServingRow } from './serving-rows.ts';

type Name = keyof ServingParameters;

interface Free {
  readonly start: number;
  readonly low: number;
  readonly high: number;
}

const free: Readonly<Record<Name, Free>> = {
  floorShare: { start: 0.6, low: 0.2, high: 1.2 },
  smallKernel: { start: 1.5e-6, low: 3e-7, high: 6e-6 },
  expertShare: { start: 1, low: 0.5, high: 2.5 },
  routingEvenness: { start: 1.5, low: 0.3, high: 100 },
  // Two integer instructions a weight, 64 of them a clock on each multiprocessor of Hopper at 1.76 GHz.
  unpackRate: { start: 5.6e10, low: 5e9, high: 1e12 },
  moeLayer: { start: 3e-5, low: 3e-6, high: 2e-4 },
  conversion: { start: 2e-6, low: 2e-7, high: 3e-5 },
  reduceShare: { start: 1, low: 0.1, high: 4 },
  // Of two kernels one is left.
  fusedShare: { start: 0.5, low: 0.1, high: 2 },
  startShare: { start: 0.1, low: 0.01, high: 1 },
  perPass: { start: 5e-4, low: 1e-5, high: 5e-3 },
  perPrompt: { start: 2e-3, low: 5e-5, high: 3e-2 },
  perRequest: { start: 1e-5, low: 5e-7, high: 1e-4 },
  prompt: { start: 1, low: 0.7, high: 2.5 },
  frontEnd: { start: 1e-2, low: 1e-3, high: 1e-1 },
};

const names = Object.keys(free) as readonly Name[];

/** ln residual past which a row pulls linearly instead of quadratically. */
const robustScale = 0.08;
/** A factor of 1.6 either way costs as much as one residual scale: wide enough for times per token, and for first tokens not too wide (0.6 missed more without their model). */
const priorDeviation = 0.5;
/** Times per output token weigh six times as much: they carry nearly all of a request's cost, in fewer groups than throughput. */
const tokenWeight = 6;
/** Rows of a group and metric that are used; evenly picked, more would only repeat them. */
const rowsPerGroup = 30;

export const parametersOf = (theta: ArrayLike<number>): ServingParameters =>
  Object.fromEntries(names.map((name, index) => [name, Math.exp(theta[index] ?? 0)])) as Record<Name, number>;

/** The θ that `parametersOf` turns back into these parameters: where a fit without some rows starts. */
export const thetaOf = (parameters: ServingParameters): readonly number[] => names.map((name) => Math.log(parameters[name]));

/**
 * @param start parameters to begin at; the first guesses otherwise, which are the centre of the prior either way
 * @param iterations of Levenberg–Marquardt; 25 from the first guesses, few from a neighbouring solution
 */
export function fitServing(
  rows: readonly ServingRow[],
  start: ServingParameters | null = null,
  iterations = 25,
): { readonly parameters: ServingParameters; readonly loss: number } {
  const used = thinned(rows);
  const sizes = new Map<string, number>();
  const keyOf = (row: ServingRow): string => `${row.group} | ${row.metric.startsWith('output') ? 'throughput' : row.metric}`;
  for (const row of used) sizes.set(keyOf(row), (sizes.get(keyOf(row)) ?? 0) + 1);
  const measured = used.map((row) => Math.log(row.measured));
  const solution = leastSquares(
    {
      rows: used.length,
      weights: Float64Array.from(
        used,
        (row) =>
          (Math.min(sizes.get(keyOf(row)) ?? 1, 5) / 5 / (sizes.get(keyOf(row)) ?? 1)) * (row.metric === 'timePerOutputToken' ? tokenWeight : 1),
      ),
      start: start ? thetaOf(start) : names.map((name) => Math.log(free[name].start)),
      low: names.map((name) => Math.log(free[name].low)),
      high: names.map((name) => Math.log(free[name].high)),
      centre: names.map((name) => Math.log(free[name].start)),
      deviation: names.map(() => priorDeviation),
      scale: robustScale,
      residuals(theta, out) {
        const serving = parametersOf(theta);
        for (const [index, row] of used.entries()) {
          const value = predict(row, { serving });
          out[index] = value === null ? 0 : Math.log(value) - (measured[index] ?? 0);
        }
      },
    },
    iterations,
  );
  return { parameters: parametersOf(solution.theta), loss: solution.loss };
}

function thinned(rows: readonly ServingRow[]): readonly ServingRow[] {
  const groups = new Map<string, ServingRow[]>();
  for (const row of rows) {
    const key = `${row.group} | ${row.metric}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flatMap((group) =>
    group.length <= rowsPerGroup
      ? group
      : Array.from({ length: rowsPerGroup }, (_, index) => group[Math.floor((index * group.length) / rowsPerGroup)] as ServingRow),
  );
}
