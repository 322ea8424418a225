/**
 * Is the better of two configurations named right, and how good is the one named best? They share source, model, lengths and load, and differ in accelerator,
 * engine, formats or split. They are ranked by output tokens per accelerator, and only where the measurements themselves
 * can tell them apart.
 */
import { median, quantile } from '../stats/quantile.ts';
import { metricOf, type ScoredMetric, type ScoredRow } from './score.ts';

export interface Ranking {
  readonly right: number;
  readonly pairs: number;
  /** Pairs left out because measurements of one configuration lie as far apart. */
  readonly within: number;
  /** Loads under which two configurations or more were measured, and those where the one named best is within 5 % of the best. */
  readonly choices: { readonly near: number; readonly loads: number };
  /** Least |ln| between two measured values that counts, per metric. */
  readonly margins: Readonly<Record<RankedMetric, number>>;
}

type RankedMetric = 'timePerOutputToken' | 'throughput';

const isRanked = (metric: ScoredMetric): metric is RankedMetric => metric === 'timePerOutputToken' || metric === 'throughput';

/** A configuration under a load, its repeats as one. */
interface Configuration {
  /** ln of output tokens per accelerator and second, up to a constant of the load. */
  readonly measured: number;
  readonly predicted: number;
}

/** Nine in ten repeats of one configuration lie closer than this share of them says. */
const noiseShare = 0.9;
/** Too few repeats say nothing; then a tenth counts as a difference. */
const fewestRepeats = 20;
const usualMargin = Math.log(1.1);
/** Output tokens per accelerator of a good choice, over those of the best. */
const nearBest = 0.95;

export function ranking(scored: readonly ScoredRow[]): Ranking {
  const repeats = new Map<string, ScoredRow[]>();
  for (const each of scored) {
    if (!isRanked(metricOf(each.row.metric))) continue;
    // A run of another month is a repeat, not another choice.
    const key = JSON.stringify([each.row.source, each.row.metric, { ...each.row.scenario, software: null }]);
    const list = repeats.get(key);
    if (list) list.push(each);
    else repeats.set(key, [each]);
  }
  const margins = { timePerOutputToken: marginOf('timePerOutputToken', repeats), throughput: marginOf('throughput', repeats) };
  const loads = new Map<string, { metric: RankedMetric; configurations: Configuration[] }>();
  for (const rows of repeats.values()) {
    const [first] = rows;
    if (!first) continue;
    const {
      source,
      scenario: { model, inputTokens, outputTokens, concurrency },
    } = first.row;
    const metric = metricOf(first.row.metric) as RankedMetric;
    const key = JSON.stringify([source, metric, model, inputTokens, outputTokens, concurrency]);
    const load = loads.get(key) ?? { metric, configurations: [] };
    load.configurations.push({
      measured: median(rows.map(({ row }) => perAccelerator(row, row.measured))),
      predicted: perAccelerator(first.row, first.predicted),
    });
    loads.set(key, load);
  }
  let right = 0;
  let pairs = 0;
  let within = 0;
  const choices = { near: 0, loads: 0 };
  for (const { metric, configurations } of loads.values()) {
    if (configurations.length > 1) {
      const named = configurations.reduce((best, each) => (each.predicted > best.predicted ? each : best));
      choices.loads++;
      if (named.measured >= Math.max(...configurations.map(({ measured }) => measured)) + Math.log(nearBest)) choices.near++;
    }
    for (const [index, a] of configurations.entries()) {
      for (const b of configurations.slice(index + 1)) {
        const measured = a.measured - b.measured;
        if (Math.abs(measured) <= margins[metric]) within++;
        else {
          pairs++;
          if (Math.sign(measured) === Math.sign(a.predicted - b.predicted)) right++;
        }
      }
    }
  }
  return { right, pairs, within, choices, margins };
}

function perAccelerator({ metric, scenario: { accelerators, serving } }: ScoredRow['row'], value: number): number {
  if (metric === 'outputTokensPerSecondPerAccelerator') return Math.log(value);
  const pools = serving === 'aggregated' ? null : (serving.prefill.accelerators ?? 0) + (serving.decode.accelerators ?? 0);
  return Math.log((metric === 'timePerOutputToken' ? 1 / value : value) / (accelerators ?? pools ?? 1));
}

/** How far two measurements of one configuration lie apart; a value that a source lists twice is one measurement. */
function marginOf(metric: RankedMetric, repeats: ReadonlyMap<string, readonly ScoredRow[]>): number {
  const gaps: number[] = [];
  for (const rows of repeats.values()) {
    if (metricOf(rows[0]?.row.metric ?? 'timeToFirstToken') !== metric) continue;
    const values = [...new Set(rows.map(({ row }) => row.measured))];
    for (const [index, a] of values.entries()) for (const b of values.slice(index + 1)) gaps.push(Math.abs(Math.log(a / b)));
  }
  return gaps.length < fewestRepeats ? usualMargin : quantile(gaps, noiseShare);
}
