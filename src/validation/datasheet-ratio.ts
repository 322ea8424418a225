/**
 * The rule of thumb that estimates are compared with: a measured time on one accelerator, times the ratio of datasheet
 * rates to another's: memory bandwidth for output tokens and throughput, the dense peak of the weights' format for first
 * tokens. Scored wherever the same configuration was published on two accelerators, beside what the lab says of the
 * same rows.
 */
import { datasheetRatio } from '../estimate/own-gpu/datasheet-ratio.ts';
import { median } from '../stats/quantile.ts';
import { isHeadline, metricOf, type HeadlineMetric } from './score.ts';
import type { ServingRow } from './serving-rows.ts';

export interface ScaledRow {
  readonly row: ServingRow;
  /** The same configuration on the other accelerator, and its measurement: the middle of versions and repeats. */
  readonly source: ServingRow;
  readonly measuredThere: number;
  readonly predicted: number;
  /** ln(predicted/measured) */
  readonly error: number;
}

/** Every row that was also measured on other accelerators, once for each of them. */
export function scaledRows(rows: readonly ServingRow[]): readonly ScaledRow[] {
  const byConfiguration = new Map<string, Map<string, ServingRow[]>>();
  for (const row of rows) {
    const { accelerator, ...rest } = row.scenario;
    if (typeof accelerator !== 'string' || !isHeadline(metricOf(row.metric))) continue;
    const key = JSON.stringify([row.metric, rest]);
    let byAccelerator = byConfiguration.get(key);
    if (!byAccelerator) byConfiguration.set(key, (byAccelerator = new Map<string, ServingRow[]>()));
    const list = byAccelerator.get(accelerator);
    if (list) list.push(row);
    else byAccelerator.set(accelerator, [row]);
  }
  return [...byConfiguration.values()].flatMap((byAccelerator) =>
    [...byAccelerator].flatMap(([from, measured]) =>
      [...byAccelerator]
        .filter(([to]) => to !== from)
        .flatMap(([, targets]) =>
          targets.flatMap((row) => {
            const ratio = datasheetRatio(row.scenario, from, row.scenario.accelerator);
            const [source] = measured;
            const metric = metricOf(row.metric);
            if (!ratio || !source || !isHeadline(metric)) return [];
            const measuredThere = median(measured.map((each) => each.measured));
            const predicted = measuredThere * factorOf(metric, ratio);
            return [{ row, source, measuredThere, predicted, error: Math.log(predicted / row.measured) }];
          }),
        ),
    ),
  );
}

function factorOf(metric: HeadlineMetric, { decode, prefill }: { readonly decode: number; readonly prefill: number }): number {
  switch (metric) {
    case 'timePerOutputToken':
      return decode;
    case 'timeToFirstToken':
      return prefill;
    case 'throughput':
      return 1 / decode;
    default:
      return metric satisfies never;
  }
}
