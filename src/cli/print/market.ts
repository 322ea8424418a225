/** What `validate --market` prints. */
import type { MarketCheck } from '../../index.ts';
import { formatCounted } from '../../units/format.ts';
import { printTable } from './table.ts';

const columns = [
  { title: 'model' },
  { title: 'cheapest on' },
  { title: 'cost, $/M', align: 'right' },
  { title: 'interval', align: 'right' },
  { title: 'hosts', align: 'right' },
  { title: 'list price, $/M: cheapest', align: 'right' },
  { title: 'median', align: 'right' },
  { title: 'dearest', align: 'right' },
  { title: 'median ÷ cost', align: 'right' },
] as const;

const dollars = (value: number): string => value.toFixed(value < 0.1 ? 3 : 2);

export function printMarket({ date, rows, ratio, priced, aboveMedian, aboveAll, inside }: MarketCheck): string {
  const lines = rows.map((row) => [
    row.model,
    row.accelerator ?? 'none that is priced',
    row.cost ? dollars(row.cost.value) : '',
    row.cost ? `${dollars(row.cost.low)} to ${dollars(row.cost.high)}` : '',
    String(row.hosts),
    dollars(row.list.min),
    dollars(row.list.median),
    dollars(row.list.max),
    row.ratio?.toFixed(2) ?? '',
  ]);
  const found =
    ratio === null
      ? 'No model has both a cost and a price.'
      : `Median list price ÷ cost over ${formatCounted(priced, 'model')}: ${ratio.median.toFixed(2)} (p10 ${ratio.p10.toFixed(2)}, p90 ${ratio.p90.toFixed(2)})\n` +
        `Median inside the interval of the cost: ${inside} of ${priced}. Cost above the median host: ${aboveMedian}; above every host: ${aboveAll}.`;
  return (
    `Cost of a million tokens, 3 input to 1 output, at the load that is found, reserved, 60 % of paid hours in use, beside list prices of ${date}\n` +
    `${printTable(columns, lines)}\n\n${found}\nA list price is asked, not paid, and need not cover its costs: a check of the order of magnitude, not a score.`
  );
}
