/**
 * What carries over, and how far: a measured point to its curve (`calibration/anchoring.json`, `held-out-anchoring.json`),
 * a time from one accelerator to another by the ratio of datasheets (`calibration/datasheet-ratio.json`), and estimates
 * to accelerators of which nothing was timed (`calibration/residuals-unseen.json`: split-conformal by group, 80 % of the
 * misses without the accelerator's operators and without its family's). `npm run fit:transfer`, after `fit:intervals`.
 */
import { writeFileSync } from 'node:fs';
import { z80 } from '../stats/normal.ts';
import { scoreNeverSeen, valuesOf } from './comparisons.ts';
import { scaledRows } from './datasheet-ratio.ts';
import { fitAnchors } from './fit-anchors.ts';
import { groupQuantile } from './group-quantile.ts';
import { metricOf, smallestGroup } from './score.ts';
import { servingRows } from './published-rows.ts';
import { fitted } from './serving-fit.ts';
import { counted } from './serving-rows.ts';

const rows = fitted(counted(servingRows()));

function write(file: string, value: object): void {
  writeFileSync(new URL(file, import.meta.url), `${JSON.stringify(value, null, 1)}\n`);
}

// Points of a curve that ran on different days say more of the days than of the load.
const { all, without } = fitAnchors(rows.filter(({ month }) => month === null));
write('../calibration/anchoring.json', all);
write('./held-out-anchoring.json', without);

const scaled = scaledRows(rows);
const ratio = Object.fromEntries(
  valuesOf(scaled).map(({ metric, error, rows: count }) => {
    const sizes = scaled
      .filter(({ row }) => metricOf(row.metric) === metric)
      .map(({ row, error: miss }) => ({ group: row.group, size: Math.abs(miss) }));
    return [metric, { error: Number(error.toFixed(3)), halfWidth: Number(groupQuantile(sizes, 0.8, smallestGroup).toFixed(3)), rows: count }];
  }),
);
write('../calibration/datasheet-ratio.json', ratio);

const neverSeen = (['chip', 'family'] as const).flatMap((level) => scoreNeverSeen(rows, level).filter(({ evidence }) => evidence === 'prior'));
const unseen = Object.fromEntries(
  (['timePerOutputToken', 'timeToFirstToken', 'throughput'] as const).map((metric) => {
    const sizes = neverSeen
      .filter(({ row }) => metricOf(row.metric) === metric)
      .map(({ row, error }) => ({ group: row.group, size: Math.abs(error) }));
    // Every row is in the list once for each of the two levels.
    return [metric, Number((groupQuantile(sizes, 0.8, 2 * smallestGroup) / z80).toFixed(3))];
  }),
);
write('../calibration/residuals-unseen.json', unseen);

process.stdout.write(`${JSON.stringify({ anchoring: all, ratio, unseen }, null, 1)}\n`);
