/** The cost table as rows to draw and to read. No DOM. */
import type { CostBar } from '../../../charts/cost-chart.ts';
import { seriesColour } from '../../../charts/series.ts';
import type { TableTwin } from '../../../charts/table-twin.ts';
import { model } from '../../../catalogue/models.ts';
import type { CostRow } from '../../../estimate/views/cost-table.ts';
import { formatMoney, tokensPerDollar } from '../../../units/format.ts';
import { shortName } from '../../text/names.ts';

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
    return [
      {
        id: row.acceleratorId,
        name: shortName(row.acceleratorName),
        detail: detailOf(row),
        colour: seriesColour(row.vendor),
        own: false,
        chosen: isChosen,
        cost,
        vendor: row.vendor,
        announced: row.announced,
        keep: isChosen,
      },
    ];
  });
}

/** `fp8 · 2 GPUs`; weights left as published are named by the format in which they were. */
function detailOf({ estimate, announced, weights: asked, acceleratorName, modelId }: CostRow): string {
  const weights = asked === 'native' ? (model(modelId)?.nativeFormat ?? '') : asked;
  const count = estimate.accelerators ?? 1;
  const unit = /TPU|Trainium|Gaudi|Ascend|Inferentia|WSE|LPU|SN40|Corsair/.test(acceleratorName) ? 'chip' : 'GPU';
  return [weights, `${count} ${unit}${count === 1 ? '' : 's'}`].filter(Boolean).join(' · ') + (announced ? ', announced' : '');
}

/** All rows, those without a price or that do not run included, with the reason. */
export function costTwin(rows: readonly CostRow[]): TableTwin {
  return {
    columns: [
      { key: 'accelerator', title: 'Accelerator' },
      { key: 'served', title: 'As served' },
      { key: 'usdPerMillionInputTokens', title: 'Input' },
      { key: 'usdPerMillionCachedInputTokens', title: 'Cached input' },
      { key: 'usdPerMillionOutputTokens', title: 'Output' },
      { key: 'tokensPerUsd', title: 'Output tokens for a dollar' },
      { key: 'tokensPerSecondPerUser', title: 'Speed per user' },
      { key: 'outputTokensPerSecond', title: 'All users' },
      { key: 'joulesPerOutputToken', title: 'Energy' },
      { key: 'evidence', title: 'Evidence' },
      { key: 'note', title: 'Note' },
    ],
    rows: rows.map(({ estimate, acceleratorName, ...row }) => {
      const cost = estimate.usdPerMillionOutputTokens;
      return {
        accelerator: acceleratorName,
        served: estimate.feasible ? detailOf({ estimate, acceleratorName, ...row }) : null,
        usdPerMillionInputTokens: estimate.usdPerMillionInputTokens,
        usdPerMillionCachedInputTokens: estimate.usdPerMillionCachedInputTokens,
        usdPerMillionOutputTokens: cost,
        tokensPerUsd: cost && tokensPerDollar(cost),
        tokensPerSecondPerUser: estimate.tokensPerSecondPerUser,
        outputTokensPerSecond: estimate.outputTokensPerSecond,
        joulesPerOutputToken: estimate.joulesPerOutputToken,
        evidence: (cost ?? estimate.timePerOutputToken)?.evidence ?? null,
        note: estimate.feasible
          ? cost
            ? ''
            : (estimate.unknown['usdPerMillionOutputTokens'] ?? 'no price is known')
          : (estimate.reason?.message ?? 'does not run'),
      };
    }),
  };
}

/** One row as a line for the readout under the chart. */
export function rowLine(row: DrawnRow): string {
  const { value, range } = formatMoney(row.cost);
  return `${row.name}: ${value} per million output tokens, ${range}, ${row.cost.evidence}. ${row.detail}.`;
}
