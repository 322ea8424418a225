/**
 * Dollars a month against tokens a month, both logarithmic: ways to pay as staircases, hosts as straight lines, a band for the interval of
 * the way that the figure is about, and a line where that way and the cheapest host change places. Names stand at the right ends of lines;
 * on a phone numbers do, and names below the chart. A pure function of its lines, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { formatCount } from '../units/format.ts';
import { apartHeights } from './label-place.ts';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { line } from './path.ts';

type Corner = readonly [tokens: number, usd: number];

export interface BreakEvenLine {
  readonly name: string;
  readonly colour: string;
  /** The one that the figure is about. */
  readonly chosen: boolean;
  readonly dashed: boolean;
  /** Tokens and dollars a month, fewest tokens first. */
  readonly corners: readonly Corner[];
  /** Ends of its interval, low and high; null where none is drawn. */
  readonly band: readonly [readonly Corner[], readonly Corner[]] | null;
}

export interface BreakEvenMarks {
  /** Tokens a month at which the figure's two lines change places for good; null where they do not. */
  readonly crossing: number | null;
  /** What was asked for, on the chosen line. */
  readonly asked: Corner | null;
  /** Tokens a month and dollars of the points that arrows walk. */
  readonly points: readonly Corner[];
}

export interface BreakEvenLayout {
  readonly width: number;
  readonly height: number;
  readonly frame: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly x: LogScale;
  readonly y: LogScale;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly lines: readonly {
    readonly line: BreakEvenLine;
    readonly path: string;
    readonly band: string;
    readonly label: { readonly text: string; readonly x: number; readonly y: number };
    /** Baseline of its name below the chart; null where names stand at the lines. */
    readonly below: number | null;
  }[];
  readonly marks: BreakEvenMarks;
}

/** Pixels. Below `narrow` names beside the lines would leave too little of the width. */
const narrow = 560,
  lineOfText = 17,
  nameRoom = 148,
  numberRoom = 22,
  /** A pointer further than this from every point means none. */
  reach = 30;

export function breakEvenLayout(lines: readonly BreakEvenLine[], marks: BreakEvenMarks, width: number): BreakEvenLayout {
  const stacked = width < narrow;
  const plotted = Math.round(Math.min(410, Math.max(280, width * 0.5 + 60)));
  const frame = { left: stacked ? 48 : 60, right: Math.max(140, width - (stacked ? numberRoom : nameRoom)), top: 30, bottom: plotted - 52 };
  const corners = lines.flatMap((each) => [...each.corners, ...(each.band?.flat() ?? [])]);
  const tokens = corners.map(([at]) => at).filter((at) => at > 0);
  const xDomain: readonly [number, number] = [Math.min(...tokens), Math.max(...tokens)],
    yDomain = niceLogDomain(corners.map(([, usd]) => usd));
  const x = logScale(xDomain, [frame.left, frame.right]),
    y = logScale(yDomain, [frame.bottom, frame.top]);
  const path = (of: readonly Corner[]): string => line(of.map(([at, usd]) => [x(at), y(usd)]));
  const labels = apartHeights(lines.map((each) => y(each.corners.at(-1)?.[1] ?? 1) + 4));
  return {
    width,
    height: plotted + (stacked ? lines.length * lineOfText + 4 : 0),
    frame,
    x,
    y,
    xTicks: logTicks(xDomain[0], xDomain[1], Math.max(3, Math.floor((frame.right - frame.left) / 70))),
    yTicks: logTicks(yDomain[0], yDomain[1], Math.max(3, Math.floor(plotted / 50))),
    lines: lines.map((each, index) => ({
      line: each,
      path: path(each.corners),
      band: each.band ? `${path([...each.band[0], ...each.band[1].toReversed()])}z` : '',
      label: { text: stacked ? String(index + 1) : each.name, x: x(each.corners.at(-1)?.[0] ?? 1) + 8, y: labels[index] ?? 0 },
      below: stacked ? plotted + index * lineOfText + 10 : null,
    })),
    marks,
  };
}

