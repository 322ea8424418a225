/**
 * Estimated against measured: one square per metric, both axes logarithmic and alike, so that the diagonal is a perfect
 * estimate and the same distance from it is the same factor everywhere. Points of one colour and mark are one path,
 * since thousands of elements would be felt with every move of the pointer.
 */
import { svg, type SVGTemplateResult } from 'lit';
import type { Evidence } from '../units/quantity.ts';
import { logScale, logTicks, niceLogDomain, type LogScale } from './log-axis.ts';
import { evidenceDot } from './mark.ts';

export interface ScatterPoint {
  /** The caller's own number for it. */
  readonly id: number;
  /** Base units of its panel. */
  readonly measured: number;
  readonly estimated: number;
  readonly low: number;
  readonly high: number;
  readonly colour: string;
  readonly evidence: Evidence;
}

export interface ScatterPanel {
  readonly name: string;
  /** What it found, in a few words under the name. */
  readonly found: string;
  /** After "measured" at the end of the lower axis: ", tokens/s"; nothing where the ticks carry the unit. */
  readonly unit: string;
  readonly tick: (value: number) => string;
  readonly points: readonly ScatterPoint[];
}

interface PlacedPanel {
  readonly panel: ScatterPanel;
  readonly x: LogScale;
  readonly y: LogScale;
  readonly frame: { readonly left: number; readonly top: number; readonly size: number };
  readonly ticks: readonly number[];
  /** Typical interval as factors of the estimate: the band around the diagonal. */
  readonly band: readonly [low: number, high: number];
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly colour: string;
  readonly evidence: Evidence;
  readonly outline: string;
  readonly half: string;
}

export interface PlacedPoint {
  readonly point: ScatterPoint;
  readonly panel: number;
  readonly x: number;
  readonly y: number;
}

export interface ScatterLayout {
  readonly width: number;
  readonly height: number;
  readonly panels: readonly PlacedPanel[];
  /** Largest miss first, over all panels: the order in which they are walked. */
  readonly points: readonly PlacedPoint[];
}

/** Pixels. Below `narrow` three squares side by side would be under 190 each, so they stand below each other. */
const narrow = 660,
  gap = 36,
  head = 52,
  foot = 38,
  left = 52,
  radius = 2.3,
  /** Mean advance of a letter of the ticks. */
  letter = 6.7;
/** A pointer further than this from every point means none. */
const reach = 22;

export function scatterLayout(panels: readonly ScatterPanel[], width: number): ScatterLayout {
  const columns = width < narrow ? 1 : panels.length;
  const cell = (width - gap * (columns - 1)) / columns;
  const size = cell - left - 16;
  const placed = panels.map((panel, index): PlacedPanel => {
    const column = index % columns,
      row = Math.floor(index / columns);
    const frame = { left: column * (cell + gap) + left, top: row * (head + size + foot) + head, size };
    const domain = niceLogDomain(panel.points.flatMap(({ measured, estimated }) => [measured, estimated]));
    const x = logScale(domain, [frame.left, frame.left + size]),
      y = logScale(domain, [frame.top + size, frame.top]);
    return {
      panel,
      frame,
      x,
      y,
      ticks: withRoom(logTicks(domain[0], domain[1], Math.max(3, Math.floor(size / 46))), x, panel.tick),
      band: typicalBand(panel.points),
      marks: marksOf(panel.points, x, y),
    };
  });
  const points = placed.flatMap(({ panel, x, y }, index) =>
    panel.points.map((point): PlacedPoint => ({ point, panel: index, x: x(point.measured), y: y(point.estimated) })),
  );
  return {
    width,
    panels: placed,
    height: Math.ceil(panels.length / columns) * (head + size + foot),
    points: points.sort((a, b) => miss(b.point) - miss(a.point)),
  };
}

/** Steps of 1-2-5 are not alike: where two labels would touch, whole decades are left. */
function withRoom(ticks: readonly number[], x: LogScale, words: (tick: number) => string): readonly number[] {
  const half = (tick: number): number => (words(tick).length * letter) / 2;
  const touch = ticks.slice(1).some((tick, index) => x(tick) - x(ticks[index] ?? tick) < half(tick) + half(ticks[index] ?? tick) + 6);
  return touch ? ticks.filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e9) / 1e9)) : ticks;
}

const miss = ({ measured, estimated }: ScatterPoint): number => Math.abs(Math.log(estimated / measured));

/** The median interval: half of the points have a wider one. */
function typicalBand(points: readonly ScatterPoint[]): readonly [number, number] {
  const middle = (factors: readonly number[]): number => [...factors].sort((a, b) => a - b)[factors.length >> 1] ?? 1;
  return [middle(points.map(({ low, estimated }) => low / estimated)), middle(points.map(({ high, estimated }) => high / estimated))];
}

