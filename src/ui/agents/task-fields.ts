/** `<lab-task-fields>`: what one word of a task's sentence governs. An empty field takes the value that its preset has. */
import type { nothing } from 'lit';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TaskInput } from '../../agent/library.ts';
import { agentPresets } from '../../catalogue/agent-presets.ts';
import type { Duration } from '../../scenario/task.ts';
import { mostSteps } from '../../scenario/task-schema.ts';
import { formatCount } from '../../units/format.ts';
import { choicesStyles } from '../form/choices/choices.styles.ts';
import { numberField } from '../form/choices/number-field.ts';
import { radioList } from '../form/choices/radio-list.ts';
import { QuestionEvent } from '../page/question-event.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { wholeTask, type TaskQuestion } from '../text/task-question.ts';
import './task-place.ts';

export type TaskTopic = 'preset' | 'steps' | 'lengths' | 'tools' | 'fanOut' | 'retries' | 'success' | 'cache' | 'trip' | 'rate' | 'seed' | 'place';

type NumberKey = {
  [Key in keyof TaskInput]-?: number extends NonNullable<TaskInput[Key]> ? (NonNullable<TaskInput[Key]> extends number ? Key : never) : never;
}[keyof TaskInput];

/** A value as its field says it. */
interface Shown {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  /** One of the field is so many of the task: a percentage 0.01, a minute 60. */
  readonly unit?: number;
}

const own = 'own';
/** Days that a schema allows of seconds. */
const mostSeconds = 1e6;
const mostTokens = 10_000_000;