/** The point that arrows walk nearest to a pointer. */
export function breakEvenAt({ x, y, frame, marks }: BreakEvenLayout, atX: number, atY: number): number | null {
  if (atY < frame.top - reach || atY > frame.bottom + reach) return null;
  let nearest: number | null = null,
    least = reach;
  for (const [index, [tokens, usd]] of marks.points.entries()) {
    const distance = Math.hypot(x(tokens) - atX, (y(usd) - atY) / 8);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

export interface BreakEvenWords {
  readonly summary: string;
  /** "break-even: 12 billion" */
  readonly crossing: string;
  /** "you, 50 a second" */
  readonly asked: string;
}

const dollars = (tick: number): string => `$${formatCount(tick, 'short')}`;

export function breakEvenChart(layout: BreakEvenLayout, words: BreakEvenWords, active: number | null): SVGTemplateResult {
  const { width, height, frame, x, y, lines, marks } = layout;
  const point = active === null ? undefined : marks.points[active];
  const chosen = lines.find((each) => each.line.chosen);
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${words.summary}>
    ${layout.yTicks.map((tick) => svg`<line class="grid" x1=${frame.left} x2=${frame.right} y1=${y(tick)} y2=${y(tick)}/><text class="quiet" x=${frame.left - 10} y=${y(tick) + 4} text-anchor="end">${dollars(tick)}</text>`)}
    ${layout.xTicks.map((tick) => svg`<line class="grid" x1=${x(tick)} x2=${x(tick)} y1=${frame.top} y2=${frame.bottom}/><text class="quiet" x=${x(tick)} y=${frame.bottom + 20} text-anchor="middle">${formatCount(tick, 'short')}</text>`)}
    <text class="quiet detail" x="0" y="12">dollars a month</text><text class="quiet" x=${frame.right} y=${frame.bottom + 42} text-anchor="end">tokens a month, in and out →</text>
    ${lines.map(({ line: { colour }, band }) => (band ? svg`<path d=${band} fill=${colour} opacity="0.13"/>` : nothing))}
    ${lines.map(({ line: each, path }) => svg`<path d=${path} fill="none" stroke=${each.colour} stroke-width=${thickness(each)} stroke-dasharray=${dash(each)} stroke-linejoin="round"/>`)}
    ${lines.map(({ line: each, label }) => svg`<text class="halo ${each.chosen ? 'name' : ''}" x=${label.x} y=${label.y} fill=${each.colour}>${label.text}</text>`)}
    ${lines.map(({ line: each, label, below }) => (below === null ? nothing : svg`<text x=${frame.left} y=${below} fill=${each.colour}>${label.text}</text><line x1=${frame.left + 16} x2=${frame.left + 42} y1=${below - 4} y2=${below - 4} stroke=${each.colour} stroke-width=${thickness(each)} stroke-dasharray=${dash(each)}/><text class=${each.chosen ? 'name' : ''} x=${frame.left + 50} y=${below}>${each.name}</text>`))}
    ${crossingLine(layout, words.crossing)}
    ${marks.asked ? askedMark(layout, marks.asked, words.asked) : nothing}
    ${point ? svg`<circle cx=${x(point[0])} cy=${y(point[1])} r="5.5" fill="var(--paper)" stroke=${chosen?.line.colour} stroke-width="2.5"/>` : nothing}
  </svg>`;
}

const thickness = ({ chosen }: BreakEvenLine): number => (chosen ? 2.8 : 1.6);
const dash = ({ dashed }: BreakEvenLine): string | typeof nothing => (dashed ? '5 4' : nothing);

/** Its words stand on the side that has room. */
function crossingLine({ marks: { crossing }, x, frame }: BreakEvenLayout, words: string): SVGTemplateResult | typeof nothing {
  if (crossing === null) return nothing;
  const at = x(crossing);
  const end = at > (frame.left + frame.right) / 2;
  return svg`<line x1=${at} x2=${at} y1=${frame.top} y2=${frame.bottom} stroke="var(--accent)" stroke-dasharray="3 3"/><text class="halo" x=${at + (end ? -8 : 8)} y=${frame.top + 14} text-anchor=${end ? 'end' : 'start'}>${words}</text>`;
}

function askedMark({ x, y, frame }: BreakEvenLayout, [tokens, usd]: Corner, words: string): SVGTemplateResult {
  const end = x(tokens) > frame.left + (frame.right - frame.left) * 0.7;
  return svg`<circle cx=${x(tokens)} cy=${y(usd)} r="7" fill="var(--accent)" stroke="var(--paper)" stroke-width="2"/><text class="halo name" x=${x(tokens) + (end ? -12 : 10)} y=${y(usd) + 24} text-anchor=${end ? 'end' : 'start'}>${words}</text>`;
}
