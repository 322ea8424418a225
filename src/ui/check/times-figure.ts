/** `<lab-times-figure>`: every measured time beside the expected one with its 80 % interval, and how many times as long it took. */
import { consume } from '@lit/context';
import { html, LitElement, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { logScale, type LogScale } from '../../charts/log-axis.ts';
import type { ComparedTime } from '../../estimate/verdict/compare.ts';
import type { Verdict } from '../../estimate/verdict/verdict.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatQuantity } from '../../units/format.ts';
import { evidenceIcon } from '../figures/frame/evidence.ts';
import '../figures/frame/figure.ts';

import { chooseStyles } from '../choose/choose.styles.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { expectedWords, measuredWords, metricNames, timesTitle } from '../text/check-words.ts';
import { checkOrigin } from './check-origin.ts';
import { checkStyles } from './check.styles.ts';
import { capital } from '../text/capital.ts';

/** Pixels. */
const stripWidth = 220,
  stripHeight = 20,
  inset = 8;

@customElement('lab-times-figure')
export class LabTimesFigure extends LitElement {
  static override styles = [textStyles, controlStyles, chooseStyles, checkStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property({ attribute: false }) verdict!: Verdict;

  protected override render(): TemplateResult {
    const { times } = this.verdict;
    const scale = scaleFor(times);
    return html`<lab-figure
      tabular
      .heading=${timesTitle(times)}
      .table=${{
        columns: [
          { key: 'time', title: 'Time' },
          { key: 'measured', title: 'Measured' },
          { key: 'expected', title: 'Expected' },
          { key: 'ratio', title: 'Times as long' },
          { key: 'standing', title: 'Standing' },
        ],
        rows: times.map(({ metric, measured, expected, ratio, standing }) => ({
          time: metricNames[metric],
          measured: `${measured} ${expected.unit}`,
          expected,
          ratio,
          standing,
        })),
      }}
      .origin=${checkOrigin(this.session, 'check-times')}
      source="Expected: the estimate of the same deployment without the measurement. The line is what is expected, the bar its 80 % interval, the dot what was measured; right of the line is slower. A rate is compared as the time between two tokens."
    >
      <div class="scroll" tabindex="0" role="region" aria-label="Measured and expected times">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col" class="n">Measured</th>
              <th scope="col" class="n">Expected, 80 % interval</th>
              <th scope="col" class="wide-only">Faster, as expected, slower</th>
              <th scope="col" class="n">Times as long</th>
            </tr>
          </thead>
          <tbody>
            ${times.map((time) => row(time, scale))}
          </tbody>
        </table>
      </div>
    </lab-figure>`;
  }
}

function row(time: ComparedTime, scale: LogScale): TemplateResult {
  const { value, range } = expectedWords(time);
  const name = metricNames[time.metric];
  return html`<tr>
    <td class="time">${evidenceIcon(time.expected.evidence)} ${capital(name)}</td>
    <td class="n">${measuredWords(time)}</td>
    <td class="n">${value} <small>${range}</small></td>
    <td class="wide-only">${strip(time, scale)}</td>
    <td class="n">${formatQuantity(time.ratio).value}</td>
  </tr>`;
}

/** Expected intervals as shares of the expected time, and the measured times on the same axis. */
function scaleFor(times: readonly ComparedTime[]): LogScale {
  const reach = Math.max(Math.log(1.25), ...times.flatMap((time) => ends(time).map((end) => Math.abs(Math.log(end)))));
  return logScale([Math.exp(-reach), Math.exp(reach)], [inset, stripWidth - inset]);
}

/** As multiples of the expected time: the two ends of its interval, and what was measured. */
function ends({ ratio }: ComparedTime): readonly [number, number, number] {
  return [ratio.value / ratio.high, ratio.value / ratio.low, ratio.value];
}

function strip(time: ComparedTime, scale: LogScale): TemplateResult {
  const [low, high, measured] = ends(time).map((end) => scale(end)) as [number, number, number];
  const middle = stripHeight / 2;
  const colour = time.standing === 'inside' ? 'var(--ink)' : 'var(--accent)';
  return html`<svg class="strip" viewBox="0 0 ${stripWidth} ${stripHeight}" width=${stripWidth} height=${stripHeight} aria-hidden="true">
    ${svg`<rect x=${low} y=${middle - 4} width=${high - low} height="8" rx="4" fill="var(--line)"/>
      <line x1=${scale(1)} x2=${scale(1)} y1="1" y2=${stripHeight - 1} stroke="var(--quiet)" stroke-width="1.4"/>
      <circle cx=${measured} cy=${middle} r="5" fill=${colour} stroke="var(--paper)" stroke-width="1.5"/>`}
  </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-times-figure': LabTimesFigure;
  }
}
