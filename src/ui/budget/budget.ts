/** `<lab-budget>`: a year of the load in display size with its interval, by the cheapest way to pay, beside what a host would bill. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sessionContext } from '../../session/context.ts';
import { fleetViewOf, type FleetShown } from '../../session/fleet-view.ts';
import type { Session } from '../../session/session.ts';
import { watchSignals } from '../../session/watch.ts';
import { formatCount, formatFactor, formatMoney, formatShare } from '../../units/format.ts';
import '../figures/frame/evidence.ts';
import { ChangeEvent } from '../form/choices/change-event.ts';
import { loadPatch } from '../form/choices/load-patch.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import { answerStyles } from '../page/answer.styles.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { bestOf, bigMoney, fleetName, nameOf, providerName } from '../text/fleet-words.ts';
import { ownershipWords } from '../text/phrases.ts';
import { cheapestWay, yearLines } from '../text/year-words.ts';
import './budget-sentence.ts';

@customElement('lab-budget')
export class LabBudget extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, answerStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  #unwatch = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this,
      view = fleetViewOf(session);
    this.#unwatch = watchSignals(() => {
      // A year is of a rate: without one there is nothing to work out.
      if (session.scenario.current.requestsPerSecond !== null) void view.ask(session.scenario.current, session.calibration, view.rentable, 'year');
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
    fleetViewOf(this.session).leave();
  }

  protected override render(): TemplateResult {
    const { scenario } = this.session;
    const { state, shown } = fleetViewOf(this.session);
    const { requestsPerSecond, spareReplicas } = scenario.current;
    const busy = state.kind === 'running' || (shown !== null && shown.year === null && shown.answer.best !== null);
    return html`<lab-budget-sentence
        .scenario=${scenario.current}
        .changed=${scenario.changes.map(({ key }) => key)}
        .undoes=${scenario.undoes}
        .redoes=${scenario.redoes}
        @lab-reset=${() => scenario.reset()}
      ></lab-budget-sentence>
      ${
        requestsPerSecond === null
          ? html`<p class="say">A year needs a rate: this load says only how many ask at once.</p>
              <div class="remedies">
                <button class="secondary" type="button" @click=${() => this.change(loadPatch(scenario.current, { requestsPerSecond: 50 }))}>
                  Ask for 50 requests a second
                </button>
              </div>`
          : html`<div role="group" aria-label="The answer" aria-busy=${busy} class=${state.kind === 'running' ? 'previous' : ''}>
                ${shown && (shown.year || shown.answer.best === null) ? this.answer(shown) : html`<p class="hero"><strong class="words">…</strong></p>`}
              </div>
              <p class="progress small quiet" role="status">
                ${state.kind === 'running' ? `Trying every accelerator: ${formatShare(state.share)}` : state.kind === 'failed' ? `This could not be worked out: ${state.message}.` : busy ? 'Working out the ways to pay' : ''}
              </p>
              <div class="switches" role="group" aria-label="What is in it">
                <button type="button" aria-pressed=${spareReplicas === 1} @click=${() => this.change({ spareReplicas: spareReplicas === 1 ? 0 : 1 })}>
                  One spare replica
                </button>
              </div>`
      }`;
  }

  private answer({ of, answer, year }: FleetShown): TemplateResult {
    const best = bestOf(answer);
    const lines = best && yearLines(year ?? [], nameOf(best.accelerator), answer.hosts);
    const way = lines && cheapestWay(lines);
    if (best === null || lines === null || !way?.usdPerYear)
      return html`<p class="hero"><strong class="words">No fleet that can be ranked carries this load</strong></p>
        <p class="say">The page “Choose” says why each accelerator is out.</p>`;
    const { value, range } = bigMoney(way.usdPerYear);
    const tokens = (of.requestsPerSecond ?? 0) * (of.inputTokens + of.outputTokens) * 8760 * 3600;
    const usdPerMillion = {
      ...way.usdPerYear,
      value: (way.usdPerYear.value / tokens) * 1e6,
      low: (way.usdPerYear.low / tokens) * 1e6,
      high: (way.usdPerYear.high / tokens) * 1e6,
    };
    const host = lines.find(({ id }) => id === 'host');
    const [cheapest] = answer.hosts;
    return html`<p class="hero">
        <strong>${value}</strong><span class="range">${range.replace('–', ' – ')}</span
        ><span class="range">${way.name.toLowerCase()}, ${fleetName(best)}</span>
        <lab-evidence .evidence=${way.usdPerYear.evidence}></lab-evidence>
      </p>
      <p class="say">
        That is <b>${formatMoney(usdPerMillion).value} per million tokens</b>, in and out.
        ${host?.usdPerYear && cheapest ? html`${providerName(cheapest.provider)}, the cheapest host, would bill <b>${bigMoney(host.usdPerYear).value}</b> for the same tokens: <b>${formatFactor(host.usdPerYear.value / way.usdPerYear.value)}</b>.` : 'No host that the lab knows lists this model.'}
        ${answer.breakEven ? html`Paid for as ${ownershipWords(of.ownership)}, a fleet is cheaper than ${providerName(answer.breakEven.against)} from ${formatCount(Number(answer.breakEven.requestsPerSecond.toPrecision(2)))} requests a second on.` : host ? html`Paid for as ${ownershipWords(of.ownership)}, a fleet is cheaper than this host at no rate that was tried.` : nothing}
      </p>`;
  }

  private change(patch: ConstructorParameters<typeof ChangeEvent>[0]): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-budget': LabBudget;
  }
}
