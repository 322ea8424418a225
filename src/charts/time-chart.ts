/** Where the time of a token goes: one bar in parts, its legend the table beside it. */
import { svg, type SVGTemplateResult } from 'lit';
import type { TimePart } from './time-title.ts';

export interface PlacedPart {
  readonly part: TimePart;
  readonly x: number;
  readonly width: number;
  readonly share: number;
}

/** Pixels of paper between parts, so that neighbours are told apart without their hue. */
const seam = 1.5;

export function timeLayout(parts: readonly TimePart[], width: number): readonly PlacedPart[] {
  const shown = parts.filter((part) => part.seconds > 0);
  const total = shown.reduce((sum, part) => sum + part.seconds, 0);
  let x = 0;
  return shown.map((part, index) => {
    const share = part.seconds / total,
      whole = share * width;
    const placed = { part, share, x: x + (index > 0 ? seam : 0), width: Math.max(0.5, whole - (index > 0 ? seam : 0)) };
    x += whole;
    return placed;
  });
}

export function timeChart(placed: readonly PlacedPart[], width: number, summary: string, active: number | null): SVGTemplateResult {
  const height = 38;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${placed.map(
      (
        { part, x, width: partWidth, share },
        index,
      ) => svg`<rect x=${x} y="0" width=${partWidth} height=${height} fill=${part.colour} opacity=${active === null || active === index ? 1 : 0.45}/>
      ${partWidth > 54 ? svg`<text class="on-colour" x=${x + 10} y="24">${Math.round(share * 100)} %</text>` : ''}`,
    )}
  </svg>`;
}
