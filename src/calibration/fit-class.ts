/**
 * The five numbers of one operator class from a handful of timings: maximum a posteriori in log parameters, by
 * Gauss–Newton with a damped step. With four to eight points five numbers are not all identified; the prior holds what
 * the points leave open, and the posterior covariance says how much that is.
 */

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

/** ln seconds of the law t = t0 + ((C/(e_c·F))^p + (D/(e_m·BW))^p)^(1/p); q is 1 where the core count is unknown. */
export function logSeconds(parameters: readonly number[], flops: number, bytes: number, peak: number, bandwidth: number): number {
  const [logCompute = 0, logMemory = 0, logFloor = 0, logOverlap = 0] = parameters;
  const p = Math.max(Math.exp(logOverlap), 1);
  const compute = flops / (Math.exp(logCompute) * peak);
  const memory = bytes / (Math.exp(logMemory) * bandwidth);
  const larger = Math.max(compute, memory);
  const busy = larger === 0 ? 0 : larger * (1 + (Math.min(compute, memory) / larger) ** p) ** (1 / p);
  return Math.log(Math.exp(logFloor) + busy);
}

export function fitClass(points: readonly TimedPoint[], prior: ClassPrior, peak: number, bandwidth: number): MapFit {
  const size = prior.mean.length;
  const predict = (parameters: readonly number[]): number[] =>
    points.map((point) => logSeconds(parameters, point.flops, point.bytes, peak, bandwidth));
  const observed = points.map((point) => Math.log(point.seconds));
  const weights = points.map((point) => 1 / (formError ** 2 + point.relativeError ** 2));

  const objective = (parameters: readonly number[]): number => {
    const predicted = predict(parameters);
    let sum = 0;
    for (const [i, value] of predicted.entries()) sum += (weights[i] ?? 0) * ((observed[i] ?? 0) - value) ** 2;
    for (let j = 0; j < size; j++) sum += (((parameters[j] ?? 0) - (prior.mean[j] ?? 0)) / (prior.sd[j] ?? 1)) ** 2;
    return sum;
  };

  let parameters = [...prior.mean];
  let damping = 1e-3;
  let best = objective(parameters);
  for (let iteration = 0; iteration < 200 && damping < 1e9; iteration++) {
    const { hessian, gradient } = normalEquations(parameters, predict, observed, weights, prior);
    const damped = hessian.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) : value)));
    const step = solve(damped, gradient);
    const trial = parameters.map((value, j) => value + (step[j] ?? 0));
    const cost = objective(trial);
    if (cost < best) {
      const gained = best - cost;
      parameters = trial;
      best = cost;
      damping = Math.max(damping / 4, 1e-9);
      if (gained < 1e-10 * best) break;
    } else damping *= 6;
  }
  const { hessian } = normalEquations(parameters, predict, observed, weights, prior);
  const predicted = predict(parameters);
  const squares = predicted.reduce((sum, value, i) => sum + ((observed[i] ?? 0) - value) ** 2, 0);
  return { parameters, covariance: inverse(hessian), residual: points.length > 0 ? Math.sqrt(squares / points.length) : 0 };
}

function normalEquations(
  parameters: readonly number[],
  predict: (p: readonly number[]) => number[],
  observed: readonly number[],
  weights: readonly number[],
  prior: ClassPrior,
): { hessian: number[][]; gradient: number[] } {
  const size = parameters.length;
  const base = predict(parameters);
  const step = 1e-5;
  const jacobian = parameters.map((_, j) => {
    const moved = predict(parameters.map((value, k) => (k === j ? value + step : value)));
    return moved.map((value, i) => (value - (base[i] ?? 0)) / step);
  });
  const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const gradient = new Array<number>(size).fill(0);
  for (let j = 0; j < size; j++) {
    const row = hessian[j] ?? [];
    const precision = 1 / (prior.sd[j] ?? 1) ** 2;
    row[j] = precision;
    gradient[j] = precision * ((prior.mean[j] ?? 0) - (parameters[j] ?? 0));
    for (const [i, weight] of weights.entries()) {
      const slope = jacobian[j]?.[i] ?? 0;
      gradient[j] = (gradient[j] ?? 0) + weight * slope * ((observed[i] ?? 0) - (base[i] ?? 0));
      for (let k = 0; k < size; k++) row[k] = (row[k] ?? 0) + weight * slope * (jacobian[k]?.[i] ?? 0);
    }
  }
  return { hessian, gradient };
}

/** Solves the symmetric positive-definite system by Gaussian elimination with pivoting. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    const lead = rows[column] ?? [];
    const divisor = lead[column] || Number.MIN_VALUE;
    for (let i = 0; i < size; i++) {
      if (i === column) continue;
      const row = rows[i] ?? [];
      const factor = (row[column] ?? 0) / divisor;
      for (let j = column; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (lead[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] || Number.MIN_VALUE));
}

export function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const columns = Array.from({ length: size }, (_, j) =>
    solve(
      matrix,
      Array.from({ length: size }, (__, i) => (i === j ? 1 : 0)),
    ),
  );
  return Array.from({ length: size }, (_, i) => columns.map((column) => column[i] ?? 0));
}
