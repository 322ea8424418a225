/** What the signs of the cost figure mean, and how many rows it leaves out. No DOM. */
import type { Legend } from '../../../charts/legend.ts';
import { seriesColour } from '../../../charts/series.ts';
import { evidenceLevels } from '../../../units/quantity.ts';
import type { DrawnRow } from './cost-rows.ts';

/** @param drawable rows that could be drawn */
export function legendOf(shown: readonly DrawnRow[], drawable: number): Legend {
  const marks = new Set(shown.map(({ cost }) => cost?.evidence));
  const makers = [...new Set(shown.flatMap(({ cost, vendor }) => (cost && vendor !== '' ? [vendor] : [])))];
  return {
    marks: evidenceLevels.filter((level) => marks.has(level)),
    colours: [
      ...makers.map((name) => ({ name, colour: seriesColour(name) })),
      ...shown.filter(({ own }) => own).map(({ name }) => ({ name, colour: 'var(--accent)' })),
    ],
    leftOut: shown.length < drawable ? `${shown.length} of ${drawable} rows drawn: the cheapest, and the cheapest of each maker.` : '',
  };
}
