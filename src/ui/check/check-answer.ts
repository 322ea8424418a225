/** `<lab-check-answer>`: the verdict in one sentence with its ratio, what the tool noted, and the way onto the Cost page. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Verdict } from '../../estimate/verdict/verdict.ts';
import { checkViewOf, scenarioOf } from '../../session/check-view.ts';
import type { Session } from '../../session/session.ts';
import { sessionContext } from '../../session/context.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import '../figures/frame/evidence.ts';
import { answerStyles } from '../page/answer.styles.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { decidedWords, deploymentWords, listed, ratioWords, sentence, verdictWords } from '../text/check-words.ts';
import { checkStyles } from './check.styles.ts';

/** What is asked for, as it stands in a sentence. */
const keyWords: Readonly<Record<string, string>> = {
  model: 'the model',
  accelerator: 'the accelerator',
  accelerators: 'how many accelerators',
  parallel: 'how tensors are split',
  inputTokens: 'the input tokens',
  outputTokens: 'the output tokens',
  concurrency: 'the load',
};

@customElement('lab-check-answer')
export class LabCheckAnswer extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, answerStyles, checkStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { shown, state } = checkViewOf(this.session);
    const answer = shown?.answer ?? null;
    return html`<div
      role="group"
      aria-label="The answer"
      aria-busy=${state.kind === 'judging'}
      class=${state.kind === 'judging' && answer !== null ? 'previous' : ''}
    >
      ${answer === null ? html`<p class="hero"><strong class="words">…</strong></p>` : answer.ok ? this.verdict(answer.value) : refused(answer.error.path, answer.error.message)}
    </div>`;
  }

  private verdict(verdict: Verdict): TemplateResult {
    const { missing, ratio, reason, notes, form, line } = verdict;
    if (missing.length > 0)
      return html`<p class="say">For a verdict on this result, say ${listed(missing.map((key) => keyWords[key] ?? key))}.</p>
        ${notesOf(notes)}`;
    const scenario = scenarioOf(verdict);
    return html`<p class="hero">
        <strong class="words">${verdictWords(verdict)}</strong>
        ${ratio === null ? nothing : html`<span class="range">${ratioWords(ratio)}</span> <lab-evidence .evidence=${ratio.evidence}></lab-evidence>`}
      </p>
      <p class="why">
        ${reason === null ? decidedWords(verdict) : reason.message} ${scenario === null ? nothing : html`${deploymentWords(scenario)}.`}
        <span class="quiet">Read as ${form}, line ${line}.</span>
      </p>
      ${notesOf(notes)}
      ${scenario === null ? nothing : html`<div class="remedies"><button class="primary" type="button" @click=${() => this.use(scenario)}>Use as my scenario</button></div>`}`;
  }

  /** One edit, which can be undone, seen where it leads. */
  private use(scenario: Scenario): void {
    const { session } = this;
    session.scenario.change(scenario);
    void session.goTo(new URL(session.navigation.hrefOf('cost'), location.href));
  }
}

const notesOf = (notes: readonly string[]): TemplateResult | typeof nothing =>
  notes.length === 0
    ? nothing
    : html`<ul class="notes">
        ${notes.map((note) => html`<li>${sentence(note)}</li>`)}
      </ul>`;

/** What was said, by the tool or above, is no scenario. */
const refused = (path: string, message: string): TemplateResult =>
  html`<p class="wrong">There is no verdict: ${path === '' ? '' : `${keyWords[path] ?? path}: `}${message}.</p>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-check-answer': LabCheckAnswer;
  }
}
