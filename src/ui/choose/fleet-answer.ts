/**
 * `<lab-fleet-answer>`: the fleet that carries the load at least cost, in display size, with what it costs, how sure that is, what hosts
 * ask, four facts, and switches. The last answer stays, dimmed, until the next is whole.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FleetAnswer, FleetRow } from '../../fleet/fleet.ts';
import { targetOf } from '../../scenario/load.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { sessionContext } from '../../session/context.ts';
import { fleetViewOf, type FleetShown, type FleetView } from '../../session/fleet-view.ts';
import type { Session } from '../../session/session.ts';
import { watchSignals } from '../../session/watch.ts';
import { formatMoney, formatQuantity, formatShare } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import '../figures/frame/evidence.ts';
import { ChangeEvent } from '../form/choices/change-event.ts';
import { loadPatch } from '../form/choices/load-patch.ts';
import { answerStyles } from '../page/answer.styles.ts';
import { remediesFor } from '../page/remedies.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { bestOf, bigMoney, drawWords, exclusionWords, fleetName, hostWords, nameOf, replicaWords, rivalWords } from '../text/fleet-words.ts';
import './choose-sentence.ts';
import { chooseStyles } from './choose.styles.ts';

const firstTokens = {
  50: ['timeToFirstTokenP50', 'First token, half within'],
  90: ['timeToFirstTokenP90', 'First token, nine in ten within'],
  95: ['timeToFirstTokenP95', 'First token, 95 % within'],
  99: ['timeToFirstTokenP99', 'First token, 99 % within'],
} as const;

@customElement('lab-fleet-answer')
export class LabFleetAnswer extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, answerStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  #unwatch = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this,
      view = fleetViewOf(session);
    this.#unwatch = watchSignals(() => void view.ask(session.scenario.current, session.calibration, view.rentable, 'frontier'));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
    fleetViewOf(this.session).leave();
  }

  protected override render(): TemplateResult {
    const { scenario, claimedAnchors } = this.session;
    const view = fleetViewOf(this.session);
    return html`<lab-choose-sentence
        .scenario=${scenario.current}
        .changed=${scenario.changes.map(({ key }) => key)}
        .claimed=${claimedAnchors.length}
        .undoes=${scenario.undoes}
        .redoes=${scenario.redoes}
        @lab-reset=${() => scenario.reset()}
      ></lab-choose-sentence>
      ${this.apart(scenario.current)}
      <div role="group" aria-label="The answer" aria-busy=${view.state.kind === 'running'} class=${view.state.kind === 'running' ? 'previous' : ''}>
        ${view.shown ? this.answer(view.shown) : html`<p class="hero"><strong class="words">…</strong></p>`}
      </div>
      ${this.progress(view)} ${this.switches(scenario.current, view)}`;
  }

  /** What the scenario has that is of one accelerator, and so is not asked here. */
  private apart({ accelerators, parallel, serving, anchor, accelerator, requestsPerSecond }: Scenario): TemplateResult | typeof nothing {
    const left = [
      ...(accelerators !== null ? ['the number of accelerators'] : []),
      ...(parallel !== null ? ['the parallelism'] : []),
      ...(serving !== 'aggregated' ? ['the separate pools'] : []),
      ...(anchor.length > 0 ? ['the measured points'] : []),
      ...(typeof accelerator !== 'string' ? ['the accelerator of your own'] : []),
    ];
    return html`${left.length > 0 ? html`<p class="note">Every accelerator is tried here, so the lab leaves out ${left.join(', ').replace(/, (?=[^,]*$)/, ' and ')} of your scenario: what is of one chip says nothing of another.</p>` : nothing}
    ${requestsPerSecond === null ? html`<p class="note">This load has no rate, so each fleet is as large as costs least for a token. <button class="plain" type="button" @click=${() => this.change(loadPatch(this.session.scenario.current, { requestsPerSecond: 50 }))}>Ask for 50 requests a second</button></p>` : nothing}`;
  }

  private progress({ state }: FleetView): TemplateResult {
    const words =
      state.kind === 'running'
        ? `Trying every accelerator: ${formatShare(state.share)}`
        : state.kind === 'failed'
          ? `This could not be worked out: ${state.message}. The sentence is kept; change it, or load the page again.`
          : '';
    return html`<p class="progress small quiet" role="status">${words}</p>`;
  }

  private answer({ of, answer }: FleetShown): TemplateResult {
    const best = bestOf(answer);
    if (best === null) return this.nothing(of, answer);
    const month = best.usdPerMonth && bigMoney(best.usdPerMonth),
      cost = best.usdPerMillionOutputTokensAllIn,
      hosts = hostWords(answer, best);
    return html`<p class="hero">
        <strong>${fleetName(best)}</strong><span class="range">${replicaWords(best)}</span>
        ${best.timePerOutputToken ? html`<lab-evidence .evidence=${best.timePerOutputToken.evidence}></lab-evidence>` : nothing}
      </p>
      <p class="say">
        ${month ? html`<b>${month.value} a month</b> (${month.range.replace('–', ' – ')})` : nothing}${cost ? html`, ${formatMoney(cost).value} per million output tokens, all-in` : nothing}.
        Cheapest in <b>${drawWords(best.probabilityCheapest ?? 0)}</b> from the intervals${rivalWords(answer)}.
        ${hosts ? html`${hosts.prices}${hosts.against ? html`; <b>${hosts.against}</b>` : nothing}.` : 'No host that the lab knows lists this model.'}
      </p>
      ${this.facts(best, of)}`;
  }

  private facts(best: FleetRow, of: Scenario): TemplateResult {
    const [key, label] = firstTokens[targetOf(of)?.percentile ?? 90];
    const inUse = of.requestsPerSecond === null || !best.load ? null : best.load.share / of.peakToMean;
    return html`<dl class="facts">
      ${fact('Each user', best.tokensPerSecondPerUser)} ${fact(label, best[key])}
      ${
        inUse === null
          ? nothing
          : html`<div>
              <dt>In use, on average</dt>
              <dd>${formatShare(inUse)} <small>of what it could serve</small></dd>
            </div>`
      }
      ${fact('Power', powerOf(best, of))}
    </dl>`;
  }

  /** Nothing that may be ranked carries the load: which come nearest, and what would help. */
  private nothing(of: Scenario, answer: FleetAnswer): TemplateResult {
    const unranked = answer.fleets[0];
    const failing = answer.excluded.find(({ reason }) => reason.code === 'target-not-met' || reason.code === 'overloaded') ?? answer.excluded[0];
    const { estimate, scenario } = this.session;
    const remedies = estimate.feasible ? [] : remediesFor(estimate, scenario.current);
    return html`<p class="hero">
        <strong class="words">${unranked ? 'No fleet that can be ranked carries this load' : 'Nothing carries this load'}</strong>
      </p>
      <p class="say">
        ${unranked ? html`${fleetName(unranked)} would, at a price that nobody has published or that was substituted.` : failing ? html`${nameOf(failing.accelerator)}, ${exclusionWords(failing)}.` : nothing}
      </p>
      <div class="remedies">
        ${remedies.map(({ words, patch }) => html`<button class="secondary" type="button" @click=${() => this.change(patch)}>${words}</button>`)}
        ${targetOf(of) === null ? nothing : html`<button class="secondary" type="button" @click=${() => this.change({ target: 'none' })}>Drop the latency limit</button>`}
        ${of.weights === null ? html`<button class="secondary" type="button" @click=${() => this.change({ weights: 'fp8' })}>Store the weights in fp8</button>` : nothing}
      </div>`;
  }

  private switches(scenario: Scenario, view: FleetView): TemplateResult {
    const { spareReplicas, weights, engine } = scenario;
    const toggle = (words: string, on: boolean, flip: () => void): TemplateResult =>
      html`<button type="button" aria-pressed=${on} @click=${flip}>${words}</button>`;
    return html`<div class="switches" role="group" aria-label="What may be used">
      ${toggle('Only what I can rent today', view.rentable, () => view.setRentable(!view.rentable))}
      ${toggle('One spare replica', spareReplicas === 1, () => this.change({ spareReplicas: spareReplicas === 1 ? 0 : 1 }))}
      ${toggle('8-bit weights', weights === 'fp8', () => this.change({ weights: weights === 'fp8' ? null : 'fp8' }))}
      ${toggle('Any engine', engine === null, () => this.change({ engine: engine === null ? 'vllm' : null }))}
    </div>`;
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

function fact(label: string, quantity: Quantity | null): TemplateResult {
  if (quantity === null)
    return html`<div>
      <dt>${label}</dt>
      <dd>unknown</dd>
    </div>`;
  const { value, unit, interval } = formatQuantity(quantity);
  return html`<div>
    <dt>${label}</dt>
    <dd>${value} ${unit} <small>${interval.replace('–', ' – ')}</small></dd>
  </div>`;
}

/** Of all accelerators over the mean of the day, in kW: the joules of a token times tokens a second. */
function powerOf({ joulesPerOutputToken: joules, outputTokensPerSecond }: FleetRow, { requestsPerSecond, outputTokens }: Scenario): Quantity | null {
  const tokens = requestsPerSecond === null ? outputTokensPerSecond?.value : requestsPerSecond * outputTokens;
  if (!joules || tokens === undefined) return null;
  const kilowatts = (of: number): number => (of * tokens) / 1000;
  return { value: kilowatts(joules.value), low: kilowatts(joules.low), high: kilowatts(joules.high), unit: 'kW', evidence: joules.evidence };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-fleet-answer': LabFleetAnswer;
  }
}
