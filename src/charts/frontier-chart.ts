/**
 * Dollars against speed, both logarithmic: one line an accelerator, a band for the interval of the one that was chosen, a line where the
 * reader's limit stands. A pure function of its lines, drawn again for every width.
 */
import { line } from './path.ts';
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { placeLabels, type PlacedLabel } from './label-place.ts';

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
  /** The fleet that the page answers with. */
  readonly chosen: boolean;
  /** Its maker was never checked against a published run. */
  readonly unchecked: boolean;
  readonly points: readonly FrontierLinePoint[];
}

interface PlacedLine {
  readonly line: FrontierLine;
  readonly path: string;
  readonly band: string;
  readonly label: PlacedLabel | null;
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

const height = 410,
  narrow = 560,
  /** A pointer further than this from every point means none. */
  reach = 30;

/** @param limit tokens/s asked for @param chosen the fleet that was chosen, by its speed and cost */
export function frontierLayout(
  lines: readonly FrontierLine[],
  limit: number | null,
  chosen: { readonly speed: number; readonly cost: number } | null,
  width: number,
): FrontierLayout {
  const small = width < narrow;
  const frame = { left: small ? 42 : 56, right: Math.max(140, width - (small ? 74 : 104)), top: 22, bottom: height - 52 };
  const all = lines.flatMap(({ points }) => points);
  const speeds = [...all.map(({ speed }) => speed), ...(limit === null ? [] : [limit]), ...(chosen ? [chosen.speed] : [])];
  const costs = [
    ...lines.flatMap((each) => each.points.flatMap(({ cost, low, high }) => (each.chosen ? [low, high] : [cost]))),
    ...(chosen ? [chosen.cost] : []),
  ];
  const xDomain = niceLogDomain(speeds),
    yDomain = niceLogDomain(costs);
  const x = logScale(xDomain, [frame.left, frame.right]),
    y = logScale(yDomain, [frame.bottom, frame.top]);
  const drawn = lines.filter(({ points }) => points.length > 0);
  const ends = drawn.map(({ points, name }) => {
    const last = points.at(-1) ?? { speed: 1, cost: 1 };
    return { x: x(last.speed), y: y(last.cost), text: name };
  });
  const labels = placeLabels(ends, { x: frame.left, y: 0, width: width - frame.left, height });
  return {
    width,
    height,
    frame,
    x,
    y,
    xTicks: logTicks(xDomain[0], xDomain[1], Math.max(3, Math.floor((frame.right - frame.left) / 70))),
    yTicks: logTicks(yDomain[0], yDomain[1], 8),
    lines: drawn.map((each, index) => ({
      line: each,
      path: line(each.points.map(({ speed, cost }) => [x(speed), y(cost)])),
      band: each.chosen
        ? `${line([...each.points.map(({ speed, low }): [number, number] => [x(speed), y(low)]), ...each.points.toReversed().map(({ speed, high }): [number, number] => [x(speed), y(high)])])}z`
        : '',
      label: labels[index] ?? null,
    })),
    limit: limit === null ? null : x(limit),
    mark: chosen && { x: x(chosen.speed), y: y(chosen.cost) },
    points: drawn.flatMap(({ points, colour }) => points.map(({ speed, cost }) => ({ x: x(speed), y: y(cost), colour }))),
  };
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

/** @param asked "you asked for 33 or more" @param chosen "2 × 16 H200, $0.53" */
export function frontierChart(
  layout: FrontierLayout,
  words: { summary: string; asked: string; chosen: string },
  active: number | null,
): SVGTemplateResult {
  const { width, frame, x, y, limit, mark } = layout;
  const point = active === null ? undefined : layout.points[active];
  const asked = limit !== null && limit > (frame.left + frame.right) / 2 ? 'end' : 'start';
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${words.summary}>
    ${layout.yTicks.map((tick) => svg`<line class="grid" x1=${frame.left} x2=${frame.right} y1=${y(tick)} y2=${y(tick)}/><text class="quiet" x=${frame.left - 10} y=${y(tick) + 4} text-anchor="end">$${tick}</text>`)}
    ${layout.xTicks.map((tick) => svg`<line class="grid" x1=${x(tick)} x2=${x(tick)} y1=${frame.top} y2=${frame.bottom}/><text class="quiet" x=${x(tick)} y=${frame.bottom + 20} text-anchor="middle">${tick}</text>`)}
    <text class="quiet detail" x=${frame.left} y="12">dollars per million output tokens, all-in</text><text class="quiet" x=${frame.right} y=${frame.bottom + 42} text-anchor="end">tokens a second, each user →</text>
    ${layout.lines.map(({ line: each, band }) => (band ? svg`<path d=${band} fill=${each.colour} opacity="0.13"/>` : nothing))}
    ${layout.lines.map(({ line: each, path }) => svg`<path d=${path} fill="none" stroke=${each.colour} stroke-width=${each.chosen ? 2.8 : 1.6} stroke-dasharray=${each.unchecked ? '5 4' : nothing} stroke-linejoin="round" opacity=${each.chosen ? 1 : 0.8}/>`)}
    ${layout.lines.map(({ line: each, label }) => (label ? svg`<text class="halo ${each.chosen ? 'name' : ''}" x=${label.x} y=${label.y} text-anchor=${label.anchor} fill=${each.colour}>${each.name}</text>` : nothing))}
    ${limit === null ? nothing : svg`<rect x=${frame.left} y=${frame.top} width=${Math.max(0, limit - frame.left)} height=${frame.bottom - frame.top} fill="var(--paper)" opacity="0.55"/><line x1=${limit} x2=${limit} y1=${frame.top} y2=${frame.bottom} stroke="var(--accent)" stroke-width="1.5"/><text class="halo" x=${limit + (asked === 'end' ? -8 : 8)} y=${frame.bottom - 12} text-anchor=${asked} fill="var(--accent)">${words.asked}</text>`}
    ${mark ? svg`<circle cx=${mark.x} cy=${mark.y} r="7" fill="var(--accent)" stroke="var(--paper)" stroke-width="2"/><text class="halo name" x=${mark.x + (mark.x - frame.left > 170 ? -12 : 12)} y=${mark.y + (mark.x - frame.left > 170 ? -14 : 18)} text-anchor=${mark.x - frame.left > 170 ? 'end' : 'start'}>${words.chosen}</text>` : nothing}
    ${point ? svg`<circle cx=${point.x} cy=${point.y} r="5.5" fill="var(--paper)" stroke=${point.colour} stroke-width="2.5"/>` : nothing}
  </svg>`;
}
