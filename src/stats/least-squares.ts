/**
 * Least squares with a Gaussian prior and bounds: Levenberg–Marquardt with a numeric Jacobian, on squares or on robust
 * soft-L1 residuals. Deterministic: no random starts, the same rows give the same numbers.
 */

export interface Problem {
  /** Residual of every row, ln(predicted / measured) in this lab, written into `out`. */
  residuals(theta: Float64Array, out: Float64Array): void;
  readonly rows: number;
  /** Weight of each row. */
  readonly weights: Float64Array;
  readonly start: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Gaussian prior on θ: centre and standard deviation; an infinite deviation is no prior. */
  readonly centre: readonly number[];
  readonly deviation: readonly number[];
  /** Residual at which the loss turns from squares to absolute values, which the prior's deviations are then counted in; null: squares throughout. */
  readonly scale: number | null;
}

export interface Solution {
  readonly theta: Float64Array;
  readonly loss: number;
}

const softL1 = (z: number): number => 2 * (Math.sqrt(1 + z) - 1);

function lossOf(problem: Problem, theta: Float64Array, residual: Float64Array): number {
  const { rows, weights, scale, centre, deviation } = problem;
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const r = residual[i] ?? 0;
    sum += (weights[i] ?? 0) * (scale === null ? r * r : scale * scale * softL1((r / scale) ** 2));
  }
  for (let j = 0; j < theta.length; j++) {
    const sd = deviation[j] ?? Infinity;
    if (Number.isFinite(sd)) sum += (((theta[j] ?? 0) - (centre[j] ?? 0)) / sd) ** 2 * (scale ?? 1) ** 2;
  }
  return sum;
}

/** Solves the symmetric positive system in place by Cholesky; false when it is not positive. */
function solve(matrix: Float64Array, right: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j++) {
    let diagonal = matrix[j * n + j] ?? 0;
    for (let k = 0; k < j; k++) diagonal -= (matrix[j * n + k] ?? 0) ** 2;
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    matrix[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let value = matrix[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) value -= (matrix[i * n + k] ?? 0) * (matrix[j * n + k] ?? 0);
      matrix[i * n + j] = value / root;
    }
  }
  for (let i = 0; i < n; i++) {
    let value = right[i] ?? 0;
    for (let k = 0; k < i; k++) value -= (matrix[i * n + k] ?? 0) * (right[k] ?? 0);
    right[i] = value / (matrix[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    let value = right[i] ?? 0;
    for (let k = i + 1; k < n; k++) value -= (matrix[k * n + i] ?? 0) * (right[k] ?? 0);
    right[i] = value / (matrix[i * n + i] ?? 1);
  }
  return true;
}

interface Normal {
  /** JᵀWJ with the prior's precision on its diagonal, row by row; the lower triangle. */
  readonly normal: Float64Array;
  readonly gradient: Float64Array;
}

/** @param scratch room for as many residuals */
function normalEquations(problem: Problem, theta: Float64Array, residual: Float64Array, scratch: Float64Array): Normal {
  const { rows, weights, scale, high, centre, deviation } = problem;
  const n = theta.length;
  const jacobian = new Float64Array(rows * n);
  for (let j = 0; j < n; j++) {
    const at = theta[j] ?? 0;
    const step = at + 1e-4 > (high[j] ?? Infinity) ? -1e-4 : 1e-4;
    theta[j] = at + step;
    problem.residuals(theta, scratch);
    theta[j] = at;
    for (let i = 0; i < rows; i++) jacobian[i * n + j] = ((scratch[i] ?? 0) - (residual[i] ?? 0)) / step;
  }
  const normal = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  for (let i = 0; i < rows; i++) {
    const r = residual[i] ?? 0;
    const w = (weights[i] ?? 0) / (scale === null ? 1 : Math.sqrt(1 + (r / scale) ** 2));
    for (let j = 0; j < n; j++) {
      const a = jacobian[i * n + j] ?? 0;
      if (a === 0) continue;
      gradient[j] = (gradient[j] ?? 0) - w * a * r;
      for (let k = 0; k <= j; k++) normal[j * n + k] = (normal[j * n + k] ?? 0) + w * a * (jacobian[i * n + k] ?? 0);
    }
  }
  for (let j = 0; j < n; j++) {
    const sd = deviation[j] ?? Infinity;
    if (!Number.isFinite(sd)) continue;
    const precision = ((scale ?? 1) / sd) ** 2;
    gradient[j] = (gradient[j] ?? 0) - precision * ((theta[j] ?? 0) - (centre[j] ?? 0));
    normal[j * n + j] = (normal[j * n + j] ?? 0) + precision;
  }
  return { normal, gradient };
}

/** Covariance of θ at a solution, row by row: the inverse of the normal matrix. Exact for a linear problem with squares whose weights are 1/variance. */
export function covariance(problem: Problem, theta: Float64Array): number[][] {
  const residual = new Float64Array(problem.rows);
  problem.residuals(theta, residual);
  const { normal } = normalEquations(problem, Float64Array.from(theta), residual, new Float64Array(problem.rows));
  const n = theta.length;
  return Array.from({ length: n }, (_, j) => {
    const column = new Float64Array(n);
    column[j] = 1;
    return solve(Float64Array.from(normal), column, n) ? [...column] : new Array<number>(n).fill(Number.NaN);
  });
}

export function leastSquares(problem: Problem, iterations = 60): Solution {
  const { rows, low, high } = problem;
  const n = problem.start.length;
  const clamp = (value: number, j: number): number => Math.min(high[j] ?? Infinity, Math.max(low[j] ?? -Infinity, value));
  let theta = Float64Array.from(problem.start, clamp);
  const residual = new Float64Array(rows);
  const shifted = new Float64Array(rows);
  problem.residuals(theta, residual);
  let loss = lossOf(problem, theta, residual);
  let damping = 1e-2;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { normal, gradient } = normalEquations(problem, theta, residual, shifted);
    let improved = false;
    while (damping < 1e9) {
      const matrix = Float64Array.from(normal);
      for (let j = 0; j < n; j++) {
        const d = normal[j * n + j] ?? 0;
        matrix[j * n + j] = d * (1 + damping) + 1e-12;
      }
      const right = Float64Array.from(gradient);
      const next = Float64Array.from(theta);
      if (solve(matrix, right, n)) {
        for (let j = 0; j < n; j++) next[j] = clamp((theta[j] ?? 0) + (right[j] ?? 0), j);
        problem.residuals(next, shifted);
        const nextLoss = lossOf(problem, next, shifted);
        if (nextLoss < loss) {
          improved = loss - nextLoss > 1e-9 * loss;
          theta = next;
          residual.set(shifted);
          loss = nextLoss;
          damping = Math.max(1e-7, damping / 5);
          break;
        }
      }
      damping *= 4;
    }
    if (!improved) break;
  }
  return { theta, loss };
}
