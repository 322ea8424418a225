/**
 * Dollars against speed, both logarithmic: one line an accelerator, a band for the interval of the one that was chosen, a line where the
 * reader's limit stands. Names stand at the fast ends of lines; on a phone numbers do, and names below the chart. A pure function of its
 * lines, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Quantity } from '../units/quantity.ts';
import { apartHeights } from './label-place.ts';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { evidenceDot } from './mark.ts';
import { line } from './path.ts';

export interface FrontierLinePoint {
  /** tokens/s for each user */
  readonly speed: number;
  /** USD/Mtoken */
  readonly cost: number;
  readonly low: number;
  readonly high: number;
}

export interface FrontierLine {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** The one that the figure is about. */
  readonly chosen: boolean;
  /** Its maker was never checked against a published run. */
  readonly unchecked: boolean;
  readonly points: readonly FrontierLinePoint[];
  /** Where it would be run, with its interval; null where nothing says so. */
  readonly best: { readonly speed: number; readonly cost: Quantity } | null;
}

interface PlacedLine {
  readonly line: FrontierLine;
  readonly path: string;
  readonly band: string;
  /** At its fast end: its name, or its number where names stand below. */
  readonly label: { readonly text: string; readonly x: number; readonly y: number };
  /** Baseline of its name below the chart; null where names stand at the lines. */
  readonly below: number | null;
}

