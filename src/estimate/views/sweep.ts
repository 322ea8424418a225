/**
 * A scenario in which any value may be a list: every combination, two fields of its estimate, and the Pareto set of
 * those. Points that differ in their load alone share one deployment and come from its curves; the others are estimated
 * one by one. Values are without intervals: those of neighbouring points err together, and do not decide between them;
 * `sweep-intervals.ts` has them for the Pareto set.
 */
import { fail, type InputError, type Parsed } from '../../scenario/input-error.ts';
import { parseScenario } from '../../scenario/parse.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { estimateScenario } from '../estimate-scenario.ts';
import { loadCurves } from './load-curves.ts';
import { paretoSet } from './pareto.ts';
import { fieldDirections, type SweepField } from './sweep-fields.ts';
import { sweepAxes, withValue, type Axis } from './sweep-axes.ts';

export const mostPoints = 100_000;

export interface SweepPoint {
  /** The value of each swept key. */
  readonly point: Readonly<Record<string, unknown>>;
  readonly feasible: boolean;
  /** Why not: the estimate's reason, or what is inconsistent about this combination. */
  readonly reason?: { readonly code: string; readonly message: string };
  /** Null where infeasible or unknown. */
  readonly x: number | null;
  readonly y: number | null;
}

export interface Sweep {
  readonly x: SweepField;
  readonly y: SweepField;
  /** Paths of the swept keys; the last varies fastest. */
  readonly keys: readonly string[];
  readonly points: readonly SweepPoint[];
  /** Indices of `points`, by x from best to worst. */
  readonly pareto: readonly number[];
}

export interface SweepOptions {
  readonly x?: SweepField;
  readonly y?: SweepField;
}

type Fields = Readonly<Record<string, unknown>>;

export function sweep(input: unknown, { x = 'timePerOutputToken', y = 'usdPerMillionOutputTokens' }: SweepOptions = {}): Parsed<Sweep> {
  const read = sweepAxes(input);
  if (!read.ok) return read;
  const axes = read.value;
  const count = axes.reduce((product, axis) => product * axis.values.length, 1);
  if (count > mostPoints)
    return fail(
      'out-of-range',
      '',
      `a sweep has at most ${mostPoints} points; this one has ${count} (${axes.map((axis) => `${axis.path}: ${axis.values.length}`).join(', ')})`,
    );
  const first = axes.reduce((fields, axis) => withValue(fields, axis.path, axis.values[0]), input as Fields);
  const wrong = wrongValue(first, axes);
  if (wrong) return { ok: false, error: wrong };
  const points = evaluate(first, axes, count, x, y);
  const pareto = paretoSet(
    points.map((point) => point.x ?? Number.NaN),
    points.map((point) => point.y ?? Number.NaN),
    { x: fieldDirections[x], y: fieldDirections[y] },
  );
  return { ok: true, value: { x, y, keys: axes.map((axis) => axis.path), points, pareto } };
}

/**
 * The first value that is wrong by itself, with its place in the list: `concurrency.2`. Values that only do not go
 * together are told point by point.
 */
function wrongValue(first: Fields, axes: readonly Axis[]): InputError | null {
  const alone = parseScenario(first);
  if (!alone.ok && alone.error.code !== 'inconsistent')
    return placed(
      alone.error,
      axes,
      axes.map(() => 0),
    );
  for (const axis of axes) {
    for (const [index, value] of axis.values.entries()) {
      const parsed = index === 0 ? alone : parseScenario(withValue(first, axis.path, value));
      if (!parsed.ok && parsed.error.code !== 'inconsistent') return placed(parsed.error, [axis], [index]);
    }
  }
  return null;
}

function placed(error: InputError, axes: readonly Axis[], indices: readonly number[]): InputError {
  const which = axes.findIndex(({ path }) => error.path === path || error.path.startsWith(`${path}.`));
  const axis = axes[which];
  return axis ? { ...error, path: `${axis.path}.${indices[which] ?? 0}${error.path.slice(axis.path.length)}` } : error;
}

/** Keys of the load: with the rest fixed, any valid values of these go together. */
const loadKeys: ReadonlySet<string> = new Set(['concurrency', 'inputTokens', 'outputTokens', 'prefixHitRate']);

/** An axis with how many points lie between two of its steps. */
interface Placed extends Axis {
  readonly stride: number;
  readonly isLoad: boolean;
}

function evaluate(first: Fields, axes: readonly Axis[], count: number, x: SweepField, y: SweepField): readonly SweepPoint[] {
  const placedAxes = axes.map((axis, at): Placed => ({
    ...axis,
    stride: axes.slice(at + 1).reduce((product, { values }) => product * values.length, 1),
    isLoad: loadKeys.has(axis.path) && axis.values.every((value) => value !== null),
  }));
  const step = (index: number, { stride, values }: Placed): number => Math.floor(index / stride) % values.length;
  const fixed = placedAxes.filter((axis) => !axis.isLoad);
  const loads = placedAxes.filter((axis) => axis.isLoad);
  const groups = new Map<number, Evaluate>();
  return Array.from({ length: count }, (_, index): SweepPoint => {
    const group = fixed.reduce((number, axis) => number * axis.values.length + step(index, axis), 0);
    let answer = groups.get(group);
    if (!answer)
      groups.set(
        group,
        (answer = evaluator(
          fixed.reduce((fields, axis) => withValue(fields, axis.path, axis.values[step(index, axis)]), first),
          x,
          y,
        )),
      );
    const point: Record<string, unknown> = {};
    const load: Record<string, unknown> = {};
    for (const axis of placedAxes) point[axis.path] = axis.values[step(index, axis)];
    for (const { path } of loads) load[path] = point[path];
    return { point, ...answer(load) };
  });
}

type Evaluate = (load: Partial<Scenario>) => Omit<SweepPoint, 'point'>;

function evaluator(fields: Fields, x: SweepField, y: SweepField): Evaluate {
  const parsed = parseScenario(fields);
  if (!parsed.ok) {
    const { code, path, message } = parsed.error;
    return () => ({ feasible: false, reason: { code, message: `${path}: ${message}` }, x: null, y: null });
  }
  const scenario = parsed.value;
  const curves = loadCurves(scenario, x, y);
  // One object for all loads: every one sets the same keys.
  const at: Scenario = { ...scenario };
  return (load) => {
    Object.assign(at, load);
    return curves?.(at) ?? estimated(at, x, y);
  };
}

function estimated(scenario: Scenario, x: SweepField, y: SweepField): Omit<SweepPoint, 'point'> {
  const estimate = estimateScenario(scenario);
  const { reason } = estimate;
  return {
    feasible: estimate.feasible,
    ...(reason ? { reason: { code: reason.code, message: reason.message } } : {}),
    x: estimate[x]?.value ?? null,
    y: estimate[y]?.value ?? null,
  };
}
