/**
 * A tornado: for each assumption the answer at its low and at its high end, around the answer as it stands, on one
 * logarithmic axis so that twice and half are equally long. A pure function of its bars, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';

export interface TornadoEnd {
  /** What is assumed, in words: "16 users". */
  readonly at: string;
  /** The answer there; null where nothing serves it. */
  readonly value: number | null;
}

export interface TornadoBar {
  readonly id: string;
  readonly name: string;
  readonly low: TornadoEnd;
  readonly high: TornadoEnd;
  /** What both ends do to the answer, in words: "−$0.41 to +$0.84". */
  readonly change: string;
}

interface PlacedEnd {
  readonly end: TornadoEnd;
  readonly x: number;
  /** Whether it pulls the answer to the left. */
  readonly left: boolean;
}

export interface PlacedTornadoBar {
  readonly bar: TornadoBar;
  readonly y: number;
  readonly low: PlacedEnd;
  readonly high: PlacedEnd;
}

export interface TornadoLayout {
  readonly width: number;
  readonly height: number;
  /** Below this width the name stands above its bar. */
  readonly stacked: boolean;
  readonly baseX: number;
  readonly scale: LogScale;
  readonly ticks: readonly number[];
  readonly bars: readonly PlacedTornadoBar[];
  readonly rowHeight: number;
  readonly top: number;
}

/** Pixels: a column of names, one of changes, and room beside a bar for what is assumed at its end. */
const narrow = 640,
  nameColumn = 226,
  changeColumn = 150,
  endRoom = 96,
  thickness = 12,
  top = 30;

export function tornadoLayout(bars: readonly TornadoBar[], base: number, width: number): TornadoLayout {
  const stacked = width < narrow;
  const rowHeight = stacked ? 54 : 38;
  const from = stacked ? 82 : nameColumn + endRoom,
    to = stacked ? width - 82 : width - changeColumn - endRoom;
  const values = bars.flatMap(({ low, high }) => [low.value, high.value]).filter((value) => value !== null);
  const domain = niceLogDomain([base, ...values]);
  const scale = logScale(domain, [from, to]);
  const ticks = logTicks(domain[0], domain[1], Math.max(2, Math.floor((to - from) / 62)));
  const place = (end: TornadoEnd, other: TornadoEnd): PlacedEnd => {
    const value = end.value ?? base;
    // An end that changes nothing, or that nothing serves, is written on the side that the other leaves free.
    const left = value === base ? (other.value ?? base) > base : value < base;
    return { end, x: scale(value), left };
  };
  const placed = bars.map((bar, index): PlacedTornadoBar => {
    const low = place(bar.low, bar.high),
      high = place(bar.high, bar.low);
    return { bar, y: top + rowHeight * index + (stacked ? 34 : rowHeight / 2), low, high };
  });
  return { width, height: top + rowHeight * bars.length + 10, stacked, baseX: scale(base), scale, ticks, bars: placed, rowHeight, top };
}

export function tornadoChart(
  layout: TornadoLayout,
  tick: (value: number, last: boolean) => string,
  summary: string,
  active: number | null,
): SVGTemplateResult {
  const { width, height, ticks, scale, baseX, rowHeight } = layout;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${active === null ? nothing : svg`<rect class="active" x="-8" y=${top + rowHeight * active} width=${width + 16} height=${rowHeight} rx="6"/>`}
    ${ticks.map(
      (value, index) => svg`<line class="grid" x1=${scale(value)} x2=${scale(value)} y1="24" y2=${height - 6}/>
      <text class="quiet" x=${scale(value)} y="13" text-anchor="middle">${tick(value, index === ticks.length - 1)}</text>`,
    )}
    <line x1=${baseX} x2=${baseX} y1="24" y2=${height - 6} stroke="var(--ink)" stroke-width="1.4"/>
    ${layout.bars.map((placed) => row(placed, layout))}
  </svg>`;
}

function row({ bar, y, low, high }: PlacedTornadoBar, { stacked, width, baseX }: TornadoLayout): SVGTemplateResult {
  const words = stacked
    ? svg`<text class="halo" x="0" y=${y - 14}><tspan class="name">${bar.name}</tspan></text><text class="value halo" x=${width} y=${y - 14} text-anchor="end">${bar.change}</text>`
    : svg`<text class="name" x="0" y=${y + 4.5}>${bar.name}</text><text class="value" x=${width} y=${y + 4.5} text-anchor="end">${bar.change}</text>`;
  return svg`${words}${half(low, y, baseX, 'var(--paper)')}${half(high, y, baseX, 'var(--accent)')}${label(low, high, y, baseX)}${label(high, low, y, baseX)}`;
}

/** Hollow towards the low end of the assumption, filled towards its high end. */
function half({ x }: PlacedEnd, y: number, baseX: number, fill: string): SVGTemplateResult | typeof nothing {
  if (x === baseX) return nothing;
  return svg`<rect x=${Math.min(x, baseX)} y=${y - thickness / 2} width=${Math.abs(x - baseX)} height=${thickness} fill=${fill} stroke="var(--accent)" stroke-width="1.4"/>`;
}

/** Beside the outermost point on its side; where both ends pull the same way, the nearer one stays unwritten but in the table. */
function label({ end, x, left }: PlacedEnd, other: PlacedEnd, y: number, baseX: number): SVGTemplateResult | typeof nothing {
  if (left === other.left && Math.abs(x - baseX) < Math.abs(other.x - baseX)) return nothing;
  return svg`<text class="quiet detail halo" x=${left ? Math.min(x, baseX) - 8 : Math.max(x, baseX) + 8} y=${y + 4} text-anchor=${left ? 'end' : 'start'}>${end.value === null ? `${end.at}: cannot` : end.at}</text>`;
}
