/**
 * How far a measured point speaks for the rest of its curve, from published curves. The serving parameters behind every
 * miss had not seen its accelerator.
 */
import { correlation, type Anchoring, type AnchoringSet } from '../calibration/anchoring.ts';
import { residualLogSd, type Metric } from '../calibration/residuals.ts';
import { z80 } from '../stats/normal.ts';
import { curvesOf, type Curve } from './curves.ts';
import { heldOut, memberOf } from './held-out.ts';
import { predict } from './predict.ts';
import { groupQuantile, type Weighted } from './group-quantile.ts';
import type { ServingRow } from './serving-rows.ts';

/** A curve as misses: where in ln concurrency, and ln(measured/estimated) there. */
interface Misses {
  readonly metric: Curve['metric'];
  readonly group: string;
  readonly accelerator: string;
  readonly points: readonly { readonly at: number; readonly log: number; readonly repeats: readonly number[] }[];
}

const missesOf = (rows: readonly ServingRow[]): readonly Misses[] =>
  curvesOf(rows).flatMap(({ metric, group, points }) => {
    const [first] = points[0]?.rows ?? [];
    if (!first) return [];
    const serving = heldOut('accelerator', first);
    const misses = points.flatMap(({ concurrency, measured, rows: [row], rows: all }) => {
      const predicted = row && predict(row, serving ? { serving } : {});
      return predicted
        ? [{ at: Math.log(concurrency), log: Math.log(measured / predicted), repeats: all.map((each) => Math.log(each.measured / measured)) }]
        : [];
    });
    return [{ metric, group, accelerator: memberOf('accelerator', first), points: misses }];
  });

/** A miss past this (ln) is a row that measured something else; it counts, and no more than this. */
const worst = 0.3;

/** In ln concurrency, from a third of a doubling to far past any curve. */
const reaches = Array.from({ length: 50 }, (_, index) => 0.25 * 2 ** (index / 8));
const holds = Array.from({ length: 80 }, (_, index) => 0.25 * 2 ** (index / 8));

/** What is left of the miss at one point once another is known, and how far away that is, over all ordered pairs of points of a curve. */
function pairs(used: readonly Misses[], reach: number): readonly (Weighted & { readonly distance: number })[] {
  return used.flatMap(({ group, points }) =>
    points.flatMap((given) =>
      points
        .filter((point) => point !== given)
        .map((point) => {
          const distance = Math.abs(point.at - given.at);
          return { group, distance, size: Math.abs(point.log - correlation(reach, distance) * given.log) };
        }),
    ),
  );
}

function groupMean(list: readonly Weighted[]): number {
  const groups = new Map<string, { sum: number; count: number }>();
  for (const { group, size } of list) {
    const each = groups.get(group) ?? { sum: 0, count: 0 };
    groups.set(group, { sum: each.sum + size, count: each.count + 1 });
  }
  return [...groups.values()].reduce((sum, each) => sum + each.sum / each.count, 0) / groups.size;
}

function fit(metric: Metric, used: readonly Misses[]): Anchoring {
  const { value: reach } = smallest(reaches, (each) =>
    groupMean(pairs(used, each).map(({ group, size }) => ({ group, size: Math.min(size, worst) }))),
  );
  const left = pairs(used, reach);
  const width = z80 * residualLogSd(metric, 'interpolated');
  const covered = (hold: number): number =>
    1 - groupMean(left.map(({ group, distance, size }) => ({ group, size: size > width * Math.sqrt(1 - correlation(hold, distance) ** 2) ? 1 : 0 })));
  const { value: hold } = smallest(holds, (each) => Math.abs(covered(each) - 0.8));
  const repeats = used.flatMap(({ group, points }) =>
    points.flatMap((point) => (point.repeats.length > 1 ? point.repeats.map((log) => ({ group, size: Math.abs(log) })) : [])),
  );
  const round = (value: number): number => Number(value.toPrecision(3));
  return { reach: round(reach), hold: round(hold), repeat: round(Math.max(repeats.length > 0 ? groupQuantile(repeats, 0.8) / z80 : 0, least)) };
}

function smallest(values: readonly number[], of: (value: number) => number): { readonly value: number; readonly loss: number } {
  let best = { value: Number.NaN, loss: Infinity };
  for (const value of values) {
    const loss = of(value);
    if (loss < best.loss) best = { value, loss };
  }
  return best;
}

/** Repeats in the tables are often the same file twice; nobody repeats a serving benchmark to better than two per cent. */
const least = 0.02;

export interface FittedAnchors {
  readonly all: AnchoringSet;
  /** Without the curves of each accelerator in turn. */
  readonly without: Readonly<Record<string, AnchoringSet>>;
}

export function fitAnchors(rows: readonly ServingRow[]): FittedAnchors {
  const curves = missesOf(rows);
  const set = (kept: (misses: Misses) => boolean): AnchoringSet => ({
    timePerOutputToken: fit(
      'timePerOutputToken',
      curves.filter((each) => each.metric === 'timePerOutputToken' && kept(each)),
    ),
    timeToFirstToken: fit(
      'timeToFirstToken',
      curves.filter((each) => each.metric === 'timeToFirstToken' && kept(each)),
    ),
  });
  const members = [...new Set(curves.map(({ accelerator }) => accelerator))].sort();
  return { all: set(() => true), without: Object.fromEntries(members.map((member) => [member, set(({ accelerator }) => accelerator !== member)])) };
}
