/**
 * `<lab-why>`: why a number is what it is, in a dialog. Its terms first, each of which opens onto the facts and assumptions it
 * stands on, each with its source and day. A term that is made of others can be looked into in the same way.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { explain } from '../../../estimate/views/why/explain.ts';
import { partsOf, type CitedFact, type QuantityField, type Term, type Why } from '../../../estimate/views/why/why.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { dialogStyles } from '../../style/dialog.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { assumptionNumbers } from '../../text/assumption.ts';
import { sourceCell } from './source-cell.ts';
import { whyStyles } from './why.styles.ts';

@customElement('lab-why')
export class LabWhy extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, dialogStyles, whyStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  /** From the number that was asked about to the term that is looked into; empty while closed. */
  @state() private path: readonly string[] = [];

  show(field: QuantityField): void {
    this.path = [field];
    void this.updateComplete.then(() => this.dialog.showModal());
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => (this.path = [])} .closedBy=${'any'}>
      ${this.path.length > 0 ? this.body() : nothing}
    </dialog>`;
  }

  private body(): TemplateResult {
    const { scenario, calibration } = this.session;
    const { why } = explain(scenario.current, { calibration });
    const term = why?.terms[this.path.at(-1) ?? ''];
    return html`<div class="body">
      <h2 id="title">${term ? html`Why ${term.words} is ${numberOf(term)}` : 'Nothing to explain'}</h2>
      ${why && term ? this.terms(why, term) : html`<p>This number has no value in this answer.</p>`}
      <div class="row">
        ${this.path.length > 1 ? html`<button class="secondary" type="button" @click=${() => (this.path = this.path.slice(0, -1))}>Back</button>` : nothing}
        <button class="secondary" type="button" @click=${() => this.dialog.close()}>Close</button>
      </div>
    </div>`;
  }

  private terms(why: Why, term: Term): TemplateResult {
    return html`<p class="how">${howWords(term)} Each opens onto what it stands on.</p>
      ${partsOf(term).map((id) => {
        const part = why.terms[id];
        return part ? this.termPart(why, part, term.over?.includes(id) ?? false, id !== term.id) : nothing;
      })}`;
  }

  private termPart(why: Why, part: Term, divides: boolean, further: boolean): TemplateResult {
    const listed = (ids: readonly string[], all: Readonly<Record<string, CitedFact>>): readonly CitedFact[] => ids.flatMap((id) => all[id] ?? []);
    const grounds = [...listed(part.facts, why.facts), ...listed(part.assumptions, why.assumptions)];
    const made = further && partsOf(part)[0] !== part.id;
    return html`<details>
      <summary>
        <span class="line"><span>${divides ? 'divided by: ' : ''}${part.words}</span><b>${numberOf(part)}</b></span>
      </summary>
      <ul>
        ${grounds.map(
          (cited) =>
            html`<li>
              <span class="line"><span>${cited.words}</span><b>${assumptionNumbers(cited).value}</b></span
              ><small>${sourceCell(cited)}</small>
            </li>`,
        )}
        ${grounds.length === 0 ? html`<li>A number that is the same everywhere.</li>` : nothing}
      </ul>
      ${made ? html`<button class="plain" type="button" @click=${() => (this.path = [...this.path, part.id])}>Its own terms</button>` : nothing}
    </details>`;
  }
}

const numberOf = ({ value, unit }: Term): string => assumptionNumbers({ value, unit }).value;

function howWords({ sum, times, over }: Term): string {
  if (sum) return 'These add up to it.';
  if (times?.length) return over?.length ? 'These, multiplied and divided, make it.' : 'These, multiplied, make it.';
  return over?.length ? 'It is one over this.' : 'It follows from this.';
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-why': LabWhy;
  }
}
