/** `<lab-time-figure>`: where the time of one token goes, as a bar whose legend is its table. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { noLegend } from '../../../charts/legend.ts';
import { timeChart, timeLayout } from '../../../charts/time-chart.ts';
import { timeTitle, type TimePart } from '../../../charts/time-title.ts';
import type { TableTwin } from '../../../charts/table-twin.ts';
import type { Estimate } from '../../../estimate/estimate.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatDuration, formatQuantity, formatShare } from '../../../units/format.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { painted } from '../../style/painted.ts';
import { textStyles } from '../../style/text.styles.ts';
import { timeParts } from '../../text/time-parts.ts';
import { embedOf, originOf } from './origin-of.ts';
import { timeFigureStyles } from './time-figure.styles.ts';

@customElement('lab-time-figure')
export class LabTimeFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, timeFigureStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { estimate } = this.session;
    const parts = timeParts(estimate);
    if (parts.length === 0)
      return html`<h2>Where the time of a token goes</h2>
        <p class="none">Nothing to show: this scenario does not run.</p>`;
    const total = parts.reduce((sum, part) => sum + part.seconds, 0);
    const heading = timeTitle(parts);
    return html`<lab-figure
      .heading=${heading}
      .embed=${embedOf(this.session, 'time')}
      legended
      .legend=${{ ...noLegend, colours: parts.map(({ name, colour }) => ({ name, colour })) }}
      .origin=${originOf(this.session, 'time')}
      .table=${twin(parts, total, estimate)}
      .drawing=${(width: number) => drawing(parts, heading, width)}
      .source=${sourceLine(estimate)}
    >
      <dl>
        ${parts.map(
          (part) =>
            html`<div>
              <dt><i ${painted({ background: part.colour })}></i>${part.name}</dt>
              <dd>${formatDuration(part.seconds).text}</dd>
              <dd class="share">${formatShare(part.seconds / total)}</dd>
            </div>`,
        )}
        <div class="total">
          <dt><i></i>One output token</dt>
          <dd>${estimate.timePerOutputToken ? formatQuantity(estimate.timePerOutputToken).text : nothing}</dd>
          <dd></dd>
        </div>
      </dl>
    </lab-figure>`;
  }
}

/** Parts are points: the interval belongs to their sum. */
function twin(parts: readonly TimePart[], total: number, { timePerOutputToken }: Estimate): TableTwin {
  const evidence = timePerOutputToken?.evidence ?? 'prior';
  return {
    columns: [
      { key: 'part', title: 'Part' },
      { key: 'seconds', title: 'Time of a token' },
      { key: 'share', title: 'Share' },
    ],
    rows: [
      ...parts.map(({ name, seconds }) => ({
        part: name,
        seconds: { value: seconds, low: seconds, high: seconds, unit: 's', evidence },
        share: formatShare(seconds / total),
      })),
      { part: 'One output token', seconds: timePerOutputToken, share: formatShare(1) },
    ],
  };
}

function sourceLine({ timeToFirstToken, terms }: Estimate): string {
  if (!timeToFirstToken || !terms?.firstToken) return 'Time per output token, modelled.';
  const { prefill, queue } = terms.firstToken;
  return `Time per output token, modelled. The first token takes ${formatQuantity(timeToFirstToken).text}, of which ${formatDuration(prefill).text} is reading the prompt and ${formatDuration(queue).text} is waiting.`;
}

function drawing(parts: readonly TimePart[], heading: string, width: number): Drawing {
  const placed = timeLayout(parts, width);
  return {
    draw: (active) =>
      html`${timeChart(placed, width, `${heading}: ${placed.map(({ part, share }) => `${part.name} ${formatShare(share)}`).join(', ')}`, active)}`,
    locate: (x) => {
      const index = placed.findIndex((part) => x >= part.x && x <= part.x + part.width);
      return index < 0 ? null : index;
    },
    points: placed.map(({ part, share }) => `${part.name}: ${formatDuration(part.seconds).text}, ${formatShare(share)} of a token`),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-time-figure': LabTimeFigure;
  }
}
