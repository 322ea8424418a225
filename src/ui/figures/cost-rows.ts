/** The cost table as rows to draw and to read. No DOM. */
import type { CostBar } from '../../charts/cost-chart.ts';
import { seriesColour } from '../../charts/series.ts';
import type { TableTwin } from '../../charts/table-twin.ts';
import { model } from '../../catalogue/models.ts';
import type { CostRow } from '../../estimate/cost-table.ts';
import { formatMoney, formatQuantity, formatTokensPerDollar } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { shortName } from '../words/names.ts';

export interface DrawnRow extends CostBar {
  readonly vendor: string;
  readonly announced: boolean;
  /** Stays in the picture whatever its cost. */
  readonly keep: boolean;
}

/** Rows that have a price; the others are counted under the figure. */
export function drawnRows(rows: readonly CostRow[], chosen: string | null): readonly DrawnRow[] {
  return rows.flatMap((row) => {
    const cost = row.estimate.usdPerMillionOutputTokens;
    if (cost === null) return [];
    const isChosen = row.acceleratorId === chosen;
    return [{
      id: row.acceleratorId, name: shortName(row.acceleratorName), detail: detailOf(row), colour: seriesColour(row.vendor), own: false, chosen: isChosen,
      cost, vendor: row.vendor, announced: row.announced, keep: isChosen,
    }];
  });
}

/** `fp8 · 2 GPUs`; weights left as published are named by the format in which they were. */
function detailOf({ estimate, announced, weights: asked, acceleratorName, modelId }: CostRow): string {
  const weights = asked === 'native' ? (model(modelId)?.nativePrecision ?? '') : asked;
  const count = estimate.accelerators ?? 1;
  const unit = /TPU|Trainium|Gaudi|Ascend|Inferentia|WSE|LPU|SN40|Corsair/.test(acceleratorName) ? 'chip' : 'GPU';
  return [weights, `${count} ${unit}${count === 1 ? '' : 's'}`].filter(Boolean).join(' · ') + (announced ? ', announced' : '');
}

const columns: TableTwin['columns'] = [
  { name: 'Accelerator' }, { name: 'As served' }, { name: '$/M input', numeric: true }, { name: '$/M output', numeric: true }, { name: '80 % interval', numeric: true }, { name: 'tokens/$', numeric: true },
  { name: 'tokens/s per user', numeric: true }, { name: 'tokens/s', numeric: true }, { name: 'J/token', numeric: true }, { name: 'Evidence' }, { name: 'Note' },
];

export function costTwin(rows: readonly CostRow[]): TableTwin {
  const text = (quantity: Quantity | null): string => (quantity === null ? '–' : formatQuantity(quantity).value);
  return {
    columns,
    rows: rows.map((row) => {
      const { estimate } = row;
      if (!estimate.feasible) return [row.acceleratorName, '–', '–', '–', '–', '–', '–', '–', '–', '–', estimate.reason?.message ?? 'does not run'];
      const cost = estimate.usdPerMillionOutputTokens;
      return [
        row.acceleratorName, detailOf(row), text(estimate.usdPerMillionInputTokens), text(cost), cost ? formatMoney(cost).range : '–',
        cost ? `${formatTokensPerDollar(cost).value}M` : '–', text(estimate.tokensPerSecondPerUser), text(estimate.outputTokensPerSecond), text(estimate.joulesPerOutputToken), (cost ?? estimate.timePerOutputToken)?.evidence ?? '–', cost ? '' : (estimate.unknown['usdPerMillionOutputTokens'] ?? 'no price is known'),
      ];
    }),
  };
}

/** One row as a line for the readout under the chart. */
export function rowLine(row: DrawnRow): string {
  const { value, range } = formatMoney(row.cost);
  return `${row.name}: ${value} per million output tokens, ${range}, ${row.cost.evidence}. ${row.detail}.`;
}
