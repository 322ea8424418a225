/** A point with its interval, drawn by what is known: ● measured, ◉ anchored, ◐ interpolated, ○ prior, ◌ projected. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Evidence } from '../units/quantity.ts';

const radius = 6;

export function evidenceDot(x: number, y: number, evidence: Evidence, colour: string): SVGTemplateResult {
  const dashed = evidence === 'projected' ? '2.2 2' : nothing;
  const ring = svg`<circle class="dot" cx=${x} cy=${y} r=${radius} fill=${evidence === 'measured' ? colour : 'var(--paper)'} stroke=${colour} stroke-width="2" stroke-dasharray=${dashed}/>`;
  switch (evidence) {
    case 'anchored':
      return svg`${ring}<circle cx=${x} cy=${y} r="2.8" fill=${colour}/>`;
    case 'interpolated':
      return svg`${ring}<path d="M${x} ${y - radius}a${radius} ${radius} 0 0 0 0 ${2 * radius}z" fill=${colour}/>`;
    case 'measured':
    case 'prior':
    case 'projected':
      return ring;
    default:
      return evidence satisfies never;
  }
}

/** A horizontal interval with ends that show where it stops; dashed for what is announced only. */
export function whisker(x0: number, x1: number, y: number, evidence: Evidence, colour: string): SVGTemplateResult {
  return svg`<g stroke=${colour} stroke-linecap="round">
    <line x1=${x0} x2=${x1} y1=${y} y2=${y} stroke-width="2.5" stroke-dasharray=${evidence === 'projected' ? '1.5 5' : nothing} opacity="0.8"/>
    <line x1=${x0} x2=${x0} y1=${y - 3.5} y2=${y + 3.5} stroke-width="1.5" opacity="0.8"/><line x1=${x1} x2=${x1} y1=${y - 3.5} y2=${y + 3.5} stroke-width="1.5" opacity="0.8"/>
  </g>`;
}
