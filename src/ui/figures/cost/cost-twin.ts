/** The cost table as rows to read and to take away. No DOM. */
import type { TableTwin } from '../../../charts/table-twin.ts';
import type { CostRow } from '../../../estimate/views/cost-table.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import type { ExportColumn } from '../../../share/export.ts';
import { tokensPerDollar } from '../../../units/format.ts';
import { sourceTitles } from '../../text/source-titles.ts';
import { asKnown, detailOf, noteOf } from './cost-rows.ts';

const allIn: ExportColumn = { key: 'usdPerMillionOutputTokensAllIn', title: 'All-in per output token' },
  month: ExportColumn = { key: 'usdPerMonth', title: 'A month' };

/** What the rows are ranked by first, then how many and how fast, then why not; what the price is made of after that. */
const columnsOf = ({ requestsPerSecond }: Scenario): readonly ExportColumn[] => [
  { key: 'accelerator', title: 'Accelerator' },
  ...(requestsPerSecond === null ? [allIn, month] : [month, allIn]),
  { key: 'accelerators', title: 'Accelerators' },
  { key: 'tokensPerSecondPerUser', title: 'Speed per user' },
  { key: 'note', title: 'Note' },
  { key: 'usdPerMillionInputTokens', title: 'Input' },
  { key: 'usdPerMillionCachedInputTokens', title: 'Cached input' },
  { key: 'usdPerMillionOutputTokens', title: 'Output' },
  { key: 'servedRequestsPerSecond', title: 'Serves' },
  { key: 'outputTokensPerSecond', title: 'All users' },
  { key: 'joulesPerOutputToken', title: 'Energy' },
  { key: 'gramsCO2ePerMillionOutputTokens', title: 'Carbon' },
  { key: 'served', title: 'As served' },
  { key: 'evidence', title: 'Evidence' },
  { key: 'usdPerHour', title: 'An hour of all', away: true },
  { key: 'tokensPerUsd', title: 'Output tokens for a dollar', away: true },
  { key: 'maker', title: 'Maker', away: true },
  { key: 'sources', title: 'Sources', away: true },
];

/** All rows, those without a price or that do not run included, with the reason. */
export const costTwin = (rows: readonly CostRow[], scenario: Scenario): TableTwin => ({
  columns: columnsOf(scenario),
  rows: rows.map((row) => {
    const { estimate, acceleratorName, vendor } = row;
    const { accelerators, usdPerHour, usdPerMillionOutputTokens: output } = estimate;
    return {
      accelerator: acceleratorName,
      usdPerMillionOutputTokensAllIn: estimate.usdPerMillionOutputTokensAllIn,
      usdPerMonth: estimate.usdPerMonth,
      accelerators: estimate.feasible ? accelerators : null,
      tokensPerSecondPerUser: estimate.tokensPerSecondPerUser,
      note:
        row.unranked === 'no-price'
          ? (estimate.unknown['usdPerMonth'] ?? noteOf(row, scenario))
          : (estimate.reason?.message ?? noteOf(row, scenario)),
      usdPerMillionInputTokens: estimate.usdPerMillionInputTokens,
      usdPerMillionCachedInputTokens: estimate.usdPerMillionCachedInputTokens,
      usdPerMillionOutputTokens: output,
      servedRequestsPerSecond: estimate.servedRequestsPerSecond,
      outputTokensPerSecond: estimate.outputTokensPerSecond,
      joulesPerOutputToken: estimate.joulesPerOutputToken,
      gramsCO2ePerMillionOutputTokens: estimate.gramsCO2ePerMillionOutputTokens,
      served: estimate.feasible ? detailOf(row) : null,
      evidence: (asKnown(row) ?? estimate.timePerOutputToken)?.evidence ?? null,
      usdPerHour,
      tokensPerUsd: output && tokensPerDollar(output),
      maker: vendor,
      sources: sourceTitles(estimate.sources).join('; '),
    };
  }),
});
