/**
 * Half-widths of the 80 % intervals from what held-out predictions missed: `npm run fit:intervals` writes
 * `src/calibration/residuals.json`. Split-conformal by group: parameters were fitted without the accelerator (and,
 * again, without the model) of each row, groups count alike, and the 80th percentile of |ln(measured/predicted)| is the
 * half-width. Run it after `npm run fit:serving`.
 */
import { writeFileSync } from 'node:fs';
import { z80 } from '../stats/normal.ts';
import { optionsWithout, type Axis } from './held-out.ts';
import { metricOf, scoreRows, smallestGroup, type ScoredMetric, type ScoredRow } from './score.ts';
import { servingRows } from './serving-rows.ts';

const rows = servingRows().filter((row) => !row.burst);
const scored = (['accelerator', 'model'] satisfies Axis[]).flatMap((axis) => scoreRows(rows, (row) => optionsWithout(axis, row)));

/** Half-width of an 80 % normal interval in standard deviations. */

const metrics: readonly ScoredMetric[] = ['timePerOutputToken', 'timeToFirstToken', 'throughput'];
const result = Object.fromEntries(
  metrics.map((metric) => [metric, Number((halfWidth(scored.filter((each) => metricOf(each.row.metric) === metric)) / z80).toFixed(3))]),
);
writeFileSync(new URL('../calibration/residuals.json', import.meta.url), `${JSON.stringify(result, null, 1)}\n`);
process.stdout.write(`standard deviations of ln(measured/estimated), chips with fitted operators: ${JSON.stringify(result)}\n`);

/** 80th percentile of |error| with every group of five rows or more weighing the same. */
function halfWidth(list: readonly ScoredRow[]): number {
  const sizes = new Map<string, number>();
  for (const { row } of list) sizes.set(row.group, (sizes.get(row.group) ?? 0) + 1);
  // Both hold-out passes are in the list, so a group of n rows counts 2n.
  const counted = list.filter(({ row }) => (sizes.get(row.group) ?? 0) >= 2 * smallestGroup);
  const weighted = counted
    .map(({ row, error }) => ({ size: Math.abs(error), weight: 1 / (sizes.get(row.group) ?? 1) }))
    .sort((a, b) => a.size - b.size);
  const total = weighted.reduce((sum, each) => sum + each.weight, 0);
  let reached = 0;
  for (const { size, weight } of weighted) {
    reached += weight;
    if (reached >= 0.8 * total) return size;
  }
  return Number.NaN;
}