export interface FrontierLayout {
  readonly width: number;
  readonly height: number;
  readonly frame: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly x: LogScale;
  readonly y: LogScale;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly lines: readonly PlacedLine[];
  /** x of the limit; null without one. */
  readonly limit: number | null;
  /** The chosen fleet. */
  readonly mark: { readonly x: number; readonly y: number } | null;
  /** In the order in which arrows walk them: line by line, slowest first. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly colour: string }[];
}

/** Pixels. Below `narrow` names beside the lines would leave too little of the width. */
const narrow = 560,
  tallest = 410,
  shortest = 270,
  lineOfText = 17,
  /** Of the numbers that stand for names. */
  numberRoom = 22,
  nameRoom = 104,
  /** A pointer further than this from every point means none. */
  reach = 30;

/** @param limit tokens/s asked for @param chosen the fleet that was chosen, by its speed and cost */
export function frontierLayout(
  lines: readonly FrontierLine[],
  limit: number | null,
  chosen: { readonly speed: number; readonly cost: number } | null,
  width: number,
): FrontierLayout {
  const stacked = width < narrow;
  const plotted = Math.round(Math.min(tallest, Math.max(shortest, width * 0.5 + 60)));
  const frame = { left: stacked ? 42 : 56, right: Math.max(140, width - (stacked ? numberRoom : nameRoom)), top: 22, bottom: plotted - 52 };
  const drawn = lines.filter(({ points }) => points.length > 0);
  const speeds = [
    ...drawn.flatMap(({ points }) => points.map(({ speed }) => speed)),
    ...(limit === null ? [] : [limit]),
    ...(chosen ? [chosen.speed] : []),
  ];
  const costs = [
    ...drawn.flatMap(({ points, chosen: whole }) => points.flatMap(({ cost, low, high }) => (whole ? [low, high] : [cost]))),
    ...drawn.flatMap(({ best }) => (best ? [best.cost.low, best.cost.high] : [])),
    ...(chosen ? [chosen.cost] : []),
  ];
  const xDomain = niceLogDomain(speeds),
    yDomain = niceLogDomain(costs);
  const x = logScale(xDomain, [frame.left, frame.right]),
    y = logScale(yDomain, [frame.bottom, frame.top]);
  return {
    width,
    height: plotted + (stacked ? drawn.length * lineOfText + 4 : 0),
    frame,
    x,
    y,
    xTicks: logTicks(xDomain[0], xDomain[1], Math.max(3, Math.floor((frame.right - frame.left) / 70))),
    yTicks: logTicks(yDomain[0], yDomain[1], Math.max(3, Math.floor(plotted / 50))),
    lines: apart(
      drawn.map((each, index): PlacedLine => {
        const end = each.points.reduce((fastest, point) => (point.speed > fastest.speed ? point : fastest));
        return {
          line: each,
          path: line(each.points.map(({ speed, cost }) => [x(speed), y(cost)])),
          band: bandOf(each, x, y),
          label: { text: stacked ? String(index + 1) : each.name, x: x(end.speed) + 8, y: y(end.cost) + 4 },
          below: stacked ? plotted + index * lineOfText + 10 : null,
        };
      }),
    ),
    limit: limit === null ? null : x(limit),
    mark: chosen && { x: x(chosen.speed), y: y(chosen.cost) },
    points: drawn.flatMap(({ points, colour }) => points.map(({ speed, cost }) => ({ x: x(speed), y: y(cost), colour }))),
  };
}

/** The interval along the chosen line; nothing where its points have none. */
function bandOf({ chosen, points }: FrontierLine, x: LogScale, y: LogScale): string {
  if (!chosen || points.every(({ low, high }) => low === high)) return '';
  const lower = points.map(({ speed, low }): [number, number] => [x(speed), y(low)]);
  const upper = points.toReversed().map(({ speed, high }): [number, number] => [x(speed), y(high)]);
  return `${line([...lower, ...upper])}z`;
}

/** Labels at least a line of text apart, in their order from top to bottom; lines stay in theirs. */
function apart(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  const heights = apartHeights(lines.map(({ label }) => label.y));
  return lines.map((each, index) => ({ ...each, label: { ...each.label, y: heights[index] ?? each.label.y } }));
}

/** The nearest point under a pointer. */
export function frontierAt({ points }: FrontierLayout, atX: number, atY: number): number | null {
  let nearest: number | null = null,
    least = reach ** 2;
  for (const [index, { x, y }] of points.entries()) {
    const distance = (x - atX) ** 2 + (y - atY) ** 2;
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

export interface FrontierWords {
  readonly summary: string;
  /** "you asked for 33 or more" */
  readonly asked: string;
  /** "2 × 16 H200, $0.53" */
  readonly chosen: string;
}

export function frontierChart(layout: FrontierLayout, words: FrontierWords, active: number | null): SVGTemplateResult {
  const { width, height, frame, x, y, mark, lines } = layout;
  const point = active === null ? undefined : layout.points[active];
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${words.summary}>
    ${layout.yTicks.map((tick) => svg`<line class="grid" x1=${frame.left} x2=${frame.right} y1=${y(tick)} y2=${y(tick)}/><text class="quiet" x=${frame.left - 10} y=${y(tick) + 4} text-anchor="end">$${tick}</text>`)}
    ${layout.xTicks.map((tick) => svg`<line class="grid" x1=${x(tick)} x2=${x(tick)} y1=${frame.top} y2=${frame.bottom}/><text class="quiet" x=${x(tick)} y=${frame.bottom + 20} text-anchor="middle">${tick}</text>`)}
    <text class="quiet detail" x=${frame.left} y="12">dollars per million output tokens, all-in</text><text class="quiet" x=${frame.right} y=${frame.bottom + 42} text-anchor="end">tokens a second, each user →</text>
    ${lines.map(({ line: { colour }, band }) => (band ? svg`<path d=${band} fill=${colour} opacity="0.13"/>` : nothing))}
    ${lines.map(({ line: each, path }) => svg`<path d=${path} fill="none" stroke=${each.colour} stroke-width=${thickness(each)} stroke-dasharray=${dash(each)} stroke-linejoin="round" opacity=${each.chosen ? 1 : 0.8}/>`)}
    ${lines.map(({ line: each }) => (each.best ? bestPoint(each.best, each.colour, x, y) : nothing))}
    ${lines.map(({ line: each, label }) => svg`<text class="halo ${each.chosen ? 'name' : ''}" x=${label.x} y=${label.y} fill=${each.colour}>${label.text}</text>`)}
    ${lines.map((each) => nameBelow(each, frame.left))}
    ${limitLine(layout, words.asked)}
    ${mark ? svg`<circle cx=${mark.x} cy=${mark.y} r="7" fill="var(--accent)" stroke="var(--paper)" stroke-width="2"/><text class="halo name" x=${mark.x + (mark.x - frame.left > 170 ? -12 : 12)} y=${mark.y + (mark.x - frame.left > 170 ? -14 : 18)} text-anchor=${mark.x - frame.left > 170 ? 'end' : 'start'}>${words.chosen}</text>` : nothing}
    ${point ? svg`<circle cx=${point.x} cy=${point.y} r="5.5" fill="var(--paper)" stroke=${point.colour} stroke-width="2.5"/>` : nothing}
  </svg>`;
}

const thickness = ({ chosen }: FrontierLine): number => (chosen ? 2.8 : 1.6);
const dash = ({ unchecked }: FrontierLine): string | typeof nothing => (unchecked ? '5 4' : nothing);

/** `1 ── H200`, on a line of its own. */
function nameBelow({ line: each, label, below }: PlacedLine, left: number): SVGTemplateResult | typeof nothing {
  if (below === null) return nothing;
  return svg`<text class=${each.chosen ? 'name' : ''} x=${left} y=${below} fill=${each.colour}>${label.text}</text><line x1=${left + 16} x2=${left + 42} y1=${below - 4} y2=${below - 4} stroke=${each.colour} stroke-width=${thickness(each)} stroke-dasharray=${dash(each)}/><text class=${each.chosen ? 'name' : ''} x=${left + 50} y=${below}>${each.name}</text>`;
}

/** What is left of the limit is paler; its words stand on the side that has room. */
function limitLine({ limit, frame }: FrontierLayout, asked: string): SVGTemplateResult | typeof nothing {
  if (limit === null) return nothing;
  const end = limit > (frame.left + frame.right) / 2;
  return svg`<rect x=${frame.left} y=${frame.top} width=${Math.max(0, limit - frame.left)} height=${frame.bottom - frame.top} fill="var(--paper)" opacity="0.55"/><line x1=${limit} x2=${limit} y1=${frame.top} y2=${frame.bottom} stroke="var(--accent)" stroke-width="1.5"/><text class="halo" x=${limit + (end ? -8 : 8)} y=${frame.bottom - 12} text-anchor=${end ? 'end' : 'start'} fill="var(--accent)">${asked}</text>`;
}

function bestPoint({ speed, cost }: NonNullable<FrontierLine['best']>, colour: string, x: LogScale, y: LogScale): SVGTemplateResult {
  const at = x(speed);
  return svg`<line x1=${at} x2=${at} y1=${y(cost.low)} y2=${y(cost.high)} stroke=${colour} stroke-width="2" stroke-linecap="round" opacity="0.8"/>${evidenceDot(at, y(cost.value), cost.evidence, colour)}`;
}