function marksOf(points: readonly ScatterPoint[], x: LogScale, y: LogScale): readonly Mark[] {
  const kinds = new Map<string, { readonly colour: string; readonly evidence: Evidence; outline: string; half: string }>();
  for (const { colour, evidence, measured, estimated } of points) {
    const key = `${colour} ${evidence}`;
    let mark = kinds.get(key);
    if (!mark) kinds.set(key, (mark = { colour, evidence, outline: '', half: '' }));
    const px = x(measured).toFixed(1),
      top = (y(estimated) - radius).toFixed(1);
    mark.outline += `M${px} ${top}a${radius} ${radius} 0 1 0 .01 0z`;
    if (evidence === 'interpolated') mark.half += `M${px} ${top}a${radius} ${radius} 0 0 0 0 ${2 * radius}z`;
  }
  return [...kinds.values()];
}

/** The nearest point under a pointer, as its place in the layout's order. */
export function scatterAt({ points }: ScatterLayout, x: number, y: number): number | null {
  let nearest: number | null = null,
    least = reach ** 2;
  for (const [index, point] of points.entries()) {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

export function scatterChart(layout: ScatterLayout, summary: string, active: number | null): SVGTemplateResult {
  const point = active === null ? undefined : layout.points[active];
  return svg`<svg class="chart" viewBox="0 0 ${layout.width} ${layout.height}" width=${layout.width} height=${layout.height} role="img" aria-label=${summary}>
    ${layout.panels.map(drawPanel)}${point ? drawActive(point, layout) : ''}
  </svg>`;
}

function drawPanel({ panel, x, y, frame, ticks, band, marks }: PlacedPanel): SVGTemplateResult {
  const { left: from, top, size } = frame,
    right = from + size,
    bottom = top + size;
  return svg`<text class="name" x=${from - left} y="${top - 36}">${panel.name}</text><text class="quiet detail" x=${from - left} y=${top - 18}>${panel.found}</text>
    <path d=${bandPath(frame, x, band)} fill="var(--accent-wash)"/>
    ${ticks.map(
      (
        tick,
      ) => svg`<line class="grid" x1=${x(tick)} x2=${x(tick)} y1=${top} y2=${bottom}/><line class="grid" x1=${from} x2=${right} y1=${y(tick)} y2=${y(tick)}/>
      <text class="quiet detail" x=${x(tick)} y=${bottom + 16} text-anchor="middle">${panel.tick(tick)}</text><text class="quiet detail" x=${from - 6} y=${y(tick) + 4} text-anchor="end">${panel.tick(tick)}</text>`,
    )}
    <path d="M${from} ${bottom}L${right} ${top}" stroke="var(--ink)" stroke-width="1.2" fill="none"/>
    ${marks.map(({ colour, evidence, outline, half }) => svg`<path d=${outline} fill=${evidence === 'measured' ? colour : 'none'} stroke=${colour} stroke-width="1" opacity="0.65"/>${half ? svg`<path d=${half} fill=${colour} opacity="0.65"/>` : ''}`)}
    <text class="quiet detail halo" x=${from + 6} y=${top + 14}>estimated</text><text class="quiet detail" x=${right} y=${bottom + 33} text-anchor="end">measured${panel.unit}</text>`;
}

/** Both edges run parallel to the diagonal; what would leave the square is cut at its border. */
function bandPath({ left: from, top, size }: PlacedPanel['frame'], x: LogScale, [low, high]: readonly [number, number]): string {
  const [least, most] = x.domain() as [number, number];
  const perPixel = Math.log(most / least) / size;
  // A measurement lies inside the interval of its estimate where low <= measured/estimated <= high.
  const up = Math.min(size, -Math.log(low) / perPixel),
    down = Math.min(size, Math.log(high) / perPixel);
  const right = from + size,
    bottom = top + size;
  return `M${from} ${bottom}L${from} ${bottom - up}L${right - up} ${top}L${right} ${top}L${right} ${top + down}L${from + down} ${bottom}z`;
}

function drawActive({ point, panel, x, y }: PlacedPoint, { panels }: ScatterLayout): SVGTemplateResult {
  const scale = panels[panel]?.y;
  return svg`<line x1=${x} x2=${x} y1=${scale?.(point.low) ?? y} y2=${scale?.(point.high) ?? y} stroke="var(--ink)" stroke-width="2" stroke-linecap="round"/>${evidenceDot(x, y, point.evidence, 'var(--ink)')}`;
}
