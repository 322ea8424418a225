/**
 * The fit of the serving parameters as a function of rows, so that hold-out tests can repeat it without the rows they
 * hold out. Everything is fitted in logs around the first guesses, with a weak prior that keeps what the rows do not
 * identify where it was.
 */
import { leastSquares } from '../stats/least-squares.ts';
import { pack } from '../calibration/priors/pack.ts';
import type { ServingParameters } from '../calibration/priors/serving.ts';
import { memberOf } from './held-out.ts';
import { predict } from './predict.ts';
import { sourceFacts } from './published-sources.ts';
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
  // 27 to 36 µs a kernel: SGLang without graphs (sgl-project/sglang#1401), GPT-2 on H200 (deepspeedai/DeepSpeed#8352).
  eagerLaunch: { start: 3e-5, low: 3e-6, high: 2e-4 },
  perRequest: { start: 1e-5, low: 5e-7, high: 1e-4 },
  prompt: { start: 1, low: 0.7, high: 2.5 },
  frontEnd: { start: 1e-2, low: 1e-3, high: 1e-1 },
  usualPass: { start: 2e-3, low: 1e-4, high: 1e-2 },
  usualRequest: { start: 5e-5, low: 1e-6, high: 5e-4 },
  amdMonth: { start: 0.1, low: 0.01, high: 0.4 },
  trtMonth: { start: 0.05, low: 0.005, high: 0.3 },
};

const names = Object.keys(free) as readonly Name[];

/** ln residual past which a row pulls linearly instead of quadratically. */
const robustScale = 0.08;
/** A factor of 1.6 either way costs as much as one residual scale: wide enough for times per token, and for first tokens not too wide (0.6 missed more without their model). */
const priorDeviation = 0.5;
/** Times per output token weigh six times as much: they carry nearly all of a request's cost, in fewer groups than throughput. */
const tokenWeight = 6;
/** Rows of a group and metric that are used; evenly picked, more would only repeat them. */
const rowsPerGroup = 20;

/**
 * Rows that the parameters are fitted to. With drafts or separate pools what is missed is the acceptance or the queue between the pools,
 * which no parameter here is; means with stalls of the server say little of its load; medians and power follow from what is fitted.
 */
export const fitted = (rows: readonly ServingRow[]): readonly ServingRow[] =>
  rows.filter(
    ({ regime, metric, source }) =>
      (regime === 'plain' || regime === 'open arrivals') &&
      fittedMetrics.has(metric) &&
      !(metric === 'timeToFirstToken' && sourceFacts(source).stalls),
  );

const fittedMetrics: ReadonlySet<ServingRow['metric']> = new Set([
  'timePerOutputToken',
  'timeToFirstToken',
  'outputTokensPerSecond',
  'outputTokensPerSecondPerAccelerator',
]);

/** Rows of chips whose own operators were timed: elsewhere what is missed is theirs, and no parameter of serving should make up for it. */
const onTimedChips = (rows: readonly ServingRow[]): readonly ServingRow[] => rows.filter((row) => timedChips.has(memberOf('accelerator', row)));

const timedChips: ReadonlySet<string> = new Set(Object.values(pack.entries).flatMap(({ systems }) => Object.keys(systems)));

const onAmd = (rows: readonly ServingRow[]): readonly ServingRow[] => rows.filter((row) => /^mi\d/.test(memberOf('accelerator', row)));

/**
 * The fit in two steps: everything on chips with timed operators, then what a month of software brought on AMD, where all else stays.
 * @param start parameters to begin at; the first guesses otherwise, which are the centre of the prior either way
 * @param iterations of Levenberg–Marquardt; 25 from the first guesses, few from a neighbouring solution
 */
export function fitServing(
  rows: readonly ServingRow[],
  start: ServingParameters | null = null,
  iterations = 25,
): { readonly parameters: ServingParameters; readonly loss: number } {
  const most = fitNames(
    onTimedChips(rows),
    names.filter((name) => name !== 'amdMonth'),
    start ?? firstGuess,
    iterations,
  );
  const amd = onAmd(rows);
  return amd.length === 0 ? most : { ...fitNames(amd, ['amdMonth'], most.parameters, iterations), loss: most.loss };
}

const firstGuess = Object.fromEntries(names.map((name) => [name, free[name].start])) as Record<Name, number>;

/** Those named, the others as they are at the start. */
function fitNames(
  rows: readonly ServingRow[],
  fitting: readonly Name[],
  start: ServingParameters,
  iterations: number,
): { readonly parameters: ServingParameters; readonly loss: number } {
  const used = thinned(rows);
  const sizes = new Map<string, number>();
  const keyOf = (row: ServingRow): string => `${row.group} | ${row.metric.startsWith('output') ? 'throughput' : row.metric}`;
  for (const row of used) sizes.set(keyOf(row), (sizes.get(keyOf(row)) ?? 0) + 1);
  const measured = used.map((row) => Math.log(row.measured));
  const parametersOf = (theta: ArrayLike<number>): ServingParameters => ({
    ...start,
    ...Object.fromEntries(fitting.map((name, index) => [name, Math.exp(theta[index] ?? 0)])),
  });
  const logs = (of: (name: Name) => number): number[] => fitting.map((name) => Math.log(of(name)));
  const solution = leastSquares(
    {
      rows: used.length,
      weights: Float64Array.from(
        used,
        (row) =>
          (Math.min(sizes.get(keyOf(row)) ?? 1, 5) / 5 / (sizes.get(keyOf(row)) ?? 1)) * (row.metric === 'timePerOutputToken' ? tokenWeight : 1),
      ),
      start: logs((name) => start[name]),
      low: logs((name) => free[name].low),
      high: logs((name) => free[name].high),
      centre: logs((name) => free[name].start),
      deviation: fitting.map(() => priorDeviation),
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
