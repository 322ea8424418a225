/**
 * `<lab-plan-answer>`: the question as a sentence, the button that asks for a plan, and the plan: dollars a month in display size, how sure,
 * what decides. The last plan stays, dimmed, until the next is whole.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PlacementAnswer } from '../../../placement/plan/answer.ts';
import { sessionContext } from '../../../session/context.ts';
import type { PlacementState } from '../../../session/placement-view.ts';
import type { Session } from '../../../session/session.ts';
import { watchSignals } from '../../../session/watch.ts';
import { formatQuantity, formatShare } from '../../../units/format.ts';
import type { Quantity } from '../../../units/quantity.ts';
import '../../figures/frame/evidence.ts';
import { answerStyles } from '../../page/answer.styles.ts';
import { keyCommand } from '../../page/shortcuts.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { bigMoney } from '../../text/fleet-words.ts';
import { decidesWords } from '../../text/placement-decides.ts';
import { capacityWords, differenceWords, gapWords, milliseconds, perMonth, several, unmetWords } from '../../text/placement-words.ts';
import { mapStyles } from '../map.styles.ts';
import { withoutSwitches } from '../question/edits.ts';
import { placementPage } from '../question/page.ts';
import './plan-sentence.ts';

/** Milliseconds of quiet before an edit is answered. */
const quiet = 200;

@customElement('lab-plan-answer')
export class LabPlanAnswer extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, answerStyles, mapStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  #unwatch = (): void => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#onKey, { capture: true });
    const { question, view } = placementPage(this.session);
    this.#unwatch = watchSignals(() => {
      const { current } = question;
      clearTimeout(this.#timer);
      if (view.asked && view.shown?.of !== current) this.#timer = setTimeout(() => this.place(), quiet);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#onKey, { capture: true });
    this.#unwatch();
    clearTimeout(this.#timer);
    placementPage(this.session).view.leave();
  }

  /** On this page the steps back and forth are those of its question, and Escape ends what is in work. Before the frame hears of it. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const { question, view } = placementPage(this.session);
    const command = keyCommand(event);
    if (command === 'undo') question.undo();
    else if (command === 'redo') question.redo();
    else if (command === 'cancel' && view.state.kind === 'running') view.cancel();
    else return;
    event.preventDefault();
  };

  /** With switches, the plan without them is wanted too: it is what they are compared with. */
  private place(): void {
    const { question, view } = placementPage(this.session);
    const { current } = question;
    void view.place(current, current.switches ? [withoutSwitches(current)] : []);
  }

  protected override render(): TemplateResult {
    const { view } = placementPage(this.session);
    const { state, shown } = view;
    const running = state.kind === 'running';
    return html`<lab-plan-sentence></lab-plan-sentence>
      <div role="group" aria-label="The plan" aria-busy=${running} class=${running ? 'previous' : ''}>
        ${shown ? this.plan(shown.answer) : nothing}
      </div>
      ${this.controls(state)}`;
  }

  private controls(state: PlacementState): TemplateResult {
    const { view } = placementPage(this.session);
    const running = state.kind === 'running';
    const ask = !view.asked || state.kind === 'cancelled' || state.kind === 'failed' || state.kind === 'forbidden';
    return html`<div class="asking">
      ${ask && !running ? html`<button class="primary" type="button" @click=${() => this.place()}>${view.shown ? 'Place again' : 'Place'}</button>` : nothing}
      ${running ? html`<button class="secondary" type="button" @click=${() => view.cancel()}>Cancel</button><progress max="1" .value=${state.share} aria-label="Placing"></progress>` : nothing}
      <p class="small quiet" role="status">${statusWords(state, view.asked)}</p>
      ${state.kind === 'forbidden' ? forbidden() : nothing}
    </div>`;
  }

  private plan(answer: PlacementAnswer): TemplateResult {
    const { value, range } = bigMoney(perMonth(answer.usdPerHour));
    const nothingRuns = answer.sites.length === 0;
    return html`${
        nothingRuns
          ? html`<p class="hero"><strong class="words">No site may serve any of it</strong></p>`
          : html`<p class="hero">
              <strong>${value}</strong><span class="range">a month${range ? `, ${range.replace('–', ' – ')}` : ''}</span>
              <span class="range">${several(answer.sites.length, 'site')}</span><span class="range">${gapWords(answer.gap)}</span>
              <lab-evidence .evidence=${answer.usdPerHour.evidence}></lab-evidence>
            </p>`
      }
      ${answer.feasible || nothingRuns ? nothing : html`<p class="before">What can be met of it: ${unmetWords(answer)} is left.</p>`}
      <p class="say">${decidesWords(answer).map((sentence) => html`${sentence} `)} ${this.compared(answer)}</p>
      ${nothingRuns ? nothing : this.facts(answer)}`;
  }

  /** Against the same question without its switches. */
  private compared(answer: PlacementAnswer): TemplateResult | typeof nothing {
    const { view } = placementPage(this.session);
    const of = view.shown?.of;
    if (!of?.switches) return nothing;
    const before = view.known(withoutSwitches(of));
    return before ? html`<b>Against the plan without switches: ${differenceWords(answer, before).text}.</b>` : nothing;
  }

  private facts({ usdPerHour, kW, gCO2ePerHour, latency, capacity, unknown }: PlacementAnswer): TemplateResult {
    const slowest = [...latency].sort((a, b) => (b.p90 ?? 0) - (a.p90 ?? 0))[0];
    return html`<dl class="facts">
      ${fact('An hour', usdPerHour, '')} ${fact('Power', kW, unknown['kW'])} ${fact('Carbon an hour', gCO2ePerHour, unknown['gCO2ePerHour'])}
      ${
        slowest?.p90
          ? html`<div>
              <dt>Round trip, nine in ten within</dt>
              <dd>${milliseconds(slowest.p90)} <small>${slowest.workload}</small></dd>
            </div>`
          : nothing
      }
      <div>
        <dt>Where sites hold less or more</dt>
        <dd class="wrap">${capacityWords(capacity)}</dd>
      </div>
    </dl>`;
  }
}

