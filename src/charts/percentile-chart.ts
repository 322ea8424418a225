/**
 * Distributions as rows: percentiles with their intervals, one panel a quantity, each on a logarithmic axis of its own,
 * and the closed form of the same quantity above them. A pure function of its panels, drawn again for every width.
 */
import { svg, type SVGTemplateResult } from 'lit';
import { formatDuration } from '../units/format.ts';
import type { Quantity } from '../units/quantity.ts';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { evidenceDot, whisker } from './mark.ts';

export interface PercentileRow {
  readonly name: string;
  /** s */
  readonly time: Quantity;
  /** Drawn in the accent; the closed form is not. */
  readonly simulated: boolean;
}

export interface PercentilePanel {
  readonly name: string;
  readonly rows: readonly PercentileRow[];
  /** What stands in place of rows. */
  readonly missing: string;
}

interface PlacedRow {
  readonly row: PercentileRow;
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

interface PlacedPanel {
  readonly panel: PercentilePanel;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly scale: LogScale;
  readonly ticks: readonly number[];
  readonly rows: readonly PlacedRow[];
  readonly bottom: number;
}

export interface PercentileLayout {
  readonly width: number;
  readonly height: number;
  readonly panels: readonly PlacedPanel[];
}

/** Pixels: below `narrow` panels stand below each other; names before and values behind the axis of each. */
const narrow = 760,
  gap = 44,
  nameRoom = 84,
  valueRoom = 64,
  head = 44,
  rowHeight = 30;

export function percentileLayout(panels: readonly PercentilePanel[], width: number): PercentileLayout {
  const stacked = width < narrow;
  const panelWidth = stacked ? width : (width - gap * (panels.length - 1)) / Math.max(1, panels.length);
  let top = 0;
  const placed = panels.map((panel, index): PlacedPanel => {
    const left = stacked ? 0 : index * (panelWidth + gap),
      first = top;
    const domain = niceLogDomain(panel.rows.flatMap(({ time }) => [time.low, time.high]));
    const scale = logScale(domain, [left + nameRoom, left + panelWidth - valueRoom]);
    const rows = panel.rows.map((row, at): PlacedRow => ({
      row,
      x: scale(row.time.value),
      y: first + head + rowHeight * (at + 0.5),
      low: scale(row.time.low),
      high: scale(row.time.high),
    }));
    const bottom = first + head + rowHeight * Math.max(1, rows.length);
    if (stacked) top = bottom + 28;
    return {
      panel,
      left,
      top: first,
      width: panelWidth,
      scale,
      ticks: logTicks(domain[0], domain[1], Math.max(2, Math.floor((panelWidth - nameRoom - valueRoom) / 58))),
      rows,
      bottom,
    };
  });
  return { width, height: Math.max(0, ...placed.map(({ bottom }) => bottom)) + 6, panels: placed };
}

/** The row under a pointer, counted over the panels in the order in which arrows walk them. */
export function percentileAt({ panels }: PercentileLayout, x: number, y: number): number | null {
  let before = 0;
  for (const { left, width, rows } of panels) {
    const index = x >= left && x <= left + width ? rows.findIndex((row) => Math.abs(row.y - y) <= rowHeight / 2) : -1;
    if (index >= 0) return before + index;
    before += rows.length;
  }
  return null;
}

export function percentileChart(layout: PercentileLayout, summary: string, active: number | null): SVGTemplateResult {
  const chosen = active === null ? undefined : layout.panels.flatMap(({ rows }) => rows)[active];
  return svg`<svg class="chart" viewBox="0 0 ${layout.width} ${layout.height}" width=${layout.width} height=${layout.height} role="img" aria-label=${summary}>
    ${layout.panels.map((placed) => drawPanel(placed, chosen))}
  </svg>`;
}

function drawPanel({ panel, left, top, width, scale, ticks, rows, bottom }: PlacedPanel, chosen: PlacedRow | undefined): SVGTemplateResult {
  const name = svg`<text class="name" x=${left} y=${top + 14}>${panel.name}</text>`;
  if (rows.length === 0) return svg`${name}<text class="quiet" x=${left} y=${top + head + 8}>${panel.missing}</text>`;
  return svg`${name}
    ${rows.map((row) => (row === chosen ? svg`<rect class="active" x=${left - 6} y=${row.y - rowHeight / 2} width=${width + 12} height=${rowHeight} rx="6"/>` : ''))}
    ${ticks.map((tick) => svg`<line class="grid" x1=${scale(tick)} x2=${scale(tick)} y1=${top + head - 4} y2=${bottom}/><text class="quiet detail" x=${scale(tick)} y=${top + head - 10} text-anchor="middle">${tickWords(tick)}</text>`)}
    ${rows.map((row) => drawRow(row, left, width))}`;
}

/** `50 ms`, `1 s`: round numbers without the digits of a measurement. */
const tickWords = (seconds: number): string => formatDuration(seconds).text.replace(/\.0+(?= )/, '');

function drawRow({ row: { name, time, simulated }, x, y, low, high }: PlacedRow, left: number, width: number): SVGTemplateResult {
  const colour = simulated ? 'var(--accent)' : 'var(--ink)';
  const { value, unit } = formatDuration(time);
  return svg`<text class=${simulated ? '' : 'quiet'} x=${left} y=${y + 4.5}>${name}</text>${whisker(low, high, y, time.evidence, colour)}${evidenceDot(x, y, time.evidence, colour)}
    <text class="value" x=${left + width} y=${y + 4.5} text-anchor="end">${value} ${unit}</text>`;
}
