/** `<lab-causes-figure>`: what could explain the difference, the likeliest first: the change that would show it, and the seconds that it explains. */
import { consume } from '@lit/context';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Cause } from '../../estimate/verdict/causes.ts';
import type { Verdict } from '../../estimate/verdict/verdict.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatShare } from '../../units/format.ts';
import '../figures/frame/figure.ts';

import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { causeName, causeSeconds, causesTitle } from '../text/check-words.ts';
import { checkOrigin } from './check-origin.ts';
import { checkStyles } from './check.styles.ts';
import { capital } from '../text/capital.ts';

@customElement('lab-causes-figure')
export class LabCausesFigure extends LitElement {
  static override styles = [textStyles, controlStyles, checkStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @property({ attribute: false }) verdict!: Verdict;

  protected override render(): TemplateResult {
    const { causes, verdict } = this.verdict;
    const heading = causesTitle(this.verdict);
    if (causes.length === 0)
      return html`<h2>${heading}</h2>
        <p class="small quiet">
          ${verdict === 'inside' ? 'What was measured is what the lab expects, or so near that no cause would show.' : 'Each thing that the lab can change in this deployment was changed and estimated again; none moves the time this way.'}
        </p>`;
    return html`<lab-figure
      tabular
      .heading=${heading}
      .table=${{
        columns: [
          { key: 'cause', title: 'Cause' },
          { key: 'seconds', title: 'Seconds' },
          { key: 'share', title: 'Share of the difference' },
          { key: 'change', title: 'What would show it' },
        ],
        rows: causes.map((cause) => ({ cause: causeName(cause), seconds: cause.seconds, share: cause.share, change: cause.change })),
      }}
      .origin=${checkOrigin(this.session, 'check-causes')}
      source="Each is the same deployment with one thing changed, estimated again. They overlap: their seconds do not add up."
    >
      <ol class="causes">
        ${causes.map(causeRow)}
      </ol>
    </lab-figure>`;
  }
}

function causeRow(cause: Cause): TemplateResult {
  const share = Math.min(cause.share, 1);
  return html`<li>
    <div>
      <b>${causeName(cause)}</b>
      <p>${causeSeconds(cause)}, ${cause.share > 1 ? 'more than all of it' : html`${formatShare(cause.share)} of it`}</p>
      <svg class="bar" viewBox="0 0 160 8" width="160" height="8" aria-hidden="true">
        ${svg`<rect width="160" height="8" rx="4" fill="var(--line)"/>`}
        ${share > 0 ? svg`<rect width=${(160 * share).toFixed(1)} height="8" rx="4" fill="var(--accent)"/>` : nothing}
      </svg>
    </div>
    <p>${capital(cause.change)}.</p>
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-causes-figure': LabCausesFigure;
  }
}
