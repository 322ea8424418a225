/** `<lab-workloads>`: what is to be placed, a card each: what it is, what became of it in the plan, and its fields once it is opened. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import '../../form/picker/picker.ts';
import '../../form/word/word.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { workloadLine } from '../../text/placement-asked.ts';
import { placedWords } from '../../text/placement-placed.ts';
import type { AskedWorkload } from '../question/asked.ts';
import { withNewWorkload, withoutWorkload, withWorkload } from '../question/edits.ts';
import { placementPage } from '../question/page.ts';
import { faultOf } from '../question/read.ts';
import { workloadFields } from './workload-fields.ts';
import { workloadStyles } from './workloads.styles.ts';

/** As many as the page can list; the command line takes 200. */
const most = 20;

@customElement('lab-workloads')
export class LabWorkloads extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, workloadStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** Index of the card that is open. */
  @state() private open: number | null = null;

  protected override render(): TemplateResult {
    const { question } = placementPage(this.session);
    const { workloads } = question.current;
    return html`<h2 class="hidden-visually">Workloads</h2>
      ${workloads.map((workload, index) => this.card(workload, index))}
      ${
        workloads.length >= most
          ? html`<p class="small quiet">The page takes ${most} workloads; <code>inference-cost-lab place</code> takes more.</p>`
          : html`<button
              class="plain"
              type="button"
              @click=${() => {
                this.open = workloads.length;
                question.change(withNewWorkload(question.current));
              }}
            >
              + Add a workload
            </button>`
      }`;
  }

  private card(workload: AskedWorkload, index: number): TemplateResult {
    const { question, view } = placementPage(this.session);
    const asked = question.current;
    const open = this.open === index;
    const placed = view.shown && view.shown.of.workloads.some(({ id }) => id === workload.id) ? placedWords(workload, view.shown.answer) : null;
    const fault = faultOf(asked);
    return html`<section class="card" aria-label=${workload.id}>
      <h3>${workload.id}</h3>
      <p>${workloadLine(workload)}</p>
      ${placed?.served ? html`<p class="served">${placed.served}</p>` : nothing} ${placed?.left ? html`<p class="left">${placed.left}</p>` : nothing}
      ${fault?.workload === index ? html`<p class="wrong small" role="alert">This cannot be placed: ${fault.text}.</p>` : nothing}
      <div class="commands">
        <button
          class="plain"
          type="button"
          aria-expanded=${open}
          aria-label="${open ? 'Close' : 'Edit'} ${workload.id}"
          @click=${() => (this.open = open ? null : index)}
        >
          ${open ? 'Close' : 'Edit'}
        </button>
        <button
          class="plain"
          type="button"
          aria-label="Remove ${workload.id}"
          ?disabled=${asked.workloads.length === 1}
          @click=${() => {
            this.open = null;
            question.change(withoutWorkload(asked, index));
          }}
        >
          Remove
        </button>
      </div>
      ${open ? workloadFields(workload, asked, (next) => question.change(withWorkload(asked, index, next))) : nothing}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-workloads': LabWorkloads;
  }
}
