/** Where the time of a token goes, or whatever else is made of parts: one bar, its legend the table beside it. */
import { svg, type SVGTemplateResult } from 'lit';
import type { TimePart } from './time-title.ts';

export interface PlacedPart<Part extends { readonly colour: string } = TimePart> {
  readonly part: Part;
  readonly x: number;
  readonly width: number;
  readonly share: number;
}

/** Pixels of paper between parts, so that neighbours are told apart without their hue. */
const seam = 1.5;

export const timeLayout = (parts: readonly TimePart[], width: number): readonly PlacedPart[] => partsLayout(parts, ({ seconds }) => seconds, width);

export function partsLayout<Part extends { readonly colour: string }>(
  parts: readonly Part[],
  amountOf: (part: Part) => number,
  width: number,
): readonly PlacedPart<Part>[] {
  const shown = parts.filter((part) => amountOf(part) > 0);
  const total = shown.reduce((sum, part) => sum + amountOf(part), 0);
  let x = 0;
  return shown.map((part, index) => {
    const share = amountOf(part) / total,
      whole = share * width;
    const placed = { part, share, x: x + (index > 0 ? seam : 0), width: Math.max(0.5, whole - (index > 0 ? seam : 0)) };
    x += whole;
    return placed;
  });
}

export function timeChart(
  placed: readonly PlacedPart<{ readonly colour: string }>[],
  width: number,
  summary: string,
  active: number | null,
): SVGTemplateResult {
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
