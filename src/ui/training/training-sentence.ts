/**
 * `<lab-training-sentence>`: a training run as a sentence whose words are its controls.
 *
 * @event lab-question - the run as it is to be
 * @event lab-undo, lab-redo, lab-reset
 */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCount } from '../../units/format.ts';
import { LabSentence } from '../page/sentence.ts';
import { openingTraining, trainingInput, type TrainingQuestion } from '../text/training-question.ts';
import { batchWords, kindNames, methodNames, onWords, precisionNames, tokenWords, trainedName } from '../text/training-words.ts';
import './training-fields.ts';
import type { TrainingTopic } from './training-fields.ts';

@customElement('lab-training-sentence')
export class LabTrainingSentence extends LabSentence {
  @property({ attribute: false }) asked!: TrainingQuestion;
  @property({ type: Boolean }) canUndo = false;
  @property({ type: Boolean }) canRedo = false;
  /** Whether a run stands under the sentence: "takes". */
  @property({ type: Boolean }) runs = true;

  protected override question(): TemplateResult {
    const { asked } = this;
    const training = trainingInput(asked, this.scenario);
    const tokens = asked.tokens ?? null;
    return html`${this.about('kind', 'Kind of run', kindNames[asked.kind])} ${this.about('method', 'Method', methodNames[asked.method ?? 'full'])} of
    ${this.about('model', 'Model', trainedName(training))} on
    ${this.about('tokens', 'Tokens', tokens === null ? 'any number of tokens' : tokenWords(tokens))}, on
    ${this.about('hardware', 'Accelerators', onWords(training, asked.accelerators ?? this.used))} in
    ${this.about('precision', 'Precision', precisionNames[asked.precision ?? 'bf16'])}, ${this.ownership()}${this.runs ? ', takes about' : ''}`;
  }

  protected override below(): TemplateResult {
    const { asked } = this;
    const deadline = asked.deadlineHours ?? null;
    const step = (word: string, can: boolean, event: string): TemplateResult =>
      html`<button class="plain" type="button" ?disabled=${!can} @click=${() => this.tell(event)}>${word}</button>`;
    const laid = asked.parallel ? 'a layout of your own' : 'the layout searched';
    return html`<div class="aside">
      <span class="with"
        >with ${this.about('batch', 'A step', batchWords(trainingInput(asked, this.scenario)))}, ${this.about('layout', 'Layout', laid)},
        ${this.about('deadline', 'Deadline', deadline === null ? 'no deadline' : `to end within ${formatCount(deadline)} hours`)},
        ${this.about('hours', 'Hours in use', (asked.utilisation ?? 1) === 1 ? 'every paid hour in use' : `${Number(((asked.utilisation ?? 1) * 100).toPrecision(3))} % of paid hours in use`)}</span
      >
      <span class="commands">
        ${step('Undo', this.canUndo, 'lab-undo')} ${step('Redo', this.canRedo, 'lab-redo')}
        ${JSON.stringify(asked) === JSON.stringify(openingTraining) ? nothing : html`<button class="plain" type="button" @click=${() => this.tell('lab-reset')}>Reset the run</button>`}
      </span>
    </div>`;
  }

  private about(topic: TrainingTopic, label: string, words: string): TemplateResult {
    return this.word(
      label,
      words,
      () =>
        html`<lab-training-fields
          data-first
          .topic=${topic}
          .asked=${this.asked}
          .scenario=${this.scenario}
          .used=${this.used}
        ></lab-training-fields>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-training-sentence': LabTrainingSentence;
  }
}
