/** What a device has to hold, in parts along one axis of bytes, against what it has. A pure function of its parts, drawn again for every width. */
import { nothing, svg, type SVGTemplateResult } from 'lit';

export interface MemoryPart {
  readonly name: string;
  readonly colour: string;
  /** Bytes. */
  readonly amount: number;
}

export interface MemoryLayout {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly { readonly part: MemoryPart; readonly x: number; readonly width: number }[];
  /** Where the line of what the device has stands. */
  readonly limit: number;
  readonly available: number;
  readonly used: number;
}

/** Pixels; the seam tells neighbours apart without their hue. */
const barTop = 26,
  barHeight = 38,
  seam = 1.5,
  letter = 7.2,
  /** Of the axis, beyond the longer of both. */
  beyond = 1.06;

export function memoryLayout(parts: readonly MemoryPart[], available: number, width: number): MemoryLayout {
  const used = parts.reduce((sum, { amount }) => sum + amount, 0);
  const perByte = width / (Math.max(used, available) * beyond);
  let at = 0;
  const placed = parts.map((part, index) => {
    const gap = index > 0 ? seam : 0;
    const from = at * perByte + gap;
    at += part.amount;
    return { part, x: from, width: Math.max(0.5, part.amount * perByte - gap) };
  });
  return { width, height: barTop + barHeight + 26, parts: placed, limit: available * perByte, available, used };
}

export function memoryChart(
  { width, height, parts, limit, available, used }: MemoryLayout,
  summary: string,
  active: number | null,
): SVGTemplateResult {
  const bottom = barTop + barHeight;
  const over = used > available;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    ${parts.map(
      (
        { part, x, width: partWidth },
        index,
      ) => svg`<rect x=${x} y=${barTop} width=${partWidth} height=${barHeight} fill=${part.colour} opacity=${active === null || active === index ? 1 : 0.45}/>
      ${partLabel(part.name, x, partWidth, limit)}`,
    )}
    <line x1=${limit} x2=${limit} y1=${barTop - 8} y2=${bottom + 8} stroke=${over ? 'var(--bad)' : 'var(--ink)'} stroke-width="2"/>
    <text x=${limit} y="13" text-anchor=${limit > width / 2 ? 'end' : 'start'}>${gigabytes(available)} a device</text>
    <text class="quiet" x="0" y=${bottom + 22}>0</text>
    <text class="value" x=${Math.min(used * (limit / available), width)} y=${bottom + 22} text-anchor="end">${gigabytes(used)}</text>
  </svg>`;
}

/** A name inside its part, right of the line where that would cross it; none where there is no room. */
function partLabel(name: string, x: number, width: number, limit: number): SVGTemplateResult | typeof nothing {
  const room = name.length * letter + 16;
  const from = limit > x && limit < x + room ? limit : x;
  return x + width - from > room ? svg`<text class="on-colour" x=${from + 8} y=${barTop + 24}>${name}</text>` : nothing;
}

const gigabytes = (bytes: number): string => `${Number((bytes / 1e9).toPrecision(3))} GB`;
