/**
 * HiGHS, compiled to WebAssembly, behind two calls. What it throws never leaves here: its source is one line of 168 kB, which an error
 * that nobody catches would print whole.
 */
import type { Highs, Model, ModelStatusCode } from 'highs';
import type { Programme } from './programme.ts';

export interface SolveOptions {
  readonly seed: number;
  /** s; a solve holds its thread for so long at the most. */
  readonly timeLimit: number;
}

export interface WholeOptions extends SolveOptions {
  /** Share of the objective at which a solution is good enough. */
  readonly gap: number;
  /** Nodes of the search tree at the most: the same on every machine, as time is not. */
  readonly nodes: number;
  /** A solution to begin with: the values of whole columns, by column. */
  readonly start: ReadonlyMap<number, number> | null;
  /** Added to the objective, so that the gap is a share of what can still be chosen. */
  readonly offset: number;
}

export interface Relaxed {
  readonly objective: number;
  readonly values: Float64Array;
  /** By row: what one more unit of its binding end changes the objective by. */
  readonly duals: Float64Array;
  /** By column. */
  readonly reduced: Float64Array;
}

export interface Whole {
  readonly objective: number;
  /** No solution of this programme is below it. */
  readonly bound: number;
  readonly values: Float64Array;
}

export interface Solver {
  /** Whole columns may take any value. @returns null where no values keep all rows */
  relax(programme: Programme, options: SolveOptions): Relaxed | null;
  /** @returns null where no solution was found: there is none, or the limits came first */
  whole(programme: Programme, options: WholeOptions): Whole | null;
}

export class SolverError extends Error {
  override readonly name = 'SolverError';
}

/** @throws SolverError where this machine cannot run it */
export async function loadSolver(): Promise<Solver> {
  const highs = await guarded('load', async () => {
    const { default: load } = await import('highs');
    return load();
  });
  return {
    relax: (programme, options) => solved(highs, asData(highs, programme, false, 0), options, {}, null, readRelaxed),
    whole: (programme, { gap, nodes, start, offset, ...options }) =>
      solved(
        highs,
        asData(highs, programme, true, offset),
        options,
        { mip_rel_gap: gap, mip_max_nodes: nodes, mip_feasibility_tolerance: 1e-7, mip_allow_restart: false },
        start,
        readWhole,
      ),
  };
}

type Data = Parameters<Highs['createModel']>[0];

function solved<Result>(
  highs: Highs,
  data: Data,
  { seed, timeLimit }: SolveOptions,
  options: Readonly<Record<string, number | boolean>>,
  start: WholeOptions['start'],
  read: (highs: Highs, model: Model, status: ModelStatusCode) => Result | null,
): Result | null {
  return guardedNow('solve', () => {
    const model = highs.createModel(data);
    try {
      model.options.set({ ...options, output_flag: false, random_seed: seed, time_limit: timeLimit });
      if (start) model.setSolution({ indices: [...start.keys()], values: [...start.values()] });
      const { modelStatus } = model.run();
      return read(highs, model, modelStatus);
    } finally {
      model.dispose();
    }
  });
}

function readRelaxed({ constants }: Highs, model: Model, status: ModelStatusCode): Relaxed | null {
  if (status !== constants.modelStatus.optimal) return null;
  const { colValue, colDual, rowDual } = model.getSolution();
  return { objective: model.getObjectiveValue(), values: colValue, duals: rowDual, reduced: colDual };
}

function readWhole({ constants }: Highs, model: Model, status: ModelStatusCode): Whole | null {
  const { optimal, timeLimit, solutionLimit, interrupted, objectiveTarget, iterationLimit } = constants.modelStatus;
  if (![optimal, timeLimit, solutionLimit, interrupted, objectiveTarget, iterationLimit].some((each) => each === status)) return null;
  if (Number(model.info.get('primal_solution_status')) !== constants.solutionStatus.feasible) return null;
  return { objective: model.getObjectiveValue(), bound: Number(model.info.get('mip_dual_bound')), values: model.getSolution().colValue };
}

function asData(highs: Highs, { columns, rows }: Programme, whole: boolean, offset: number): Data {
  const { continuous, integer } = highs.constants.variableType;
  const nonzeros = columns.reduce((sum, { entries }) => sum + entries.length, 0);
  const starts = new Int32Array(columns.length + 1);
  const indices = new Int32Array(nonzeros);
  const values = new Float64Array(nonzeros);
  let at = 0;
  for (const [index, { entries }] of columns.entries()) {
    starts[index] = at;
    for (const { row, value } of entries) {
      indices[at] = row;
      values[at++] = value;
    }
  }
  starts[columns.length] = at;
  return {
    numCols: columns.length,
    numRows: rows.length,
    offset,
    colCost: Float64Array.from(columns, ({ cost }) => cost),
    colLower: Float64Array.from(columns, ({ lower }) => lower),
    colUpper: Float64Array.from(columns, ({ upper }) => upper),
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper),
    matrix: { format: 'csc', numRows: rows.length, numCols: columns.length, starts, indices, values },
    ...(whole && { integrality: Int32Array.from(columns, (column) => (column.whole ? integer : continuous)) }),
  };
}

async function guarded<Result>(what: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw asSolverError(what, error);
  }
}

function guardedNow<Result>(what: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw asSolverError(what, error);
  }
}

/** Its words, without a stack that quotes its source. */
const asSolverError = (what: string, error: unknown): SolverError =>
  new SolverError(`the solver failed (${what}): ${(error instanceof Error ? error.message : String(error)).slice(0, 300)}`);
