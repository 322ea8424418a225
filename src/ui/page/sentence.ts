/**
 * `<lab-sentence>`: the scenario as a sentence whose underlined words are its controls. It shows a scenario and
 * reports edits (`lab-change`, `lab-undo`, `lab-redo`, `lab-reset`, `lab-all-choices`); whoever holds the scenario applies them.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Scenario } from '../../scenario/scenario.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { stepButton } from '../form/choices/step-button.ts';
import {
  acceleratorWords,
  changeWords,
  engineWords,
  loadWords,
  modelName,
  ownershipWords,
  targetWords,
  weightsWords,
  workloadWords,
} from '../text/phrases.ts';
import '../form/word/word.ts';
import { sentenceStyles } from './sentence.styles.ts';

/** What stands under the sentence: a price, a price that nobody knows, or nothing that runs. */
export type SentenceEnding = 'price' | 'unknown' | 'nothing';

const endings: Readonly<Record<SentenceEnding, { readonly cost: string; readonly inverse: string }>> = {
  price: { cost: ', cost about', inverse: ', about' },
  unknown: { cost: ', cost what nobody has published', inverse: ', nobody knows how many' },
  nothing: { cost: '', inverse: '' },
};

@customElement('lab-sentence')
export class LabSentence extends LitElement {
  static override styles = [textStyles, controlStyles, sentenceStyles];

  @property({ attribute: false }) scenario!: Scenario;
  /** Accelerators that the estimate used; null where it had none. */
  @property({ attribute: false }) used: number | null = null;
  /** Users at once that the estimate found; null where they were given, or none were found. */
  @property({ attribute: false }) found: number | null = null;
  /** Keys that differ from the opening scenario. */
  @property({ attribute: false }) changed: readonly (keyof Scenario)[] = [];
  /** Of its measured points, those that a link claims. */
  @property({ type: Number }) claimed = 0;
  /** What the next undo and the next redo would change. */
  @property({ attribute: false }) undoes: readonly (keyof Scenario)[] = [];
  @property({ attribute: false }) redoes: readonly (keyof Scenario)[] = [];
  @property() ending: SentenceEnding = 'price';
  /** Turns the sentence over: what a dollar buys. */
  @property({ type: Boolean }) inverse = false;

  protected override render(): TemplateResult {
    return html` <h1>${this.question()}</h1>
      ${this.below()}`;
  }

  protected question(): TemplateResult {
    return html`${this.inverse ? 'A dollar buys output tokens of' : 'A million output tokens of'} ${this.model()} on ${this.hardware()}, answering
    ${this.workload()} for ${this.load()} ${this.target()},
    ${this.ownership()}${this.inverse ? endings[this.ending].inverse : endings[this.ending].cost}`;
  }

  protected below(): TemplateResult {
    return html`<div class="aside">
        <span class="with">with ${this.engine()}, ${this.weights()}</span>
        <span class="commands">
          <button class="plain" type="button" @click=${() => this.tell('lab-all-choices')}>All choices</button>
          ${stepButton('Undo', this.undoes, () => this.tell('lab-undo'))} ${stepButton('Redo', this.redoes, () => this.tell('lab-redo'))}
          ${this.changed.length > 0 ? html`<button class="plain" type="button" @click=${() => this.tell('lab-reset')}>Reset</button>` : nothing}
        </span>
      </div>
      ${this.changed.length > 0 ? html`<p class="differs">Differs from the opening scenario: ${this.changed.map((key) => changeWords(key, this.scenario, this.claimed)).join(', ')}.</p>` : nothing}`;
  }

  protected word(label: string, words: string, content: () => TemplateResult): TemplateResult {
    return html`<lab-word
      .label=${label}
      .words=${words}
      ?whole=${words.length <= longestWhole}
      .content=${content}
      .ready=${choiceElements}
    ></lab-word>`;
  }

  protected model(): TemplateResult {
    return this.word('Model', modelName(this.scenario), () => html`<lab-model-choice .scenario=${this.scenario}></lab-model-choice>`);
  }

  protected hardware(): TemplateResult {
    return this.word(
      'Accelerators',
      acceleratorWords(this.scenario, this.used),
      () => html`<lab-hardware-choice .scenario=${this.scenario} .used=${this.used}></lab-hardware-choice>`,
    );
  }

  protected workload(): TemplateResult {
    return this.word('Workload', workloadWords(this.scenario), () => html`<lab-workload-choice .scenario=${this.scenario}></lab-workload-choice>`);
  }

  protected load(): TemplateResult {
    return this.word('Users', loadWords(this.scenario, this.found), () => html`<lab-load-choice .scenario=${this.scenario}></lab-load-choice>`);
  }

  protected target(): TemplateResult {
    // A time stays with its unit.
    const words = targetWords(this.scenario).replace(/ (?=m?s\b)/g, '\u00a0');
    return html`${/^\d/.test(words) ? 'at' : 'with'}
    ${this.word('Latency limit', words, () => html`<lab-target-choice .scenario=${this.scenario}></lab-target-choice>`)}`;
  }

  protected ownership(): TemplateResult {
    return this.word(
      'Paid for as',
      ownershipWords(this.scenario.ownership),
      () => html`<lab-ownership-choice .scenario=${this.scenario}></lab-ownership-choice>`,
    );
  }

  protected engine(): TemplateResult {
    return this.word(
      'Engine',
      engineWords(this.scenario),
      () => html`<lab-software-choice choice="engine" .scenario=${this.scenario}></lab-software-choice>`,
    );
  }

  protected weights(): TemplateResult {
    return this.word(
      'Formats',
      weightsWords(this.scenario),
      () => html`<lab-software-choice choice="weights" .scenario=${this.scenario}></lab-software-choice>`,
    );
  }

  protected tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}

/** The choices load with the first word that is opened, or with the rest of the page if that is earlier. */
const choiceElements = (): Promise<unknown> => import('../form/choices/elements.ts');

/** Letters that a phone's line can hold: shorter words stay in one piece. */
const longestWhole = 17;

declare global {
  interface HTMLElementTagNameMap {
    'lab-sentence': LabSentence;
  }
}
