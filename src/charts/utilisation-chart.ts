/**
 * MFU of published runs as dots, what the lab predicts for each as a mark with its interval, and the run in question above them. On a linear
 * axis from nothing. A pure function of its rows, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Quantity } from '../units/quantity.ts';
import { evidenceDot, whisker } from './mark.ts';

export interface UtilisationRow {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** 0 … 1; null for the run in question. */
  readonly published: number | null;
  readonly predicted: Quantity | null;
}

export interface UtilisationLayout {
  readonly width: number;
  readonly height: number;
  readonly stacked: boolean;
  readonly ticks: readonly { readonly x: number; readonly share: number }[];
  readonly rowHeight: number;
  readonly rows: readonly {
    readonly row: UtilisationRow;
    readonly y: number;
    readonly top: number;
    readonly published: number | null;
    readonly predicted: { readonly x: number; readonly low: number; readonly high: number; readonly quantity: Quantity } | null;
  }[];
}

/** Pixels. */
const narrow = 640,
  nameColumn = 300,
  first = 30,
  /** Beyond all of the peak there is nothing. */
  whole = 1;

export function utilisationLayout(rows: readonly UtilisationRow[], width: number): UtilisationLayout {
  const stacked = width < narrow;
  const rowHeight = stacked ? 56 : 40;
  const left = stacked ? 4 : nameColumn,
    right = width - 20;
  const reach = Math.max(0.2, ...rows.flatMap(({ published, predicted }) => [published ?? 0, Math.min(predicted?.high ?? 0, whole)]));
  const end = Math.min(whole, Math.ceil(reach * 10) / 10);
  const at = (share: number): number => left + ((right - left) * Math.min(share, end)) / end;
  const step = end > 0.5 ? 0.2 : 0.1;
  return {
    width,
    height: first + rowHeight * rows.length + 8,
    stacked,
    ticks: Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => ({ x: at(index * step), share: index * step })),
    rowHeight,
    rows: rows.map((row, index) => {
      const top = first + rowHeight * index;
      return {
        row,
        top,
        y: top + (stacked ? 42 : rowHeight / 2),
        published: row.published === null ? null : at(row.published),
        predicted: row.predicted && { x: at(row.predicted.value), low: at(row.predicted.low), high: at(row.predicted.high), quantity: row.predicted },
      };
    }),
  };
}

export function utilisationRowAt({ rows, rowHeight }: UtilisationLayout, y: number): number | null {
  const index = rows.findIndex(({ top }) => y >= top && y < top + rowHeight);
  return index < 0 ? null : index;
}

export function utilisationChart(layout: UtilisationLayout, summary: string, active: number | null): SVGTemplateResult {
  const { width, height, ticks, rows, rowHeight, stacked } = layout;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${rows.map(({ row, top }, index) => (row.published === null || index === active ? svg`<rect class=${index === active ? 'active' : 'chosen'} x="-8" y=${top} width=${width + 16} height=${rowHeight} rx="6"/>` : nothing))}
    ${ticks.map(({ x, share }, index) => svg`<line class="grid" x1=${x} x2=${x} y1="24" y2=${height - 6}/><text class="quiet" x=${x} y="13" text-anchor=${index === 0 && stacked ? 'start' : 'middle'}>${Math.round(share * 100)} %</text>`)}
    ${rows.map((placed) => drawRow(placed, stacked))}
  </svg>`;
}

function drawRow({ row, y, top, published, predicted }: UtilisationLayout['rows'][number], stacked: boolean): SVGTemplateResult {
  const colour = published === null ? 'var(--accent)' : 'var(--quiet)';
  return svg`<text class="name" x="0" y=${stacked ? top + 15 : y - 3}>${row.name}</text><text class="quiet detail" x="0" y=${stacked ? top + 29 : y + 12}>${row.detail}</text>
    ${predicted ? svg`${whisker(predicted.low, predicted.high, y, predicted.quantity.evidence, colour)}${evidenceDot(predicted.x, y, predicted.quantity.evidence, colour)}` : nothing}
    ${published === null ? nothing : svg`<rect x=${published - 5} y=${y - 5} width="10" height="10" transform=${`rotate(45 ${published} ${y})`} fill="var(--ink)"/>`}`;
}
