/**
 * `<lab-task>`: a task of an agent as a sentence, and what it costs in display size, for each success, in joules and seconds. The last
 * answer stays, dimmed, until the next is whole.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AgentEstimate } from '../../agent/agent-estimate.ts';
import type { AgentInput } from '../../agent/library.ts';
import type { AnsweringState } from '../../session/answering.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { watchSignals } from '../../session/watch.ts';
import { formatMoney, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import '../figures/frame/evidence.ts';
import { ChangeEvent } from '../form/choices/change-event.ts';
import { answerStyles } from '../page/answer.styles.ts';
import type { QuestionEvent } from '../page/question-event.ts';
import { questionKeys } from '../page/question-keys.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import { fact } from '../page/fact.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { choiceNames } from '../text/choice-names.ts';
import { refusals } from '../text/refusals.ts';
import { agentInput, droppedFrom, openingTask, wholeTask, type TaskQuestion } from '../text/task-question.ts';
import { energyOf, tokenCount } from '../text/task-words.ts';
import { taskRemedies } from '../text/task-remedies.ts';
import './task-sentence.ts';
import { taskAnswerOf, taskOf } from './task-session.ts';

@customElement('lab-task')
export class LabTask extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, answerStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  #unwatch = (): void => undefined;
  #endKeys = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    this.#unwatch = watchSignals(() => void taskAnswerOf(session).ask(agentInput(taskOf(session).current, session.scenario.current)));
    this.#endKeys = questionKeys(taskOf(session), () => taskAnswerOf(session).cancel());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
    this.#endKeys();
    taskAnswerOf(this.session).leave();
  }

  protected override render(): TemplateResult {
    const { session } = this;
    const { scenario } = session;
    const asked = taskOf(session);
    const { state, shown } = taskAnswerOf(session);
    const old = state.kind !== 'finished';
    return html`<lab-task-sentence
        .asked=${asked.current}
        .scenario=${scenario.current}
        .used=${shown?.answer.deployment?.accelerators ?? null}
        ?canUndo=${asked.canUndo || scenario.canUndo}
        ?canRedo=${asked.canRedo || scenario.redoes.length > 0}
        @lab-question=${(event: QuestionEvent<TaskQuestion>) => asked.change(event.question)}
        @lab-undo=${(event: Event) => this.step(event, 'undo')}
        @lab-redo=${(event: Event) => this.step(event, 'redo')}
        @lab-reset=${() => asked.change(openingTask)}
      ></lab-task-sentence>
      ${this.notes()}
      <div role="group" aria-label="The answer" aria-busy=${state.kind === 'running'} class=${old ? 'previous' : ''}>
        ${shown ? this.answer(shown.answer, shown.of) : html`<p class="hero"><strong class="words">…</strong></p>`}
      </div>
      ${this.progress(state)}`;
  }

  /** What is left of the address or the scenario. */
  private notes(): TemplateResult {
    const asked = taskOf(this.session);
    const dropped = asked.current.at === null ? droppedFrom(this.session.scenario.current) : [];
    return html`${asked.problems.length > 0 ? html`<p class="wrong note" role="status">Not all of this link could be read, and the rest stands: ${asked.problems.join('; ')}.</p>` : nothing}
    ${dropped.length > 0 ? html`<p class="note">The task makes its own load, so ${choiceNames(dropped)} of your scenario ${dropped.length === 1 ? 'is' : 'are'} left out here.</p>` : nothing}`;
  }

  private progress(state: AnsweringState): TemplateResult {
    const words: Readonly<Record<AnsweringState['kind'], string>> = {
      idle: '',
      finished: '',
      running: 'Working it out …',
      cancelled: 'Cancelled. The sentence is kept; change it, or ask again.',
      refused:
        state.kind === 'refused'
          ? `This cannot be asked: ${state.error.path === '' ? '' : `${state.error.path}: `}${state.error.message}. The answer above is the one before.`
          : '',
      failed:
        state.kind === 'failed' ? `This could not be worked out: ${state.message}. The sentence is kept; change it, or load the page again.` : '',
    };
    const said = state.kind === 'running' && state.share > 0 ? `Playing tasks: ${formatShare(state.share)}` : words[state.kind];
    const view = taskAnswerOf(this.session);
    return html`<p class="progress small quiet">
      <span role="status" class=${state.kind === 'refused' ? 'wrong' : ''}>${said}</span>
      ${state.kind === 'running' ? html`<button class="plain" type="button" @click=${() => view.cancel()}>Cancel</button>` : nothing}
      ${state.kind === 'cancelled' ? html`<button class="plain" type="button" @click=${() => void view.ask(agentInput(taskOf(this.session).current, this.session.scenario.current))}>Ask again</button>` : nothing}
    </p>`;
  }

  private answer(estimate: AgentEstimate, of: AgentInput): TemplateResult {
    if (!estimate.feasible) return this.infeasible(estimate);
    const { usdPerTask: usd } = estimate;
    return html`${usd ? this.priced(usd) : html`<p class="hero"><strong class="words">Nobody has published a price</strong></p>`}
      <p class="say">${this.success(estimate)} ${this.tokens(estimate)} ${this.deployment(estimate, of)}</p>
      ${this.facts(estimate)}`;
  }

  private priced(usd: Quantity): TemplateResult {
    const { value, range } = formatMoney(usd);
    return html`<p class="hero">
      <strong>${value}</strong
      >${range ? html`<span class="range"><span class="hidden-visually">between </span>${range.replace('–', ' – ')}</span>` : nothing}
      <span class="range">a task</span> <lab-evidence .evidence=${usd.evidence}></lab-evidence>
    </p>`;
  }

  private success({ usdPerSuccess, usdPerTask, unknown }: AgentEstimate): TemplateResult | typeof nothing {
    if (!usdPerTask) return nothing;
    if (!usdPerSuccess)
      return html`What a success costs is not known:
      ${unknown['usdPerSuccess'] ? 'no source says what share of these tasks succeeds. Say it above' : 'no price is known'}.`;
    const { value, range } = formatMoney(usdPerSuccess);
    const { success } = wholeTask(taskOf(this.session).current.task);
    return success === 1
      ? html`Every task is taken to succeed.`
      : html`<b>${value} for each success</b>${range ? ` (${range.replace('–', ' – ')})` : ''}.`;
  }

  private tokens({ calls, tokens }: AgentEstimate): TemplateResult | typeof nothing {
    if (!calls || !tokens) return nothing;
    const many = calls.value === 1 ? 'One call reads' : `${tokenCount(calls.value)} calls read`;
    return html`${many} ${tokenCount(tokens.new.value)} new tokens and ${tokenCount(tokens.cached.value)} from the cache, and
    ${calls.value === 1 ? 'writes' : 'write'} ${tokenCount(tokens.output.value)}.`;
  }

  private deployment({ deployment }: AgentEstimate, of: AgentInput): TemplateResult | typeof nothing {
    if (deployment === null || of.scenario === undefined) return nothing;
    const { requestsPerSecond: rate, usdPerHour, prefixHitRate } = deployment;
    return html`${formatShare(prefixHitRate)} of what a mean call reads is
    cached${rate === null ? nothing : html`; the deployment takes ${Number(rate.toPrecision(2))} calls a second`}${usdPerHour ? html` for ${formatMoney(usdPerHour).value} an hour` : nothing}.`;
  }

  private facts({ secondsPerTask: seconds, joulesPerTask, unknown }: AgentEstimate): TemplateResult {
    const fixed = seconds !== null && seconds.p50.value === seconds.p99.value;
    return html`<dl class="facts">
      ${fact(fixed ? 'Time' : 'Time, mean', seconds?.mean ?? null, unknown['secondsPerTask'])}
      ${seconds === null || fixed ? nothing : html`${fact('Half within', seconds.p50)} ${fact('Nine in ten within', seconds.p90)} ${fact('99 % within', seconds.p99)}`}
      ${fact('Energy', joulesPerTask && energyOf(joulesPerTask), unknown['joulesPerTask'])}
    </dl>`;
  }

  private infeasible(estimate: AgentEstimate): TemplateResult {
    const { reason, longestContext } = estimate;
    const { current } = taskOf(this.session);
    const asked = taskOf(this.session);
    return html`<p class="hero"><strong class="words">${reason ? refusals[reason.code] : 'This does not run'}</strong></p>
      <p class="say">${reason?.message}. The longest prompt of this task and its answer have ${tokenCount(longestContext)} tokens.</p>
      <div class="remedies">
        ${taskRemedies(estimate, current).map(
          ({ words, question, scenario }) =>
            html`<button
              class="secondary"
              type="button"
              @click=${() => (question ? asked.change(question) : scenario && this.dispatchEvent(new ChangeEvent(scenario)))}
            >
              ${words}
            </button>`,
        )}
      </div>`;
  }

  /** The task's own steps first; those of the scenario are the page's. */
  private step(event: Event, way: 'undo' | 'redo'): void {
    const asked = taskOf(this.session);
    if (!(way === 'undo' ? asked.canUndo : asked.canRedo)) return;
    event.stopPropagation();
    asked[way]();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-task': LabTask;
  }
}
