/** How a number is known, as the same five marks as everywhere: ● measured, ◉ anchored, ◐ interpolated, ○ prior, ◌ projected. */
import type { Evidence } from '../units/quantity.ts';
import { s } from './dom.ts';

/** Around (0, 0), in the colour of its text; what shows through is paper, so that a line behind it ends at its edge. */
export function markParts(evidence: Evidence, radius: number): SVGElement {
  const ring = s('circle', {
    r: radius,
    class: evidence === 'measured' ? 'full' : 'hollow',
    'stroke-width': 1.8,
    'stroke-dasharray': evidence === 'projected' ? '2 1.8' : null,
  });
  const inside =
    evidence === 'anchored'
      ? s('circle', { r: radius * 0.48, class: 'full' })
      : evidence === 'interpolated'
        ? s('path', { d: `M0 ${-radius}a${radius} ${radius} 0 0 0 0 ${2 * radius}z`, class: 'full' })
        : null;
  return s('g', { class: 'mark' }, ring, inside);
}

/** The mark in a line of text. */
export function inlineMark(evidence: Evidence): SVGElement {
  return s('svg', { class: 'inline-mark', viewBox: '-7 -7 14 14', width: 14, height: 14, 'aria-hidden': 'true' }, markParts(evidence, 5.2));
}
