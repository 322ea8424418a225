/**
 * Accelerators by what the load costs on each: a dot plot on a logarithmic axis, whiskers for the interval, the mark for
 * the evidence. Those that are ranked come first; the rest stand below a hairline, and what has no cost says why. A pure
 * function of its rows, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { formatCount, formatMoney } from '../units/format.ts';
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
  /** USD per million tokens, or a month; null without a price or an answer. */
  readonly cost: Quantity | null;
  /** It takes part in naming the cheapest. */
  readonly ranked: boolean;
  /** Why it has no cost. */
  readonly note: string;
}

/** A cost on the axis. */
export interface PlacedCost {
  readonly cost: Quantity;
  readonly x: number;
  readonly low: number;
  readonly high: number;
  /** Where the printed value goes: behind the whisker, or before it where that would leave the picture. */
  readonly labelX: number;
  readonly labelAnchor: 'start' | 'end';
}

export interface PlacedBar {
  readonly bar: CostBar;
  readonly y: number;
  /** Upper edge of its row. */
  readonly top: number;
  readonly placed: PlacedCost | null;
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
  /** Where what is drawn of a row begins, right of the names. */
  readonly left: number;
  /** The line between those that are ranked and the others; null where there is only one kind. */
  readonly divide: number | null;
}

/** Pixels; 560 is where a column of names would leave the axis less than 350. */
const narrow = 560,
  labelColumn = 236,
  valueRoom = 64,
  first = 30,
  divideRoom = 46;

/** @param bars the ranked ones first */
export function costLayout(bars: readonly CostBar[], width: number): CostLayout {
  const stacked = width < narrow;
  const rowHeight = stacked ? 52 : 38;
  const left = stacked ? 4 : labelColumn,
    right = Math.max(left + 80, width - (stacked ? 14 : 28));
  const domain = niceLogDomain(bars.flatMap(({ cost }) => (cost ? [cost.low, cost.high] : [])));
  const scale = logScale(domain, [left + 6, right - (stacked ? 0 : valueRoom / 2)]);
  const ticks = logTicks(domain[0], domain[1], Math.max(2, Math.floor((right - left) / (stacked ? 62 : 84))));
  const ranked = bars.filter((bar) => bar.ranked).length;
  const divided = ranked > 0 && ranked < bars.length;
  const placed = bars.map((bar, index): PlacedBar => {
    const top = first + rowHeight * index + (divided && !bar.ranked ? divideRoom : 0);
    return { bar, top, y: top + (stacked ? 36 : rowHeight / 2), placed: bar.cost && placeCost(bar.cost, scale, width) };
  });
  return {
    width,
    height: first + rowHeight * bars.length + (divided ? divideRoom : 0) + 10,
    stacked,
    scale,
    ticks,
    bars: placed,
    rowHeight,
    left,
    divide: divided ? first + rowHeight * ranked + 14 : null,
  };
}

function placeCost(cost: Quantity, scale: LogScale, width: number): PlacedCost {
  const low = scale(cost.low),
    high = scale(cost.high);
  const fits = high + 10 + valueRoom <= width + 20;
  return { cost, x: scale(cost.value), low, high, labelX: fits ? high + 10 : low - 10, labelAnchor: fits ? 'start' : 'end' };
}

/** The row under a point; null above, between and below them. */
export function costRowAt({ bars, rowHeight }: CostLayout, y: number): number | null {
  const index = bars.findIndex(({ top }) => y >= top && y < top + rowHeight);
  return index < 0 ? null : index;
}

/** Heading of those that take no part in naming the cheapest. */
export const unrankedHeading = 'no published price or not sold yet: not ranked';

/** `$0.05`, `$2`, `$50k`; what a dollar is of stands behind the last. */
function tickLabel(tick: number, per: string): string {
  const text = tick >= 1000 ? formatCount(tick, 'short') : tick >= 1 ? String(tick) : String(Number(tick.toPrecision(1)));
  return `$${text}${per === '' ? '' : ` ${per}`}`;
}

/** @param per what the dollars are of, behind the last tick: "/M" or "a month" */
export function costChart(layout: CostLayout, per: string, summary: string, active: number | null): SVGTemplateResult {
  const { width, height, ticks, scale, divide, stacked } = layout;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${layout.bars.map((placed, index) => background(layout, placed, index === active))}
    ${ticks.map(
      (tick, index) => svg`<line class="grid" x1=${scale(tick)} x2=${scale(tick)} y1="24" y2=${height - 6}/>
      <text class="quiet" x=${scale(tick)} y="13" text-anchor=${index === ticks.length - 1 ? 'end' : 'middle'} dx=${index === ticks.length - 1 && !stacked ? 20 : 0}>${tickLabel(tick, index === ticks.length - 1 ? per : '')}</text>`,
    )}
    ${divide === null ? nothing : svg`<line class="divide" x1="0" x2=${width} y1=${divide} y2=${divide}/><text class="quiet" x="0" y=${divide + 19}>${capital(unrankedHeading)}</text>`}
    ${layout.bars.map((placed) => row(placed, layout))}
  </svg>`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function background({ width, rowHeight }: CostLayout, { bar, top }: PlacedBar, active: boolean): SVGTemplateResult | typeof nothing {
  if (!bar.chosen && !active) return nothing;
  return svg`<rect class=${active ? 'active' : 'chosen'} x="-8" y=${top} width=${width + 16} height=${rowHeight} rx="6"/>`;
}

function row({ bar, y, placed }: PlacedBar, { stacked, left }: CostLayout): SVGTemplateResult {
  const colour = bar.own ? 'var(--accent)' : bar.colour;
  const name = stacked
    ? svg`<text x="0" y=${y - 17}><tspan class="name">${bar.name}</tspan><tspan class="quiet detail" dx="7">${bar.detail}</tspan></text>`
    : svg`<text class="name" x="0" y=${y - 1}>${bar.name}</text><text class="quiet detail" x="0" y=${y + 14}>${bar.detail}</text>`;
  if (!placed) return svg`${name}<text class="quiet halo" x=${stacked ? 0 : left} y=${y + 4.5}>${bar.note}</text>`;
  const { cost, x, low, high, labelX, labelAnchor } = placed;
  return svg`${name}${whisker(low, high, y, cost.evidence, colour)}${evidenceDot(x, y, cost.evidence, colour)}
    <text class="value" x=${labelX} y=${y + 4.5} text-anchor=${labelAnchor}>${formatMoney(cost).value}</text>`;
}
