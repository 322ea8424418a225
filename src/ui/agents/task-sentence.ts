/**
 * `<lab-task-sentence>`: a task of an agent as a sentence whose words are its controls. Those of the scenario are the scenario's own.
 *
 * @event lab-question - the task as it is to be
 * @event lab-undo, lab-redo, lab-reset
 */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCount } from '../../units/format.ts';
import { LabSentence } from '../page/sentence.ts';
import { openingTask, wholeTask, type TaskQuestion } from '../text/task-question.ts';
import {
  cacheWords,
  fanOutWords,
  givenSeconds,
  lengthWords,
  offerWords,
  presetWords,
  retryWords,
  stepsWords,
  successWords,
  toolWords,
} from '../text/task-words.ts';
import './task-fields.ts';
import type { TaskTopic } from './task-fields.ts';

@customElement('lab-task-sentence')
export class LabTaskSentence extends LabSentence {
  @property({ attribute: false }) asked!: TaskQuestion;
  @property({ type: Boolean }) canUndo = false;
  @property({ type: Boolean }) canRedo = false;

  protected override question(): TemplateResult {
    const task = wholeTask(this.asked.task);
    const alone = task.steps === 1;
    return html`One task ${task.preset === null ? '' : 'like a'} ${this.about('preset', 'Kind of task', presetWords(task))}, of
    ${this.about('steps', 'Steps', stepsWords(task))}${alone ? ' with' : ', each with'} ${this.about('lengths', 'Lengths', lengthWords(task))} and
    ${this.about('tools', 'Tools', toolWords(task))}, ${this.place()}, costs about`;
  }

  protected override below(): TemplateResult {
    const { asked } = this;
    const task = wholeTask(asked.task);
    const rate = asked.tasksPerHour === null ? 'as many tasks as keep it quick' : `${formatCount(asked.tasksPerHour)} tasks an hour`;
    const step = (word: string, can: boolean, event: string): TemplateResult =>
      html`<button class="plain" type="button" ?disabled=${!can} @click=${() => this.tell(event)}>${word}</button>`;
    const differs = JSON.stringify(asked) !== JSON.stringify(openingTask);
    return html`<div class="aside">
      <span class="with"
        >with ${this.about('fanOut', 'Calls side by side', fanOutWords(task))}, ${this.about('retries', 'Retries', retryWords(task))},
        ${this.about('success', 'Success', successWords(task))}, ${this.about('cache', 'Cache', cacheWords(task))},
        ${this.about('trip', 'Round trip', asked.roundTrip === 0 ? 'no round trip' : `${givenSeconds(asked.roundTrip)} of round trip`)}${asked.at === null ? html`, ${this.about('rate', 'Tasks an hour', rate)}, ${this.engine()}, ${this.weights()}` : nothing},
        ${this.about('seed', 'Seed', `seed ${asked.seed}`)}</span
      >
      <span class="commands">
        ${step('Undo', this.canUndo, 'lab-undo')} ${step('Redo', this.canRedo, 'lab-redo')}
        ${differs ? html`<button class="plain" type="button" @click=${() => this.tell('lab-reset')}>Reset the task</button>` : nothing}
      </span>
    </div>`;
  }

  private place(): TemplateResult {
    const { at } = this.asked;
    if (at !== null) return html`at the list prices of ${this.about('place', 'Where it runs', offerWords(at))}`;
    return html`on ${this.about('place', 'Where it runs', 'this scenario')}: ${this.model()} on ${this.hardware()}, ${this.ownership()}`;
  }

  private about(topic: TaskTopic, label: string, words: string): TemplateResult {
    return this.word(label, words, () => html`<lab-task-fields data-first .topic=${topic} .asked=${this.asked}></lab-task-fields>`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-task-sentence': LabTaskSentence;
  }
}
