/**
 * Values of one unit with their intervals, a row each, on a logarithmic axis: a name, what is said of it, the mark of its evidence and the
 * value behind it. A pure function of its rows, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Quantity } from '../units/quantity.ts';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { evidenceDot, whisker } from './mark.ts';

export interface IntervalRow {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly colour: string;
  readonly quantity: Quantity;
}

export interface IntervalLayout {
  readonly width: number;
  readonly height: number;
  readonly stacked: boolean;
  readonly scale: LogScale;
  readonly ticks: readonly number[];
  readonly rowHeight: number;
  readonly rows: readonly {
    readonly row: IntervalRow;
    readonly y: number;
    readonly top: number;
    readonly x: number;
    readonly low: number;
    readonly high: number;
  }[];
}

/** Pixels. */
const narrow = 640,
  nameColumn = 250,
  valueRoom = 84,
  first = 30;

/** @param rows none of them nothing, which has no place on the axis */
export function intervalLayout(rows: readonly IntervalRow[], width: number): IntervalLayout {
  const stacked = width < narrow;
  const rowHeight = stacked ? 50 : 34;
  const left = stacked ? 8 : nameColumn,
    right = width - valueRoom;
  const domain = niceLogDomain(rows.flatMap(({ quantity: { low, high } }) => [low, high]));
  const scale = logScale(domain, [left + 6, right]);
  return {
    width,
    height: first + rowHeight * rows.length + 8,
    stacked,
    scale,
    ticks: logTicks(domain[0], domain[1], Math.max(2, Math.floor((right - left) / 84))),
    rowHeight,
    rows: rows.map((row, index) => {
      const top = first + rowHeight * index;
      const { value, low, high } = row.quantity;
      return { row, top, y: top + (stacked ? 36 : rowHeight / 2), x: scale(value), low: scale(low), high: scale(high) };
    }),
  };
}

export function intervalRowAt({ rows, rowHeight }: IntervalLayout, y: number): number | null {
  const index = rows.findIndex(({ top }) => y >= top && y < top + rowHeight);
  return index < 0 ? null : index;
}

/**
 * @param tickWords a value on the axis
 * @param valueWords a value behind its row
 */
export function intervalChart(
  layout: IntervalLayout,
  tickWords: (value: number) => string,
  valueWords: (quantity: Quantity) => string,
  summary: string,
  active: number | null,
): SVGTemplateResult {
  const { width, height, ticks, scale, rows, rowHeight, stacked } = layout;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${active === null ? nothing : svg`<rect class="active" x="-8" y=${first + rowHeight * active} width=${width + 16} height=${rowHeight} rx="6"/>`}
    ${ticks.map((tick) => svg`<line class="grid" x1=${scale(tick)} x2=${scale(tick)} y1="24" y2=${height - 6}/><text class="quiet" x=${scale(tick)} y="13" text-anchor="middle">${tickWords(tick)}</text>`)}
    ${rows.map(
      ({
        row,
        x,
        y,
        top,
        low,
        high,
      }) => svg`<text class="name" x="0" y=${stacked ? top + 16 : y + 4.5}>${row.name} <tspan class="quiet" font-weight="400">${row.detail}</tspan></text>
      ${row.quantity.high > row.quantity.low ? whisker(low, high, y, row.quantity.evidence, row.colour) : nothing}${evidenceDot(x, y, row.quantity.evidence, row.colour)}
      <text class="value" x=${width} y=${stacked ? top + 16 : y + 4.5} text-anchor="end">${valueWords(row.quantity)}</text>`,
    )}
  </svg>`;
}
