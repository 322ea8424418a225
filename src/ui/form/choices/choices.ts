/** `<lab-choices>`: every choice of the scenario in one form, one step away from the sentence. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { decodeParallel } from '../../../estimate/estimate.ts';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Parallel, Scenario } from '../../../scenario/scenario.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { dialogStyles } from '../../style/dialog.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { changeWords } from '../../text/phrases.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesDialogStyles } from './choices-dialog.styles.ts';
import { choicesStyles } from './choices.styles.ts';
import './draft-choice.ts';
import './elements.ts';
import './engine-flags.ts';
import './own-accelerator.ts';
import './own-model.ts';
import './place-choice.ts';
import { numberField } from './number-field.ts';
import { stepButton } from './step-button.ts';

const parts: readonly (readonly [keyof Parallel, string])[] = [
  ['tensor', 'Tensor'],
  ['pipeline', 'Pipeline'],
  ['expert', 'Expert'],
  ['attentionData', 'Attention data'],
  ['decodeContext', 'Decode context'],
];

@customElement('lab-choices')
export class LabChoices extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, dialogStyles, choicesStyles, choicesDialogStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @state() private open = false;

  show(): void {
    this.open = true;
    void this.updateComplete.then(() => this.dialog.showModal());
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => (this.open = false)} .closedBy=${'any'}>
      ${this.open ? html`${this.head()}${this.sections(this.session.scenario.current)}` : nothing}
    </dialog>`;
  }

  private head(): TemplateResult {
    const { scenario } = this.session;
    return html`<div class="head">
      <h2 id="title">All choices</h2>
      ${stepButton('Undo', scenario.undoes, () => this.tell('lab-undo'))} ${stepButton('Redo', scenario.redoes, () => this.tell('lab-redo'))}
      <button class="plain" type="button" ?disabled=${scenario.changes.length === 0} @click=${() => scenario.reset()}>Reset</button>
      <button class="secondary" type="button" @click=${() => this.dialog.close()}>Done</button>
      ${scenario.changes.length > 0 ? html`<p class="differs">Differs from the opening scenario: ${scenario.changes.map(({ key }) => changeWords(key, scenario.current, this.session.claimedAnchors.length)).join(', ')}.</p>` : nothing}
    </div>`;
  }

  private sections(scenario: Scenario): TemplateResult {
    return html`<div class="grid">
      <section>
        <h3>Model</h3>
        <lab-model-choice .scenario=${scenario}></lab-model-choice>
      </section>
      <section>
        <h3>Accelerators</h3>
        <lab-hardware-choice .scenario=${scenario} .used=${this.session.estimate.accelerators}></lab-hardware-choice>
      </section>
      <section>
        <h3>Workload</h3>
        <lab-workload-choice .scenario=${scenario}></lab-workload-choice>
      </section>
      <section>
        <h3>Users</h3>
        <lab-load-choice .scenario=${scenario}></lab-load-choice>
      </section>
      <section>
        <h3>Latency limit</h3>
        <lab-target-choice .scenario=${scenario}></lab-target-choice>
      </section>
      <section>
        <h3>Paid for as</h3>
        <lab-ownership-choice .scenario=${scenario}></lab-ownership-choice>
      </section>
      <section>
        <h3>Engine</h3>
        <lab-software-choice choice="engine" .scenario=${scenario}></lab-software-choice>
      </section>
      <section>
        <h3>Engine and memory</h3>
        <lab-engine-flags .scenario=${scenario}></lab-engine-flags>
      </section>
      <section>
        <h3>Formats</h3>
        <lab-software-choice choice="weights" .scenario=${scenario}></lab-software-choice>
      </section>
      <section>
        <h3>Place</h3>
        <lab-place-choice .scenario=${scenario}></lab-place-choice>
      </section>
      <section>
        <h3>Parallelism</h3>
        ${this.parallel(scenario)}
      </section>
      <section>
        <h3>Speculation</h3>
        <lab-draft-choice .scenario=${scenario}></lab-draft-choice>
      </section>
      <section>
        <h3>An accelerator of your own</h3>
        <lab-own-accelerator .scenario=${scenario}></lab-own-accelerator>
      </section>
      <section>
        <h3>A model of your own</h3>
        <lab-own-model></lab-own-model>
      </section>
    </div>`;
  }

  private parallel({ parallel }: Scenario): TemplateResult {
    const used = parallel ?? decodeParallel(this.session.estimate) ?? { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
    return html`<div class="stack">
      <p class="quiet small">${parallel === null ? 'Searched: these are what the lab took.' : 'Fixed by you.'}</p>
      <div class="pair">
        ${parts.map(([key, label]) => numberField({ label, whole: true, value: used[key] ?? 1, min: 1, max: 1024, mayBeEmpty: true, onValue: (value) => this.change(value === null ? { parallel: null } : { parallel: { ...used, [key]: value }, serving: 'aggregated' }) }))}
      </div>
      <button class="plain" type="button" ?disabled=${parallel === null} @click=${() => this.change({ parallel: null })}>Search again</button>
    </div>`;
  }

  private tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-choices': LabChoices;
  }
}
