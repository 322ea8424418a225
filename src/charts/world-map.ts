/**
 * Sites and users on a map of the world, with who is served from where: sites by their standing and size, flows as the shortest ways over
 * the globe, users as squares. A pure function of its marks and flows, drawn again for every width.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { placeLabels, type PlacedLabel } from './label-place.ts';
import { worldAt, type Coordinates } from './world-land.ts';

/** In the plan; may serve; no confirmed accelerators, not open or not for rent; where users are. */
export type MarkKind = 'plan' | 'possible' | 'unconfirmed' | 'users';

export interface WorldMark {
  readonly id: string;
  readonly kind: MarkKind;
  readonly where: Coordinates;
  /** Area as a share of the largest, 0 … 1; null: not known, drawn smallest. */
  readonly size: number | null;
  /** Of the quantity that colours it, 0 … 1; null: not known, or nothing colours. */
  readonly tone: number | null;
  /** Stands beside it where there is room; empty for none. */
  readonly label: string;
}

export interface WorldFlow {
  readonly from: Coordinates;
  readonly to: Coordinates;
  /** Share of the largest, 0 … 1. */
  readonly weight: number;
  /** Users to their site, or a model that a job sends. */
  readonly kind: 'users' | 'model';
  /** Its round trip; empty for none. */
  readonly label: string;
}

interface PlacedMark {
  readonly mark: WorldMark;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly label: PlacedLabel | null;
}

interface PlacedFlow {
  readonly flow: WorldFlow;
  readonly path: string;
  readonly label: PlacedLabel | null;
}

export interface WorldLayout {
  readonly width: number;
  readonly height: number;
  /** Without the legend. */
  readonly mapHeight: number;
  readonly land: string;
  /** In the order given. */
  readonly marks: readonly PlacedMark[];
  readonly flows: readonly PlacedFlow[];
  readonly legend: WorldLegend;
  /** Legend entries stand below each other. */
  readonly stacked: boolean;
}

export interface WorldLegend {
  /** What the colour means, with its ends; null where nothing colours. */
  readonly tone: { readonly name: string; readonly low: string; readonly high: string } | null;
}

const smallest = 2.6,
  narrow = 560,
  legendLine = 20;
/** Steps of the colour: as many as an eye tells apart. */
const steps = 5;

/** @param marks in order of importance: the first get their labels first */
export function worldLayout(marks: readonly WorldMark[], flows: readonly WorldFlow[], legend: WorldLegend, width: number): WorldLayout {
  const world = worldAt(width);
  const largest = width < narrow ? 6 : 9;
  const placed = marks.map((mark) => {
    const radius = mark.kind === 'users' ? smallest : mark.size === null ? smallest : Math.max(smallest, largest * Math.sqrt(mark.size));
    return { mark, ...world.at(mark.where), radius };
  });
  const arcs = flows.map((flow) => ({ flow, ...world.arc(flow.from, flow.to) }));
  const named = [
    ...placed.map(({ mark, x, y }) => ({ x, y, text: mark.label })),
    ...arcs.map(({ flow, x, y }) => ({ x, y, text: flow.label })),
  ].filter(({ text }) => text !== '');
  const frame = { x: 0, y: 0, width, height: world.height };
  const found = placeLabels(named, frame);
  let next = 0;
  const labelOf = (text: string): PlacedLabel | null => (text === '' ? null : (found[next++] ?? null));
  const stacked = width < narrow;
  const rows = (stacked ? 4 : 1) + (legend.tone ? 1 : 0);
  return {
    width,
    height: world.height + 12 + rows * legendLine,
    mapHeight: world.height,
    land: world.land,
    marks: placed.map((each) => ({ ...each, label: labelOf(each.mark.label) })),
    flows: arcs.map(({ flow, path }) => ({ flow, path, label: labelOf(flow.label) })),
    legend,
    stacked,
  };
}

/** Pixels around a mark that a finger may miss it by. */
const reach = 14;

/** The nearest mark; null where none is near. */
export function worldMarkAt({ marks }: WorldLayout, x: number, y: number): number | null {
  let best: number | null = null,
    least = Infinity;
  for (const [index, mark] of marks.entries()) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance > Math.max(reach, mark.radius + 4) || distance >= least) continue;
    best = index;
    least = distance;
  }
  return best;
}

