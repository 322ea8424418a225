/**
 * The roofline: what arithmetic intensity allows, and what was reached. The axes are the same for every chip, from a
 * processor's software adapter to a whole package, so that two pictures can be laid over each other.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { formatRate } from '../units/format.ts';
import type { Evidence } from '../units/quantity.ts';
import { placeLabels, type PlacedLabel } from './label-place.ts';
import { logScale, logTicks, type LogScale } from './log-axis.ts';

export interface Roof {
  readonly name: string;
  /** byte/s */
  readonly bandwidth: number;
  /** FLOP/s */
  readonly peak: number;
  /** "f32 FMA", "fp8 dense". */
  readonly peakLabel: string;
  readonly own: boolean;
}

export interface RoofPoint {
  readonly id: string;
  readonly name: string;
  /** FLOP per byte moved at least. */
  readonly intensity: number;
  /** FLOP/s with its interval. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly own: boolean;
  /** Filled where it was measured, hollow where it is modelled. */
  readonly evidence: Evidence;
}

export interface RooflineLayout {
  readonly width: number;
  readonly height: number;
  readonly x: LogScale;
  readonly y: LogScale;
  readonly points: readonly {
    readonly point: RoofPoint;
    readonly x: number;
    readonly y: number;
    readonly low: number;
    readonly high: number;
    readonly label: PlacedLabel | null;
  }[];
  readonly roofs: readonly { readonly roof: Roof; readonly path: string; readonly peakY: number; readonly kneeX: number }[];
}

/** FLOP per byte, from a copy to a long-prompt matrix multiply; FLOP/s, from one slow core to a package of the next generation. */
export const intensityDomain = [0.25, 4096] as const;
export const rateDomain = [1e8, 2e16] as const;

/** FLOP per byte at which the memory roof's label begins. */
const slopeLabelAt = 0.6;

const margin = { top: 14, right: 8, bottom: 42, left: 52 };

export function rooflineLayout(points: readonly RoofPoint[], roofs: readonly Roof[], width: number): RooflineLayout {
  const height = Math.round(Math.max(300, Math.min(400, width * 0.66)));
  const x = logScale(intensityDomain, [margin.left, width - margin.right]);
  const y = logScale(rateDomain, [height - margin.bottom, margin.top]);
  const placed = points.map((point) => ({ point, x: x(point.intensity), y: y(point.rate), low: y(point.low), high: y(point.high) }));
  const frame = { x: margin.left, y: margin.top, width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  // Where the roofs' own labels stand: above the flat, and along the slope.
  const taken = roofs.flatMap((roof) => [
    { x: width - 190, y: y(roof.peak) - 22, width: 190, height: 25 },
    { x: x(slopeLabelAt), y: y(slopeLabelAt * roof.bandwidth) - 40, width: 70, height: 40 },
  ]);
  const labels = placeLabels(
    placed.map(({ point, x: px, y: py }) => ({ x: px, y: py, text: point.name })),
    frame,
    taken,
  );
  return {
    width,
    height,
    x,
    y,
    points: placed.map((one, index) => ({ ...one, label: labels[index] ?? null })),
    roofs: roofs.map((roof) => {
      const knee = roof.peak / roof.bandwidth,
        start = intensityDomain[0];
      return {
        roof,
        kneeX: x(knee),
        peakY: y(roof.peak),
        path: `M${x(start)} ${y(start * roof.bandwidth)}L${x(knee)} ${y(roof.peak)}L${x(intensityDomain[1])} ${y(roof.peak)}`,
      };
    }),
  };
}

const rateTick = (rate: number): string =>
  formatRate(rate, 'FLOP/s').text.replace('.00', '').replace('.0', '').replace(' ', ' ').replace('FLOP/s', '');

export function rooflineChart(layout: RooflineLayout, summary: string, active: number | null): SVGTemplateResult {
  const { width, height, x, y } = layout;
  const bottom = height - margin.bottom;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${[1, 4, 16, 64, 256, 1024, 4096].map((tick) => svg`<line class="grid" x1=${x(tick)} x2=${x(tick)} y1=${margin.top} y2=${bottom}/><text class="quiet detail" x=${x(tick)} y=${bottom + 18} text-anchor=${tick === 4096 ? 'end' : 'middle'}>${tick}</text>`)}
    ${logTicks(rateDomain[0], rateDomain[1], 9).map((tick) => svg`<line class="grid" x1=${margin.left} x2=${width - margin.right} y1=${y(tick)} y2=${y(tick)}/><text class="quiet detail" x=${margin.left - 8} y=${y(tick) + 4} text-anchor="end">${rateTick(tick)}</text>`)}
    <text class="quiet detail" x=${width - margin.right} y=${height - 6} text-anchor="end">FLOP per byte</text>
    <text class="quiet detail" x="0" y=${height - 6}>FLOP/s</text>
    ${layout.roofs.map((placed) => roofLine(placed, layout))}
    ${layout.points.map((placed, index) => point(placed, index === active))}
  </svg>`;
}

function roofLine({ roof, path, peakY, kneeX }: RooflineLayout['roofs'][number], { width, x, y }: RooflineLayout): SVGTemplateResult {
  const colour = roof.own ? 'var(--accent)' : 'var(--ink)';
  const px = x(slopeLabelAt),
    py = y(slopeLabelAt * roof.bandwidth);
  const slope = (Math.atan2(y(1 * roof.bandwidth) - y(0.5 * roof.bandwidth), x(1) - x(0.5)) * 180) / Math.PI;
  return svg`<path d=${path} fill="none" stroke=${colour} stroke-width="1.6" stroke-dasharray=${roof.own ? nothing : '6 3'}/>
    <text class="detail" x=${width - margin.right} y=${peakY - 7} text-anchor="end"><tspan class="name">${roof.name}</tspan> ${formatRate(roof.peak, 'FLOP/s').text}${width > 420 ? ` ${roof.peakLabel}` : ''}</text>
    ${kneeX - px > 90 ? svg`<text class="quiet detail" x=${px} y=${py - 8} transform="rotate(${slope} ${px} ${py - 8})">${formatRate(roof.bandwidth, 'B/s').text}</text>` : nothing}`;
}

function point(
  { point: { own, evidence, name, rate }, x, y, low, high, label }: RooflineLayout['points'][number],
  active: boolean,
): SVGTemplateResult {
  const colour = own ? 'var(--accent)' : 'var(--ink)';
  const fill = evidence === 'measured' ? colour : 'var(--paper)',
    size = active ? 7 : 5;
  // A rate below the axis is an arrow at its edge, not a dot where it is not.
  const mark =
    rate < rateDomain[0]
      ? svg`<path d="M${x - size} ${y - 2 * size}h${2 * size}l${-size} ${2 * size}z" fill=${fill} stroke=${colour}/>`
      : svg`<circle cx=${x} cy=${y} r=${size} fill=${fill} stroke=${colour} stroke-width="1.8"/>`;
  return svg`<line x1=${x} x2=${x} y1=${low} y2=${high} stroke=${colour} stroke-width="2"/>${mark}
    ${label === null && !active ? nothing : svg`<text class="detail halo" x=${label?.x ?? x} y=${label?.y ?? y - 12} text-anchor=${label?.anchor ?? 'middle'}>${name}</text>`}`;
}
