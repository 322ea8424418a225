/**
 * The five numbers of one operator class from a handful of timings: maximum a posteriori in log parameters. With four to
 * eight points five numbers are not all identified; the prior holds what the points leave open, and the posterior
 * covariance says how much that is.
 */
import { operatorSeconds, type OperatorParameters } from '../model/operators/primitive.ts';
import { covariance, leastSquares, type Problem } from '../stats/least-squares.ts';

/** One timing: FLOP, bytes, seconds, and the relative standard error of the seconds. */
export interface TimedPoint {
  readonly flops: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly relativeError: number;
}

/** ln e_c, ln e_m, ln t0, ln p, a: mean and standard deviation before any timing is seen. */
export interface ClassPrior {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

export interface MapFit {
  readonly parameters: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** Standard deviation of ln(measured/fitted). */
  readonly residual: number;
}

/** Even a perfect shape model misses by this much (residual of five-number fits on native tables is 0.08–0.12). */
const formError = 0.1;

const mostIterations = 200;

/** q is 1 where the core count is unknown, as in a browser, so that `a` stays at its prior. */
function lawOf(theta: ArrayLike<number>): OperatorParameters {
  return {
    computeEfficiency: Math.exp(theta[0] ?? 0),
    memoryEfficiency: Math.exp(theta[1] ?? 0),
    floor: Math.exp(theta[2] ?? 0),
    overlap: Math.max(Math.exp(theta[3] ?? 0), 1),
    quantisation: theta[4] ?? 0,
  };
}

export function fitClass(points: readonly TimedPoint[], prior: ClassPrior, peak: number, bandwidth: number): MapFit {
  const rates = { peak, bandwidth };
  const unbounded = prior.mean.map(() => Infinity);
  const problem: Problem = {
    rows: points.length,
    weights: Float64Array.from(points, ({ relativeError }) => 1 / (formError ** 2 + relativeError ** 2)),
    start: prior.mean,
    low: unbounded.map((limit) => -limit),
    high: unbounded,
    centre: prior.mean,
    deviation: prior.sd,
    scale: null,
    residuals(theta, out) {
      const law = lawOf(theta);
      points.forEach(({ flops, bytes, seconds }, i) => {
        out[i] = Math.log(operatorSeconds(law, flops, bytes, rates) / seconds);
      });
    },
  };
  const { theta } = leastSquares(problem, mostIterations);
  const misses = new Float64Array(points.length);
  problem.residuals(theta, misses);
  const squares = misses.reduce((sum, miss) => sum + miss ** 2, 0);
  return {
    parameters: [...theta],
    covariance: covariance(problem, theta),
    residual: points.length > 0 ? Math.sqrt(squares / points.length) : 0,
  };
}
