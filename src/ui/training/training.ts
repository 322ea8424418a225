/**
 * `<lab-training>`: a training run as a sentence; days and dollars in display size, and what they rest on. Where it does not fit, what would.
 * The last answer stays, dimmed, until the next is whole.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TrainingInput } from '../../estimate/training/library.ts';
import type { TrainingEstimate, TrainingReasonCode } from '../../estimate/training/training-estimate.ts';
import type { AnsweringState, TrainingAnswer, TrainingWay } from '../../session/answering.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { watchSignals } from '../../session/watch.ts';
import { formatQuantity, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import '../figures/frame/evidence.ts';
import { answerStyles } from '../page/answer.styles.ts';
import type { QuestionEvent } from '../page/question-event.ts';
import { questionKeys } from '../page/question-keys.ts';
import { fact } from '../page/fact.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { bigMoney } from '../text/fleet-words.ts';
import { openingTraining, type TrainingQuestion } from '../text/training-question.ts';
import { capital } from '../text/capital.ts';
import { carbonOf, meterOf, methodNames, onWords, percentOf, runTime } from '../text/training-words.ts';
import './training-sentence.ts';
import { trainingStyles } from './training.styles.ts';
import { askedOf, trainingAnswerOf, trainingOf } from './training-session.ts';

const refusals = {
  'no-arithmetic': 'This does not run',
  'fact-missing': 'Too little is published',
  'model-incomplete': 'Too little is published',
  memory: 'This does not fit',
  'no-layout': 'No layout divides it',
  'deadline-not-met': 'Not within this time',
} as const satisfies Record<TrainingReasonCode, string>;

@customElement('lab-training')
export class LabTraining extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, answerStyles, chooseStyles, trainingStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  #unwatch = (): void => undefined;
  #endKeys = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    this.#unwatch = watchSignals(() => void trainingAnswerOf(session).ask(askedOf(session)));
    this.#endKeys = questionKeys(trainingOf(session), () => trainingAnswerOf(session).cancel());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
    this.#endKeys();
    trainingAnswerOf(this.session).leave();
  }

  protected override render(): TemplateResult {
    const { session } = this;
    const { scenario } = session;
    const asked = trainingOf(session);
    const { state, shown } = trainingAnswerOf(session);
    return html`<lab-training-sentence
        .asked=${asked.current}
        .scenario=${scenario.current}
        .used=${shown?.answer.estimate.accelerators ?? null}
        ?runs=${shown?.answer.estimate.hours !== null}
        ?canUndo=${asked.canUndo || scenario.canUndo}
        ?canRedo=${asked.canRedo || scenario.redoes.length > 0}
        @lab-question=${(event: QuestionEvent<TrainingQuestion>) => asked.change(event.question)}
        @lab-undo=${(event: Event) => this.step(event, 'undo')}
        @lab-redo=${(event: Event) => this.step(event, 'redo')}
        @lab-reset=${() => asked.change(openingTraining)}
      ></lab-training-sentence>
      ${asked.problems.length > 0 ? html`<p class="wrong note" role="status">Not all of this link could be read, and the rest stands: ${asked.problems.join('; ')}.</p>` : nothing}
      <div role="group" aria-label="The answer" aria-busy=${state.kind === 'running'} class=${state.kind === 'finished' ? '' : 'previous'}>
        ${shown ? this.answer(shown.answer, shown.of) : html`<p class="hero"><strong class="words">…</strong></p>`}
      </div>
      ${this.progress(state)}`;
  }

  private progress(state: AnsweringState): TemplateResult {
    const view = trainingAnswerOf(this.session);
    const words =
      state.kind === 'running'
        ? 'Searching layouts …'
        : state.kind === 'cancelled'
          ? 'Cancelled. The sentence is kept; change it, or ask again.'
          : state.kind === 'refused'
            ? `This cannot be asked: ${state.error.path === '' ? '' : `${state.error.path}: `}${state.error.message}. The answer above is the one before.`
            : state.kind === 'failed'
              ? `This could not be worked out: ${state.message}. The sentence is kept; change it, or load the page again.`
              : '';
    return html`<p class="progress small quiet">
      <span role="status" class=${state.kind === 'refused' ? 'wrong' : ''}>${words}</span>
      ${state.kind === 'running' ? html`<button class="plain" type="button" @click=${() => view.cancel()}>Cancel</button>` : nothing}
      ${state.kind === 'cancelled' ? html`<button class="plain" type="button" @click=${() => void view.ask(askedOf(this.session))}>Ask again</button>` : nothing}
    </p>`;
  }

  private answer({ estimate, ways }: TrainingAnswer, of: TrainingInput): TemplateResult {
    if (!estimate.feasible) return this.infeasible(estimate, ways, of);
    const { hours, usd } = estimate;
    return html`${hours ? this.time(hours, usd) : this.rate(estimate)}
      <p class="say">${this.says(estimate, of)}</p>
      ${this.facts(estimate)}`;
  }

  private time(hours: Quantity, usd: Quantity | null): TemplateResult {
    const { value, unit, range } = formatQuantity(runTime(hours));
    const money = usd && bigMoney(usd);
    return html`<p class="hero">
      <span class="pair"
        ><strong>${value}<small>${unit}</small></strong
        ><span class="range">${range.replace('–', ' – ')}</span></span
      >
      ${money ? html`<span class="pair"><strong>${money.value}</strong><span class="range">${money.range.replace('–', ' – ')}</span></span>` : html`<span class="range">at a price that nobody has published</span>`}
      <lab-evidence .evidence=${usd?.evidence ?? hours.evidence}></lab-evidence>
    </p>`;
  }

  /** Without tokens there is no end: what a second trains. */
  private rate({ tokensPerSecondPerAccelerator: rate }: TrainingEstimate): TemplateResult {
    if (!rate) return html`<p class="hero"><strong class="words">Unknown</strong></p>`;
    const { value, range } = formatQuantity(rate);
    return html`<p class="hero">
      <strong>${value}<small>tokens a second on each</small></strong
      ><span class="range">${range.replace('–', ' – ')}</span>
      <lab-evidence .evidence=${rate.evidence}></lab-evidence>
    </p>`;
  }

  private says(
    { accelerators, acceleratorHours, modelFlopsUtilisation: mfu, lostShare, hours }: TrainingEstimate,
    of: TrainingInput,
  ): TemplateResult {
    const share = mfu && percentOf(mfu);
    return html`On
      <b>${onWords(of, accelerators)}</b
      >${of.accelerators === undefined ? (of.deadlineHours ? ', the cheapest number that ends in time' : ', the fewest that hold it') : ''}${acceleratorHours && (accelerators ?? 1) > 1 ? html`: ${formatQuantity({ ...acceleratorHours, unit: '' }).value} accelerator-hours` : nothing}.
      ${share ? html`<b>MFU ${share.value}</b>${share.range ? ` (${share.range.replace('–', ' – ')})` : ''} of the dense peak.` : nothing}
      ${lostShare && hours && lostShare.value >= 0.005 ? html`Failures and checkpoints take ${formatShare(lostShare.value)} of it.` : nothing}`;
  }

  private facts(estimate: TrainingEstimate): TemplateResult {
    const { tokensPerSecondPerAccelerator: rate, secondsPerStep, joules, gramsCO2e, unknown } = estimate;
    return html`<dl class="facts">
      ${estimate.hours ? fact('Each accelerator', rate) : nothing} ${fact('A step', secondsPerStep)}
      ${fact('Energy', joules && meterOf(joules), unknown['joules'])} ${fact('Carbon', gramsCO2e && carbonOf(gramsCO2e), unknown['gramsCO2e'])}
    </dl>`;
  }

  private infeasible({ reason }: TrainingEstimate, ways: readonly TrainingWay[], of: TrainingInput): TemplateResult {
    const asked = trainingOf(this.session);
    const message = reason?.message ?? 'Nothing is known of why';
    return html`<p class="hero"><strong class="words">${reason ? refusals[reason.code] : 'This does not run'}</strong></p>
      <p class="say">${capital(message)}.${ways.length === 0 ? '' : ' What would do:'}</p>
      <div class="remedies">
        ${ways.map(
          (way) =>
            html`<button class="secondary" type="button" @click=${() => asked.change(patched(asked.current, way.patch))}>
              ${wayWords(way, of)}
            </button>`,
        )}
        ${ways.length === 0 && reason?.code === 'no-arithmetic' && of.precision !== 'bf16' ? html`<button class="secondary" type="button" @click=${() => asked.change(patched(asked.current, { precision: 'bf16' }))}>In bf16</button>` : nothing}
      </div>`;
  }

  /** The run's own steps first; those of the scenario are the page's. */
  private step(event: Event, way: 'undo' | 'redo'): void {
    const asked = trainingOf(this.session);
    if (!(way === 'undo' ? asked.canUndo : asked.canRedo)) return;
    event.stopPropagation();
    asked[way]();
  }
}

const patched = (question: TrainingQuestion, patch: Partial<TrainingInput>): TrainingQuestion =>
  Object.fromEntries(Object.entries({ ...question, ...patch }).filter(([, value]) => value !== null)) as unknown as TrainingQuestion;

/** "All of it on four H200s, 21 hours" */
function wayWords({ id, patch, estimate }: TrainingWay, of: TrainingInput): string {
  const on = onWords(of, estimate.accelerators);
  const time = estimate.hours && formatQuantity(runTime(estimate.hours));
  const takes = time ? `, ${time.value} ${time.unit}` : '';
  if (id === 'deadline') return `Without the deadline${takes}`;
  return id === 'count' ? `On ${on}${takes}` : `${methodNames[patch.method ?? 'lora'].replace(/^a/, 'A')} on ${on}${takes}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-training': LabTraining;
  }
}