export function worldChart(layout: WorldLayout, summary: string, active: number | null): SVGTemplateResult {
  const { width, height, mapHeight, land, marks, flows } = layout;
  const order = (['unconfirmed', 'possible', 'plan', 'users'] as const).flatMap((kind) => marks.filter(({ mark }) => mark.kind === kind));
  const chosen = active === null ? undefined : marks[active];
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    <path d=${land} fill="var(--land)" stroke="var(--coast)" stroke-width="0.6"/>
    ${flows.map(({ flow, path }) => svg`<path d=${path} fill="none" stroke=${flow.kind === 'users' ? 'var(--accent)' : 'var(--quiet)'} stroke-width=${(1 + 2.6 * Math.sqrt(flow.weight)).toFixed(2)} stroke-dasharray=${flow.kind === 'users' ? nothing : '4 4'} stroke-linecap="round" opacity="0.7"/>`)}
    ${order.map(drawnMark)}
    ${chosen ? svg`<circle cx=${chosen.x} cy=${chosen.y} r=${chosen.radius + 4} fill="none" stroke="var(--ink)" stroke-width="1.5"/>` : nothing}
    ${flows.map(({ flow, label }) => text(label, flow.label, 'var(--accent)'))}
    ${marks.map(({ mark, label }) => text(label, mark.label, mark.kind === 'users' ? 'var(--quiet)' : 'var(--ink)'))}
    ${legendOf(layout, mapHeight + 12)}
  </svg>`;
}

function text(label: PlacedLabel | null, words: string, colour: string): SVGTemplateResult | typeof nothing {
  if (label === null) return nothing;
  return svg`<text class="halo detail" x=${label.x} y=${label.y} text-anchor=${label.anchor} fill=${colour}>${words}</text>`;
}

/** From pale to the accent, in a few steps. */
export const toneColour = (tone: number): string =>
  `color-mix(in oklch, var(--accent) ${String(Math.round(20 + (80 * Math.min(steps - 1, Math.floor(tone * steps))) / (steps - 1)))}%, var(--paper))`;

function drawnMark({ mark, x, y, radius }: Pick<PlacedMark, 'mark' | 'x' | 'y' | 'radius'>): SVGTemplateResult {
  const { kind, tone } = mark;
  if (kind === 'users')
    return svg`<rect class="mark" x=${x - radius} y=${y - radius} width=${2 * radius} height=${2 * radius} fill="var(--ink)" stroke="var(--paper)"/>`;
  if (kind === 'unconfirmed')
    return svg`<circle class="mark" cx=${x} cy=${y} r=${radius} fill=${tone === null ? 'none' : toneColour(tone)} stroke="var(--quiet)" stroke-width="1.1" stroke-dasharray="2.2 2.2"/>`;
  const fill = tone !== null ? toneColour(tone) : kind === 'plan' ? 'var(--accent)' : 'var(--paper)';
  return kind === 'plan'
    ? svg`<circle class="mark" cx=${x} cy=${y} r=${radius} fill=${fill} stroke=${tone === null ? 'var(--paper)' : 'var(--accent)'} stroke-width=${tone === null ? 1.5 : 2.2}/>`
    : svg`<circle class="mark" cx=${x} cy=${y} r=${radius} fill=${fill} stroke="var(--quiet)" stroke-width="1.3"/>`;
}

const entries: readonly (readonly [MarkKind, string])[] = [
  ['plan', 'in the plan'],
  ['possible', 'could serve'],
  ['unconfirmed', 'no confirmed accelerators, not open or not for rent'],
  ['users', 'users'],
];

/** Letters of the sans face at 12 px. */
const advance = 6.4;

function legendOf({ legend, stacked, width }: WorldLayout, top: number): SVGTemplateResult {
  let across = 6;
  const drawn = entries.map(([kind, words], index) => {
    const x = stacked ? 6 : across,
      y = top + 8 + (stacked ? index * legendLine : 0);
    across += 26 + words.length * advance;
    const mark: WorldMark = { id: kind, kind, where: [0, 0], size: null, tone: null, label: '' };
    return svg`${drawnMark({ mark, x, y, radius: kind === 'users' ? smallest : 4 })}<text class="quiet detail" x=${x + 10} y=${y + 4}>${words}</text>`;
  });
  if (legend.tone === null) return svg`${drawn}`;
  const { name, low, high } = legend.tone;
  const y = top + 8 + (stacked ? entries.length : 1) * legendLine;
  const start = Math.min(6 + (name.length + low.length + 3) * advance, width - 140);
  return svg`${drawn}<text class="quiet detail" x="2" y=${y + 4}>${name}: ${low}</text>
    ${Array.from({ length: steps }, (_, index) => svg`<rect x=${start + index * 16} y=${y - 6} width="15" height="12" fill=${toneColour((index + 0.5) / steps)} stroke="var(--accent)" stroke-width="0.6"/>`)}
    <text class="quiet detail" x=${start + steps * 16 + 8} y=${y + 4}>${high}</text>`;
}
