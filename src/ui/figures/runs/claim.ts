/**
 * `<lab-claim>`: says of an opened result that it is somebody's claim, what it claims, and how to hold it against one's own.
 *
 * @event lab-measure - the visitor wants a run of their own
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Run } from '../../../run/run.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatDate } from '../../../units/format.ts';
import { ceilingList } from '../../measure/result-view.ts';
import { measureStyles } from '../../measure/measure.styles.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { adapterName, badgesOf, badgeWords } from '../../text/device.ts';
import { headlineOf } from '../../text/headline.ts';
import { claimStyles } from './claim.styles.ts';

@customElement('lab-claim')
export class LabClaim extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, measureStyles, claimStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult | typeof nothing {
    const { claim, own, estimate } = this.session;
    if (!claim) return nothing;
    const { run } = claim;
    const said = own.own ? headlineOf(own.own) : null;
    const badges = badgesOf(run);
    return html`<section aria-labelledby="claim">
      <div>
        <h2 id="claim">Somebody’s claim, not measured here</h2>
        <p class="remedy">
          This link says that on ${formatDate(run.when)} ${claimant(run)} made a ${run.plan} run of ${run.kernels.length} points.
          ${said ? html`That would be ${said.subject} at ${said.rate}.` : nothing}
          ${claim.modelVersion === estimate.modelVersion ? nothing : html`Their page answered with model ${claim.modelVersion}; this one has ${estimate.modelVersion}, so numbers may differ.`}
        </p>
        ${badges.length > 0 ? html`<p class="remedy">It carries: ${badges.map((badge) => badgeWords[badge].name).join(', ')}.</p>` : nothing}
        <div class="actions">
          <button
            class="secondary"
            type="button"
            @click=${() => this.dispatchEvent(new CustomEvent('lab-measure', { bubbles: true, composed: true }))}
          >
            Run it on mine
          </button>
          <button class="plain" type="button" @click=${() => this.session.dismissClaim()}>Keep the scenario, drop the claim</button>
        </div>
      </div>
      ${ceilingList(run)}
    </section>`;
  }
}

/** What the link says it was measured on. */
function claimant({ adapter }: Run): string {
  if (adapter.fallback) return 'some computer’s processor, not a GPU,';
  return adapter.vendor === '' ? 'a GPU that they left out' : adapterName(adapter, 'Some');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-claim': LabClaim;
  }
}