@customElement('lab-task-fields')
export class LabTaskFields extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) topic: TaskTopic = 'preset';
  @property({ attribute: false }) asked!: TaskQuestion;

  protected override render(): TemplateResult {
    return html`<div class="stack">${this.fields()}</div>`;
  }

  private fields(): TemplateResult {
    const { asked } = this;
    switch (this.topic) {
      case 'preset':
        return this.presets();
      case 'steps':
        return html`${this.number('steps', { label: 'Steps, one call of the model each', min: 1, max: mostSteps, whole: true })}
        ${typeof asked.task.steps === 'object' ? note('This link brought steps of their own. A number takes their place.') : note('Every step reads all that came before it.')}`;
      case 'lengths':
        return html`<div class="pair">
            ${this.number('newTokensPerStep', { label: 'Tokens that come in a step', min: 0, max: mostTokens })}
            ${this.number('outputTokensPerStep', { label: 'Tokens written a step', min: 1, max: mostTokens })}
            ${this.number('systemTokens', { label: 'System prompt and tools', min: 0, max: mostTokens })}
            ${this.number('taskTokens', { label: 'The task’s own text', min: 0, max: mostTokens })}
          </div>
          ${note('Tool results and messages come in; the prompt grows by both.')}`;
      case 'tools':
        return this.duration();
      case 'fanOut':
        return html`${this.number('fanOut', { label: 'Calls on the same prompt, side by side', min: 1, max: 256, whole: true })}
        ${note('The next step starts after the last of them and reads all their answers.')}`;
      case 'retries':
        return html`${this.number('retryRate', { label: 'Calls that are repeated, %', min: 0, max: 95, unit: 0.01 })}
        ${note('A repeated call follows at once: its prompt is cached, its answer is paid again.')}`;
      case 'success':
        return html`${this.number('success', { label: 'Tasks that succeed, %', min: 0.01, max: 100, unit: 0.01 })}
        ${note('A success costs what all tasks cost, over those that succeed.')}`;
      case 'cache':
        return html`<div class="pair">
            ${this.number('cacheLifeSeconds', { label: 'A prompt is kept, minutes', min: 0, max: 1e6, unit: 60 })}
            ${this.number('evictionRate', { label: 'Gone before that, %', min: 0, max: 100, unit: 0.01 })}
            ${this.number('systemCached', { label: 'System prompt that others keep cached, %', min: 0, max: 100, unit: 0.01 })}
          </div>
          ${note('After a longer pause the whole prompt is read anew.')}`;
      case 'trip':
        return html`${numberField({ label: 'Round trip of each call, ms', value: asked.roundTrip * 1000, min: 0, max: 60_000, onValue: (value) => value !== null && this.ask({ roundTrip: value / 1000 }) })}
        ${note('From whoever runs the agent to where the model runs, and back.')}`;
      case 'rate':
        return html`${numberField({ label: 'Tasks an hour', value: asked.tasksPerHour, min: 1e-3, max: 1e9, mayBeEmpty: true, placeholder: 'found', onValue: (value) => this.ask({ tasksPerHour: value }) })}
        ${note('They make the load of the accelerators. Empty: as many as keep it quick.')}`;
      case 'seed':
        return html`${numberField({ label: 'Seed', value: asked.seed, min: 0, max: 4_294_967_295, whole: true, onValue: (value) => value !== null && this.ask({ seed: value }) })}
        ${note('Where tools or pauses vary, 2,000 tasks are played. The same seed gives the same tasks.')}`;
      case 'place':
        return html`<lab-task-place data-first .asked=${asked}></lab-task-place>`;
      default:
        return this.topic satisfies never;
    }
  }

  private presets(): TemplateResult {
    const { task } = this.asked;
    return radioList(
      'Kind of task',
      [
        ...agentPresets().map(({ id, name, definition }) => ({ id, name, note: definition })),
        { id: own, name: 'A task of your own', note: 'with the lengths, tools and shares that you say' },
      ],
      task.preset ?? own,
      (id) => this.change(id === own ? ownTask(task) : { preset: id }),
    );
  }

  private duration(): TemplateResult {
    const { task } = this.asked;
    const whole = wholeTask(task).toolSeconds;
    const given = typeof task.toolSeconds === 'number' ? { p50: task.toolSeconds, p90: task.toolSeconds } : (task.toolSeconds ?? null);
    const set = (next: Partial<Duration>): void => {
      const both = { p50: 0, p90: 0, ...whole, ...next };
      // The other end follows where it would lie on the wrong side.
      this.change({ ...task, toolSeconds: 'p50' in next ? { p50: both.p50, p90: both.p50 === 0 ? 0 : Math.max(both.p50, both.p90) } : both });
    };
    const field = (label: string, key: keyof Duration): TemplateResult =>
      numberField({
        label,
        value: given?.[key] ?? null,
        min: 0,
        max: mostSeconds,
        mayBeEmpty: true,
        placeholder: String(Number((whole?.[key] ?? 0).toPrecision(4))),
        fault: (value) => (key === 'p90' && value !== null ? tailFault(value, whole?.p50 ?? 0) : null),
        onValue: (value) => (value === null ? this.change(without(task, 'toolSeconds')) : set({ [key]: value })),
      });
    return html`<div class="pair">${field('Half of the tools take at most, s', 'p50')} ${field('Nine in ten at most, s', 'p90')}</div>
      ${note('One tool after each call, lognormal through both. Twice the same does not vary.')}`;
  }

  private number(key: NumberKey | 'steps', { label, min, max, whole = false, unit = 1 }: Shown): TemplateResult {
    const { task } = this.asked;
    const given = task[key],
      filled = wholeTask(task)[key];
    return numberField({
      label,
      min,
      max,
      whole,
      value: typeof given === 'number' ? given / unit : null,
      mayBeEmpty: task.preset !== undefined && task.preset !== null ? true : !required.some((each) => each === key),
      placeholder: typeof filled === 'number' ? String(Number((filled / unit).toPrecision(4))) : 'unknown',
      onValue: (value) => this.change(value === null ? without(task, key) : { ...task, [key]: Number((value * unit).toPrecision(12)) }),
    });
  }

  private change(task: TaskInput): void {
    this.ask({ task });
  }

  private ask(patch: Partial<TaskQuestion>): void {
    this.dispatchEvent(new QuestionEvent<TaskQuestion>({ ...this.asked, ...patch }));
  }
}

/** Of a task without a preset. */
const required = ['steps', 'newTokensPerStep', 'outputTokensPerStep'] as const;

const note = (words: string): TemplateResult | typeof nothing => html`<p class="quiet small">${words}</p>`;

function without(task: TaskInput, key: keyof TaskInput): TaskInput {
  const { [key]: _, ...rest } = task;
  return rest;
}

/** The values that a preset brought, from now on the reader's own. */
function ownTask(task: TaskInput): TaskInput {
  const { preset: _, ...whole } = wholeTask(task);
  const known = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null));
  return { ...known, steps: task.steps ?? whole.steps };
}

function tailFault(p90: number, p50: number): string | null {
  if (p90 < p50) return `Half take at most ${formatCount(p50)} s: expected at least that.`;
  return p50 === 0 && p90 > 0 ? 'Say first what half of them take at most: above 0.' : null;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-task-fields': LabTaskFields;
  }
}
