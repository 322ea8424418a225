/**
 * The small chart: names, whiskers on one axis, the number at the end of each. Places are shares of the width, so that
 * nothing is drawn again when the card is resized. Read aloud it is a list.
 */
import { seriesName } from '../charts/series.ts';
import type { PosterRow } from '../share/poster.ts';
import { formatQuantity } from '../units/format.ts';
import { h, s } from './dom.ts';
import { markParts } from './evidence-mark.ts';

/** Half of the row, in pixels. */
const middle = 10;

/** @param unit of all rows */
export function bars(rows: readonly PosterRow[], unit: string): HTMLElement {
  const place = axis(rows);
  return h('ul', { class: 'bars' }, ...rows.map((row) => bar(row, unit, place)));
}

function bar(row: PosterRow, unit: string, place: (value: number) => string): HTMLElement {
  const { name, value, low, high, evidence, vendor, chosen } = row;
  const said = formatQuantity({ value, low, high, unit, evidence });
  const [at, from, to] = [place(value), place(low), place(high)];
  return h(
    'li',
    { class: `${chosen ? 'chosen ' : ''}series-${seriesName(vendor)}` },
    h('span', { class: 'name' }, name),
    h(
      'span',
      { class: 'plot' },
      s(
        'svg',
        { height: 2 * middle, 'aria-hidden': 'true' },
        s('line', { x1: from, x2: to, y1: middle, y2: middle, class: evidence === 'projected' ? 'whisker dashed' : 'whisker' }),
        s('svg', { x: at, y: middle, overflow: 'visible' }, markParts(evidence, 5.5)),
        s('text', { x: to, y: middle + 4.5, dx: 9, 'aria-hidden': 'true' }, said.value),
      ),
    ),
    h(
      'span',
      { class: 'hidden-visually' },
      `${said.value} ${said.unit}, ${said.range === '' ? '' : `${said.range}, `}${evidence}${chosen ? ', this figure’s' : ''}`,
    ),
  );
}

/** Logarithmic, since costs are told apart by factors; all ends of the rows fill the width. */
function axis(rows: readonly PosterRow[]): (value: number) => string {
  const least = Math.log(Math.min(...rows.map(({ low, value }) => (low > 0 ? low : value)))),
    most = Math.log(Math.max(...rows.map(({ high }) => high)));
  const span = most - least || 1;
  return (value) => `${(2 + 96 * Math.max(0, (Math.log(value) - least) / span)).toFixed(2)}%`;
}
