/** `<lab-reasons-figure>`: what binds and what it would be worth, what is unmet, what cannot hold together, and why every other site is out. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PlacementAnswer } from '../../../placement/plan/answer.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatCount } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { bindingWords, conflictWords, reasonGroups } from '../../text/placement-reasons.ts';
import { placeName, rateWords } from '../../text/placement-words.ts';
import type { AskedPlacement } from '../question/asked.ts';
import { placementPage } from '../question/page.ts';
import { aroundStyles } from './around.styles.ts';

@customElement('lab-reasons-figure')
export class LabReasonsFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, aroundStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { shown } = placementPage(this.session).view;
    if (shown === null)
      return html`<h2>What decides</h2>
        <p class="small quiet">Ask for a plan: it says what binds, and why each site is in or out.</p>`;
    const { of, answer } = shown;
    const binding = bindingWords(answer);
    return html`<h2>${binding.length > 0 ? 'What decides, and what it would be worth' : 'Why these sites and no others'}</h2>
      ${this.unmet(answer)} ${this.conflict(answer)}
      ${
        binding.length === 0
          ? nothing
          : html`<ul class="rows">
              ${binding.map(({ what, worth }) => html`<li><span>${what}</span><span class="worth">${worth}</span></li>`)}
            </ul>`
      }
      ${of.workloads.map((workload) => this.excluded(workload, of, answer))}
      <p class="small quiet source">
        Prices are those of the relaxation, where replicas need not be whole. Residency and sovereignty as the catalogue reads the law: a planning
        aid, no legal advice.
      </p>`;
  }

  private unmet({ unmet }: PlacementAnswer): TemplateResult | typeof nothing {
    if (unmet.length === 0) return nothing;
    return html`<h3>What is left</h3>
      <ul class="rows">
        ${unmet.map(
          ({ workload, from, requestsPerSecond, reason }) =>
            html`<li>
              <span
                >${from === null ? workload : `${workload}, ${rateWords(requestsPerSecond ?? 0)} from ${placeName(from)}`}<small
                  >${reason.text}</small
                ></span
              >
            </li>`,
        )}
      </ul>`;
  }

  private conflict({ conflict }: PlacementAnswer): TemplateResult | typeof nothing {
    if (conflict.length === 0) return nothing;
    return html`<h3>${conflict.length === 1 ? 'What stands in the way' : 'What cannot hold together'}</h3>
      <ul class="rows">
        ${conflict.map((each) => html`<li><span>${conflictWords(each)}</span></li>`)}
      </ul>
      ${conflict.length === 1 ? nothing : html`<p class="small quiet">Without any one of these it could be met; the plan above is of what can be met with all of them.</p>`}`;
  }

  private excluded(workload: AskedPlacement['workloads'][number], of: AskedPlacement, answer: PlacementAnswer): TemplateResult {
    const groups = reasonGroups(workload, of, answer);
    const total = groups.reduce((sum, { sites }) => sum + sites.length, 0);
    return html`<h3>${workload.id}: ${formatCount(total)} sites that it is not at</h3>
      ${groups.map(
        ({ head, sites }) =>
          html`<details>
            <summary><span>${head}</span><span class="worth">${formatCount(sites.length)}</span></summary>
            <ul class="sites">
              ${sites.map(({ name, text }) => html`<li><b>${name}</b> ${text}</li>`)}
            </ul>
          </details>`,
      )}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-reasons-figure': LabReasonsFigure;
  }
}
