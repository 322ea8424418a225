/**
 * `<lab-simulation>`: the scenario request by request. Who sends, how long requests are and the seed are asked for here;
 * percentiles come back beside the closed form. Nothing runs before the button, and Escape ends it.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { percentileAt, percentileChart, percentileLayout } from '../../../charts/percentile-chart.ts';
import { shownCell, type TableTwin } from '../../../charts/table-twin.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import type { Simulated, SimulationState } from '../../../session/simulating.ts';
import { usualRate, type SimulatedArrivals, type SimulationChoice } from '../../../session/simulated-scenario.ts';
import { formatShare } from '../../../units/format.ts';
import { choicesStyles } from '../../form/choices/choices.styles.ts';
import { numberField } from '../../form/choices/number-field.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { originOf, withMore } from '../why/origin-of.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import {
  arrivalNames,
  comparisonWords,
  engineTwin,
  percentileLine,
  percentilePanels,
  sendersWords,
  simulationHeader,
  simulationSource,
  simulationTitle,
  simulationTwin,
} from '../../text/simulation.ts';
import { simulationStyles } from './simulation.styles.ts';
import { capital } from '../../text/capital.ts';

const arrivals: readonly SimulatedArrivals[] = ['poisson', 'burst', 'closed'];

const spreads = {
  uniform: { words: 'within 10 % of stated', spread: { kind: 'uniform', low: 0.9, high: 1.1 } },
  fixed: { words: 'all as stated', spread: { kind: 'fixed' } },
  lognormal: { words: 'lognormal, sigma 0.5', spread: { kind: 'lognormal', sigma: 0.5 } },
} as const satisfies Readonly<Record<string, { readonly words: string; readonly spread: SimulationChoice['spread'] }>>;
type SpreadName = keyof typeof spreads;

@customElement('lab-simulation')
export class LabSimulation extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, choicesStyles, simulationStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private arrivals: SimulatedArrivals = 'poisson';
  /** Null: as the scenario or its throughput suggests. */
  @state() private rate: number | null = null;
  @state() private spread: SpreadName = 'uniform';
  @state() private seed = 1;

  protected override render(): TemplateResult {
    const { state } = this.session.simulating;
    return html`${
      state.kind === 'finished'
        ? this.finished(state.simulated)
        : html`<h2>What waiting is like, request by request</h2>
            <p class="note lead">
              The answer above is an average in closed form. A simulation plays the same deployment pass by pass and says what the unlucky requests
              see, and whether a load is served at all.
            </p>`
    }
    ${this.ask(state)}${this.outcome(state)}`;
  }

  private ask(state: SimulationState): TemplateResult {
    const { scenario, estimate } = this.session;
    const open = this.arrivals === 'poisson';
    const running = state.kind === 'running';
    return html`<form
        class="ask"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          this.start();
        }}
      >
        <div class="presets" role="group" aria-label="How requests arrive">
          ${arrivals.map((kind) => html`<button type="button" aria-pressed=${this.arrivals === kind} @click=${() => (this.arrivals = kind)}>${arrivalNames[kind]}</button>`)}
        </div>
        ${open ? numberField({ apart: true, label: 'Requests a second', value: this.rate ?? usualRate(scenario.current, estimate), min: 0.001, max: 100_000, onValue: (value) => (this.rate = value) }) : nothing}
        ${scenario.current.lengths ? nothing : this.lengthsField()}
        ${numberField({ apart: true, label: 'Seed', whole: true, value: this.seed, min: 0, max: 9_999_999_999, onValue: (value) => (this.seed = value ?? 1) })}
        <button class="secondary" type="submit" ?disabled=${running || !estimate.feasible}>
          ${state.kind === 'finished' ? 'Simulate again' : 'Simulate'}
        </button>
      </form>
      ${open ? nothing : html`<p class="small quiet">${capital(sendersWords(scenario.current, this.arrivals))}.</p>`}`;
  }

  /** Where the scenario leaves them alike; otherwise its own are played. */
  private lengthsField(): TemplateResult {
    return html`<label class="field lengths"
      ><span>Lengths of requests</span
      ><select .value=${live(this.spread)} @change=${(event: Event) => (this.spread = (event.target as HTMLSelectElement).value as SpreadName)}>
        ${Object.entries(spreads).map(([name, { words }]) => html`<option value=${name} ?selected=${name === this.spread}>${words}</option>`)}
      </select></label
    >`;
  }

  private outcome(state: SimulationState): TemplateResult | typeof nothing {
    switch (state.kind) {
      case 'idle':
        return this.session.estimate.feasible
          ? nothing
          : html`<p class="note" role="status">There is nothing to simulate: this scenario does not run.</p>`;
      case 'running':
        return html`<div class="progress">
          <progress aria-label="Simulated" max="1" .value=${state.share}></progress><span>${formatShare(state.share)}</span>
          <button class="plain" type="button" @click=${() => this.session.simulating.cancel()}><span>Cancel</span><kbd>Esc</kbd></button
          ><span class="hidden-visually" role="status">Simulating</span>
        </div>`;
      case 'cancelled':
        return html`<p class="note" role="status">Cancelled. Nothing was kept.</p>`;
      case 'failed':
        return html`<p class="note" role="alert">It could not be simulated: ${state.message}. The closed form above stands.</p>`;
      case 'finished':
        return nothing;
      default:
        return state satisfies never;
    }
  }

  private finished(simulated: Simulated): TemplateResult {
    const { result } = simulated;
    const heading = simulationTitle(simulated);
    const stale = simulated.of !== this.session.scenario.current;
    const note = stale
      ? html`<p class="stale" role="status">The scenario has changed since: this is still the one before. Simulate again for the one above.</p>`
      : nothing;
    if (!result.feasible)
      return html`${note}
        <h2>${heading}</h2>`;
    return html`${note}<lab-figure
        .heading=${heading}
        .table=${simulationTwin(simulated)}
        .drawing=${(width: number) => drawing(simulated, heading, width)}
        .origin=${withMore(originOf(this.session, 'waiting'), simulationHeader(simulated))}
        .source=${simulationSource(simulated)}
      >
        <p class="said">${comparisonWords(simulated)}</p>
      </lab-figure>
      <details>
        <summary>How full each engine was</summary>
        ${plainTable(engineTwin(result), 'How full each engine was')}
      </details>`;
  }

  private start(): void {
    const { session } = this;
    const { lengths } = session.scenario.current;
    const spread = lengths ? ({ kind: 'lognormal', sigma: lengths.input, outputSigma: lengths.output } as const) : spreads[this.spread].spread;
    const choice: SimulationChoice = { arrivals: this.arrivals, rate: this.rate, spread, seed: this.seed };
    void session.simulating.start(session.scenario.current, session.estimate, choice, session.calibration);
  }
}

function drawing(simulated: Simulated, heading: string, width: number): Drawing {
  const layout = percentileLayout(percentilePanels(simulated), width);
  return {
    draw: (active) => html`${percentileChart(layout, `${heading}. Percentiles over requests with their intervals, beside the closed form.`, active)}`,
    locate: (x, y) => percentileAt(layout, x, y),
    points: layout.panels.flatMap(({ panel, rows }) => rows.map(({ row }) => percentileLine(panel.name, row))),
  };
}

function plainTable({ columns, rows }: TableTwin, label: string): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>
          ${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map(({ key }) => html`<td>${shownCell(row[key]).text}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-simulation': LabSimulation;
  }
}
