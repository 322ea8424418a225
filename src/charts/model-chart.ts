/**
 * Whole models in tokens a second: measured with its interval, and beside it what the run's own kernels predict, as a
 * diamond. One logarithmic axis. A pure function of its rows, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { formatCount, formatQuantity } from '../units/format.ts';
import type { Quantity } from '../units/quantity.ts';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { evidenceDot, whisker } from './mark.ts';

export interface ModelRow {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** tokens/s */
  readonly measured: Quantity;
  /** tokens/s; null where nothing was predicted. */
  readonly predicted: number | null;
  /** How far the predicted time is off, in words. */
  readonly error: string;
}

export interface ModelLayout {
  readonly width: number;
  readonly height: number;
  readonly stacked: boolean;
  readonly scale: LogScale;
  readonly ticks: readonly number[];
  readonly rows: readonly {
    readonly row: ModelRow;
    readonly y: number;
    readonly x: number;
    readonly low: number;
    readonly high: number;
    readonly predicted: number | null;
  }[];
  readonly rowHeight: number;
  readonly top: number;
}

/** Pixels: names before the axis, the rate and the error behind it. */
const narrow = 640,
  nameColumn = 260,
  valueRoom = 168,
  narrowValue = 110,
  top = 30,
  diamond = 6;

export function modelLayout(rows: readonly ModelRow[], width: number): ModelLayout {
  const stacked = width < narrow;
  const rowHeight = stacked ? 62 : 42;
  const from = stacked ? 8 : nameColumn,
    to = width - (stacked ? narrowValue : valueRoom);
  const domain = niceLogDomain(rows.flatMap(({ measured, predicted }) => [measured.low, measured.high, predicted ?? measured.value]));
  const scale = logScale(domain, [from, to]);
  const placed = rows.map((row, index) => ({
    row,
    y: top + rowHeight * index + (stacked ? 48 : rowHeight / 2),
    x: scale(row.measured.value),
    low: scale(row.measured.low),
    high: scale(row.measured.high),
    predicted: row.predicted === null ? null : scale(row.predicted),
  }));
  return {
    width,
    height: top + rowHeight * rows.length + 8,
    stacked,
    scale,
    ticks: logTicks(domain[0], domain[1], Math.max(2, Math.floor((to - from) / 64))),
    rows: placed,
    rowHeight,
    top,
  };
}

export function modelChart(layout: ModelLayout, summary: string, active: number | null): SVGTemplateResult {
  const { width, height, ticks, scale, rowHeight } = layout;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${active === null ? nothing : svg`<rect class="active" x="-8" y=${top + rowHeight * active} width=${width + 16} height=${rowHeight} rx="6"/>`}
    ${ticks.map((tick) => svg`<line class="grid" x1=${scale(tick)} x2=${scale(tick)} y1="24" y2=${height - 6}/><text class="quiet" x=${scale(tick)} y="13" text-anchor="middle">${formatCount(tick)}</text>`)}
    <text class="quiet" x=${width} y="13" text-anchor="end">tokens/s</text>
    ${layout.rows.map((row) => drawRow(row, layout))}
  </svg>`;
}

function drawRow({ row, y, x, low, high, predicted }: ModelLayout['rows'][number], { stacked, width }: ModelLayout): SVGTemplateResult {
  const words = stacked
    ? svg`<text class="name halo" x="0" y=${y - 30}>${row.name}</text><text class="quiet detail halo" x="0" y=${y - 14}>${row.detail}</text>`
    : svg`<text class="name" x="0" y=${y - 2}>${row.name}</text><text class="quiet detail" x="0" y=${y + 14}>${row.detail}</text>`;
  const mark =
    predicted === null
      ? nothing
      : svg`<path d="M${predicted} ${y - diamond}l${diamond} ${diamond}l${-diamond} ${diamond}l${-diamond} ${-diamond}z" fill="var(--paper)" stroke="var(--ink)" stroke-width="1.6"/>`;
  return svg`${words}${whisker(low, high, y, row.measured.evidence, 'var(--accent)')}${evidenceDot(x, y, row.measured.evidence, 'var(--accent)')}${mark}
    <text class="value" x=${stacked ? width : width - 62} y=${stacked ? y - 2 : y + 4.5} text-anchor="end">${formatQuantity(row.measured).value}</text><text class="quiet detail" x=${width} y=${stacked ? y + 14 : y + 4.5} text-anchor="end">${row.error}</text>`;
}
