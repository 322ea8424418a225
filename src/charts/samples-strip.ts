/** Live samples of one kernel as dots, with the running median as a line. Fixed to their own spread, so that noise is seen. */
import { svg, type SVGTemplateResult } from 'lit';

export interface StripLayout {
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly medianY: number;
}

/** Pixels; the newest samples that fit are shown. */
const pitch = 7,
  pad = 6;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The axis spans at least ± 5 % around the median: below that, dots on a line are the truth. */
export function stripLayout(rates: readonly number[], width: number, height: number): StripLayout {
  const shown = rates.slice(-Math.max(1, Math.floor((width - 2 * pad) / pitch)));
  const middle = median(rates);
  const reach = Math.max(0.05 * Math.abs(middle), ...shown.map((rate) => Math.abs(rate - middle)));
  const y = (rate: number): number => (reach > 0 ? height / 2 - ((rate - middle) / reach) * (height / 2 - pad) : height / 2);
  return { dots: shown.map((rate, index) => ({ x: pad + index * pitch, y: y(rate) })), medianY: height / 2 };
}

export function samplesStrip(rates: readonly number[], width: number, height: number, summary: string): SVGTemplateResult {
  const { dots, medianY } = stripLayout(rates, width, height);
  return svg`<svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${summary}>
    <line class="median" x1="0" x2="100%" y1=${medianY} y2=${medianY}/>
    ${dots.map(({ x, y }, index) => svg`<circle class="sample" cx=${x} cy=${y} r="2.4" opacity=${0.3 + (0.7 * (index + 1)) / dots.length}/>`)}
  </svg>`;
}
