/** Where the time of a token goes: one bar in parts, its legend the table beside it. */
import { svg, type SVGTemplateResult } from 'lit';

export interface TimePart {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** s */
  readonly seconds: number;
}

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

const words: readonly (readonly [upTo: number, words: string])[] = [
  [0.29, 'More than a quarter'],
  [0.36, 'A third'],
  [0.45, 'Two fifths'],
  [0.55, 'Half'],
  [0.63, 'Three fifths'],
  [0.71, 'Two thirds'],
  [0.79, 'Three quarters'],
  [0.88, 'Most'],
  [0.96, 'Nine tenths'],
  [1.01, 'Nearly all'],
];

/** "Two thirds of each token is reading weights". */
export function timeTitle(parts: readonly TimePart[]): string {
  const total = parts.reduce((sum, part) => sum + part.seconds, 0);
  const most = parts.toSorted((a, b) => b.seconds - a.seconds)[0];
  if (!most || total === 0) return 'Where the time of a token goes';
  const share = most.seconds / total;
  const amount = share < 0.25 ? 'The largest part' : (words.find(([upTo]) => share < upTo)?.[1] ?? 'Most');
  return `${amount} of each token is ${most.name.charAt(0).toLowerCase()}${most.name.slice(1)}`;
}
