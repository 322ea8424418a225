/** Fleets as rows to take away: those that are ranked, then what is not, then what is out. No DOM. */
import type { TableTwin } from '../../charts/table-twin.ts';
import type { FleetAnswer } from '../../fleet/fleet.ts';
import { weakest } from '../../units/quantity.ts';
import { arrangementWords, exclusionWords, fleetCells, isRanked, nameOf, unrankedWords } from './fleet-words.ts';
import { sourceTitles } from './source-titles.ts';

export const fleetsTwin = ({ fleets, excluded }: FleetAnswer): TableTwin => ({
  columns: [
    { key: 'accelerator', title: 'Accelerator' },
    { key: 'usdPerMonth', title: 'A month' },
    { key: 'accelerators', title: 'Accelerators' },
    { key: 'fleet', title: 'Fleet' },
    { key: 'usdPerMillionOutputTokensAllIn', title: 'All-in per output token' },
    { key: 'tokensPerSecondPerUser', title: 'Speed per user' },
    { key: 'timeToFirstTokenP50', title: 'First token, median' },
    { key: 'probabilityCheapest', title: 'Share of draws in which it is cheapest' },
    { key: 'note', title: 'Note' },
    { key: 'arrangement', title: 'Arrangement' },
    { key: 'evidence', title: 'Evidence' },
    { key: 'usdPerHour', title: 'An hour of all', away: true },
    { key: 'sources', title: 'Sources', away: true },
  ],
  rows: [
    ...[...fleets.filter(isRanked), ...fleets.filter((row) => !isRanked(row))].map((row) => ({
      accelerator: nameOf(row.accelerator),
      usdPerMonth: row.usdPerMonth,
      accelerators: row.accelerators,
      fleet: fleetCells(row),
      usdPerMillionOutputTokensAllIn: row.usdPerMillionOutputTokensAllIn,
      tokensPerSecondPerUser: row.tokensPerSecondPerUser,
      timeToFirstTokenP50: row.timeToFirstTokenP50,
      probabilityCheapest: row.probabilityCheapest,
      note: isRanked(row) ? null : unrankedWords(row),
      arrangement: arrangementWords(row),
      // Whether so many are enough is no better known than the times are.
      evidence: weakest(...[row.usdPerMonth, row.timePerOutputToken].flatMap((quantity) => quantity?.evidence ?? [])),
      usdPerHour: row.usdPerHour,
      sources: sourceTitles(row.sources).join('; '),
    })),
    ...excluded.map((each) => ({ accelerator: nameOf(each.accelerator), note: exclusionWords(each) })),
  ],
});
