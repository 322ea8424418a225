/** `<lab-anchor-claim>`: says of measured points in a link that they are the link's word, what they are, and asks whose they are. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { ChangeEvent } from '../../form/choices/change-event.ts';
import { measureStyles } from '../../measure/measure.styles.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { anchorWords } from '../../text/anchors.ts';
import { claimStyles } from './claim.styles.ts';

@customElement('lab-anchor-claim')
export class LabAnchorClaim extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, measureStyles, claimStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult | typeof nothing {
    const { claimedAnchors: points, scenario } = this.session;
    if (points.length === 0) return nothing;
    const own = scenario.current.anchor.filter((point) => !points.includes(point));
    return html`<section class="narrow" aria-labelledby="claim">
      <div>
        <h2 id="claim">This link claims ${points.length === 1 ? 'a measured point' : `${points.length} measured points`}</h2>
        <p class="remedy">
          The answer is drawn through ${points.length === 1 ? 'it' : 'them'}. Nobody has measured ${points.length === 1 ? 'it' : 'them'} here.
        </p>
        <ul class="remedy">
          ${points.map((point) => html`<li>${anchorWords(point)}</li>`)}
        </ul>
        <div class="actions">
          <button class="secondary" type="button" @click=${() => this.session.confirmAnchors()}>
            ${points.length === 1 ? 'I measured it myself' : 'I measured them myself'}
          </button>
          <button class="plain" type="button" @click=${() => this.dispatchEvent(new ChangeEvent({ anchor: own }))}>
            Answer without ${points.length === 1 ? 'it' : 'them'}
          </button>
        </div>
      </div>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-anchor-claim': LabAnchorClaim;
  }
}
