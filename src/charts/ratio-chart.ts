/**
 * Ratios with their intervals around one, on a logarithmic axis that reaches as far to both sides: what is right of the
 * line is faster. Filled where the two measurements are apart, hollow where they are not. A pure function of its rows.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { formatFactor } from '../units/format.ts';
import { logScale, type LogScale } from './log-axis.ts';
import { whisker } from './mark.ts';

export interface RatioRow {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The measurements that it compares have values in common. */
  readonly overlap: boolean;
}

export interface RatioLayout {
  readonly width: number;
  readonly height: number;
  readonly stacked: boolean;
  readonly scale: LogScale;
  readonly ticks: readonly number[];
  readonly rows: readonly { readonly row: RatioRow; readonly y: number; readonly x: number; readonly low: number; readonly high: number }[];
  readonly rowHeight: number;
  readonly top: number;
}

/** Pixels. The axis spans at least a tenth to either side: below that, dots on the line are the truth. */
const narrow = 640,
  nameColumn = 300,
  valueRoom = 64,
  top = 30,
  leastReach = Math.log(1.1);

export function ratioLayout(rows: readonly RatioRow[], width: number): RatioLayout {
  const stacked = width < narrow;
  const rowHeight = stacked ? 44 : 30;
  const from = stacked ? 8 : nameColumn,
    to = width - valueRoom;
  const reach = Math.max(leastReach, ...rows.flatMap(({ low, high }) => [Math.abs(Math.log(low)), Math.abs(Math.log(high))])) * 1.04;
  const scale = logScale([Math.exp(-reach), Math.exp(reach)], [from, to]);
  const placed = rows.map((row, index) => ({
    row,
    y: top + rowHeight * index + (stacked ? 30 : rowHeight / 2),
    x: scale(row.value),
    low: scale(row.low),
    high: scale(row.high),
  }));
  return {
    width,
    height: top + rowHeight * rows.length + 8,
    stacked,
    scale,
    ticks: ticksFor(reach, Math.max(3, Math.floor((to - from) / 64))),
    rows: placed,
    rowHeight,
    top,
  };
}

/** Round factors for both sides of one, from the narrowest axis to the widest. */
const factorSets: readonly (readonly number[])[] = [
  [1.05],
  [1.1, 1.05],
  [1.1],
  [1.2, 1.1],
  [1.2],
  [1.5, 1.2],
  [1.5],
  [2, 1.5],
  [2],
  [4, 2],
  [4],
  [10, 3],
  [10],
  [100, 10],
  [100],
  [1e4, 100],
  [1e4],
];

function ticksFor(reach: number, most: number): readonly number[] {
  const factors = factorSets.findLast((set) => (set[0] ?? 0) <= Math.exp(reach) && 2 * set.length + 1 <= most) ?? [];
  return [...factors.map((factor) => 1 / factor), 1, ...factors.toReversed()];
}

export function ratioChart(layout: RatioLayout, summary: string, active: number | null): SVGTemplateResult {
  const { width, height, ticks, scale, rowHeight } = layout;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${active === null ? nothing : svg`<rect class="active" x="-8" y=${top + rowHeight * active} width=${width + 16} height=${rowHeight} rx="6"/>`}
    ${ticks.map((tick) => svg`<line class="grid" x1=${scale(tick)} x2=${scale(tick)} y1="24" y2=${height - 6}/><text class="quiet" x=${scale(tick)} y="13" text-anchor="middle">${tickWords(tick)}</text>`)}
    <line x1=${scale(1)} x2=${scale(1)} y1="24" y2=${height - 6} stroke="var(--ink)" stroke-width="1.4"/>
    ${layout.rows.map((row) => drawRow(row, layout))}
  </svg>`;
}

const tickWords = (factor: number): string => `${Number(factor.toPrecision(factor < 1 ? 2 : 3))}×`;

function drawRow({ row, x, y, low, high }: RatioLayout['rows'][number], { stacked, width }: RatioLayout): SVGTemplateResult {
  const colour = row.overlap ? 'var(--quiet)' : 'var(--accent)';
  return svg`<text class="halo" x="0" y=${stacked ? y - 14 : y + 4.5}>${row.name}</text>${whisker(low, high, y, 'measured', colour)}
    <circle cx=${x} cy=${y} r="5.5" fill=${row.overlap ? 'var(--paper)' : colour} stroke=${colour} stroke-width="2"/>
    <text class="value" x=${width} y=${y + 4.5} text-anchor="end">${ratioWords(row.value)}</text>`;
}

/** `1.04×`: two decimals near one, where they are what matters. */
export const ratioWords = (ratio: number): string => (ratio > 0.5 && ratio < 2 ? `${ratio.toFixed(2)}×` : formatFactor(ratio));
