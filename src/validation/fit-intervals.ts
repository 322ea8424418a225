/**
 * Half-widths of the 80 % intervals from what held-out predictions missed: `npm run fit:intervals` writes
 * `src/calibration/residuals.json` for plain serving as benchmark scripts do it on NVIDIA's chips, and `circumstances.json` for what makes
 * an answer less sure than that. Split-conformal by group: parameters were fitted without the accelerator (and, again,
 * without the model) of each row, groups count alike, and the 80th percentile of |ln(measured/predicted)| is the half-width. Run it
 * after `npm run fit:serving`.
 */
import { writeFileSync } from 'node:fs';
import { circumstanceLogSd, circumstances, circumstancesOf, type Circumstance } from '../calibration/circumstances.ts';
import { residualLogSd, type Metric } from '../calibration/residuals.ts';
import { resolve } from '../estimate/resolve/resolve.ts';
import { z80 } from '../stats/normal.ts';
import { groupQuantile, type Weighted } from './group-quantile.ts';
import { optionsWithout, type Axis } from './held-out.ts';
import { headlineMetrics, isHeadline, metricOf, scoreRows, smallestGroup, type ScoredRow } from './score.ts';
import { servingRows } from './published-rows.ts';
import { counted } from './serving-rows.ts';

interface Miss {
  readonly row: ScoredRow['row'];
  readonly metric: Metric;
  /** In standard deviations of a normal whose 80 % interval it would just end. */
  readonly size: number;
  /** Standard deviation of the answer's interval without residual and circumstances: of the operators, the engines and the load. */
  readonly known: number;
  readonly holding: readonly Circumstance[];
  /** How the residual was widened for the chip. */
  readonly residual: number;
}

const rows = counted(servingRows()).filter(({ metric }) => isHeadline(metricOf(metric)));
const axes: readonly Axis[] = ['accelerator', 'model'];
const misses = axes.flatMap((axis) => scoreRows(rows, (row) => optionsWithout(axis, row))).map(missOf);

function missOf({ row, error, low, high, evidence }: ScoredRow): Miss {
  const metric = metricOf(row.metric) as Metric;
  const resolution = resolve(row.scenario);
  if (!resolution.ok) throw new Error(`${row.id}: what has an answer resolves`);
  const holding = circumstancesOf(row.scenario, resolution.value.chip.class);
  const whole = Math.log(high / low) / (2 * z80);
  const residual = residualLogSd(metric, evidence) / residualLogSd(metric, 'interpolated');
  const used = Math.hypot(residualLogSd(metric, evidence), circumstanceLogSd(metric, holding));
  return { row, metric, size: Math.abs(error) / z80, known: Math.sqrt(Math.max(whole ** 2 - used ** 2, 0)), holding, residual };
}

const round = (value: number): number => Number(value.toFixed(3));

/** What must be added, as a variance, so that four in five of the groups' weight lie inside. */
function missing(list: readonly Miss[], has: (miss: Miss) => number): number {
  const short = list.map(({ row, size, ...miss }): Weighted => ({
    group: row.group,
    size: Math.sqrt(Math.max(size ** 2 - has({ row, size, ...miss }) ** 2, 0)),
  }));
  // Both hold-out passes are in the list, so a group of n rows counts 2n.
  return round(groupQuantile(short, 0.8, 2 * smallestGroup));
}

const residuals = Object.fromEntries(
  headlineMetrics.map((metric) => [
    metric,
    missing(
      misses.filter((miss) => miss.metric === metric && miss.holding.length === 0),
      () => 0,
    ),
  ]),
) as Record<Metric, number>;

/** One after the other: rows that one of them holds for, and none that is not known yet. */
const sds = Object.fromEntries(circumstances.map((each) => [each, { timePerOutputToken: 0, timeToFirstToken: 0, throughput: 0 }])) as Record<
  Circumstance,
  Record<Metric, number>
>;
for (const [index, circumstance] of circumstances.entries())
  for (const metric of headlineMetrics) {
    const known = circumstances.slice(0, index + 1);
    const list = misses.filter(
      (miss) => miss.metric === metric && miss.holding.includes(circumstance) && miss.holding.every((each) => known.includes(each)),
    );
    if (list.length > 0)
      sds[circumstance][metric] = missing(list, ({ known: sd, holding, residual }) =>
        Math.hypot(
          sd,
          residual * residuals[metric],
          circumstanceLogSd(
            metric,
            holding.filter((each) => each !== circumstance),
            sds,
          ),
        ),
      );
  }
// Served as people do, only throughput was published; a time per token is its inverse, and a first token is at least as unsure.
for (const metric of headlineMetrics) sds.usualHost[metric] = Math.max(sds.usualHost[metric], sds.usualHost.throughput);

function write(file: string, value: object): void {
  writeFileSync(new URL(`../calibration/${file}`, import.meta.url), `${JSON.stringify(value, null, 1)}\n`);
  process.stdout.write(`${file}: ${JSON.stringify(value)}\n`);
}
write('residuals.json', residuals);
write('circumstances.json', sds);