function statusWords(state: PlacementState, asked: boolean): string {
  switch (state.kind) {
    case 'idle':
      return asked ? '' : 'Worked out in your browser, by a solver that is fetched when you ask (1.2 MB).';
    case 'running':
      return `Placing: ${formatShare(state.share)}`;
    case 'cancelled':
      return 'Cancelled. Nothing was changed.';
    case 'refused':
      return `This could not be asked: ${state.error.message}. The plan is still that of the question before.`;
    case 'failed':
      return `This could not be worked out: ${state.message}. The question is kept; change it, or ask again.`;
    default:
      return '';
  }
}

const forbidden = (): TemplateResult =>
  html`<div class="wrong-host" role="alert">
    <p><b>This server does not let the solver run.</b> It is WebAssembly, and the policy that is sent with the worker’s script forbids that.</p>
    <p>
      Whoever serves the lab can allow it for this one script: send
      <code>Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'</code> with
      <code>assets/placement.worker-*.js</code> (examples for nginx, Netlify and Cloudflare are in <code>docs/hosting</code>). Or run the lab on your
      own machine: <code>npm start</code>, or <code>inference-cost-lab place</code> in a terminal.
    </p>
  </div>`;

function fact(label: string, quantity: Quantity | null, why: string | undefined): TemplateResult {
  if (quantity === null)
    return html`<div>
      <dt>${label}</dt>
      <dd>unknown <small class="why-not">${why ?? ''}</small></dd>
    </div>`;
  const { value, unit, interval } = formatQuantity(quantity);
  return html`<div>
    <dt>${label}</dt>
    <dd>${value} ${unit} <small>${interval.replace('–', ' – ')}</small></dd>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-plan-answer': LabPlanAnswer;
  }
}
