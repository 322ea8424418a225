/**
 * Accelerators by what a million output tokens costs on each: a dot plot on a logarithmic axis, whiskers for the
 * interval, the mark for the evidence. A pure function of its rows, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { formatMoney } from '../units/format.ts';
import type { Quantity } from '../units/quantity.ts';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { evidenceDot, whisker } from './mark.ts';

export interface CostBar {
  readonly id: string;
  readonly name: string;
  /** Second line: format and count. */
  readonly detail: string;
  readonly colour: string;
  /** The visitor's own GPU: drawn in the accent. */
  readonly own: boolean;
  /** The accelerator in the sentence. */
  readonly chosen: boolean;
  /** USD per million tokens. */
  readonly cost: Quantity;
}

export interface PlacedBar {
  readonly bar: CostBar;
  readonly y: number;
  readonly x: number;
  readonly low: number;
  readonly high: number;
  /** Where the printed value goes: behind the whisker, or before it where that would leave the picture. */
  readonly labelX: number;
  readonly labelAnchor: 'start' | 'end';
}

export interface CostLayout {
  readonly width: number;
  readonly height: number;
  /** Below this width the name stands above its whisker. */
  readonly stacked: boolean;
  readonly scale: LogScale;
  readonly ticks: readonly number[];
  readonly bars: readonly PlacedBar[];
  readonly rowHeight: number;
  readonly top: number;
}

/** Pixels; 560 is where a column of names would leave the axis less than 350. */
const narrow = 560,
  labelColumn = 226,
  valueRoom = 64,
  top = 30;

export function costLayout(bars: readonly CostBar[], width: number): CostLayout {
  const stacked = width < narrow;
  const rowHeight = stacked ? 52 : 38;
  const left = stacked ? 4 : labelColumn,
    right = Math.max(left + 80, width - (stacked ? 14 : 28));
  const domain = niceLogDomain(bars.flatMap(({ cost }) => [cost.low, cost.high]));
  const scale = logScale(domain, [left + 6, right - (stacked ? 0 : valueRoom / 2)]);
  const ticks = logTicks(domain[0], domain[1], Math.max(2, Math.floor((right - left) / (stacked ? 62 : 84))));
  const placed = bars.map((bar, index): PlacedBar => {
    const y = top + rowHeight * index + (stacked ? 36 : rowHeight / 2);
    const low = scale(bar.cost.low),
      high = scale(bar.cost.high);
    const fits = high + 10 + valueRoom <= width + 20;
    return { bar, y, x: scale(bar.cost.value), low, high, labelX: fits ? high + 10 : low - 10, labelAnchor: fits ? 'start' : 'end' };
  });
  return { width, height: top + rowHeight * bars.length + 10, stacked, scale, ticks, bars: placed, rowHeight, top };
}

/** `$0.05`, `$2`, `$5 /M` for the last. */
function tickLabel(tick: number, last: boolean): string {
  const text = tick >= 1 ? String(tick) : String(Number(tick.toPrecision(1)));
  return `$${text}${last ? ' /M' : ''}`;
}

export function costChart(layout: CostLayout, summary: string, active: number | null): SVGTemplateResult {
  const { width, height, ticks, scale } = layout;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${layout.bars.map(({ bar }, index) => background(layout, index, bar.chosen, index === active))}
    ${ticks.map(
      (tick, index) => svg`<line class="grid" x1=${scale(tick)} x2=${scale(tick)} y1="24" y2=${height - 6}/>
      <text class="quiet" x=${scale(tick)} y="13" text-anchor=${index === ticks.length - 1 && layout.stacked ? 'end' : 'middle'}>${tickLabel(tick, index === ticks.length - 1)}</text>`,
    )}
    ${layout.bars.map((placed) => row(placed, layout.stacked))}
  </svg>`;
}

function background(
  { width, rowHeight, top: first }: CostLayout,
  index: number,
  chosen: boolean,
  active: boolean,
): SVGTemplateResult | typeof nothing {
  if (!chosen && !active) return nothing;
  return svg`<rect class=${active ? 'active' : 'chosen'} x="-8" y=${first + rowHeight * index} width=${width + 16} height=${rowHeight} rx="6"/>`;
}

function row({ bar, x, y, low, high, labelX, labelAnchor }: PlacedBar, stacked: boolean): SVGTemplateResult {
  const colour = bar.own ? 'var(--accent)' : bar.colour;
  const name = stacked
    ? svg`<text x="0" y=${y - 17}><tspan class="name">${bar.name}</tspan><tspan class="quiet detail" dx="7">${bar.detail}</tspan></text>`
    : svg`<text class="name" x="0" y=${y - 1}>${bar.name}</text><text class="quiet detail" x="0" y=${y + 14}>${bar.detail}</text>`;
  return svg`${name}${whisker(low, high, y, bar.cost.evidence, colour)}${evidenceDot(x, y, bar.cost.evidence, colour)}
    <text class="value" x=${labelX} y=${y + 4.5} text-anchor=${labelAnchor}>${formatMoney(bar.cost).value}</text>`;
}
