/**
 * What loads on a click: reads the scenario, answers it, and draws the figure that is asked for. One copy of it serves all
 * figures of a page; what each of them has asked is its own.
 */
import { estimateScenario, modelVersion, query, type Estimate, type Scenario } from '../../index.ts';
import { turn } from '../../session/slices.ts';
import { formatDate } from '../../units/format.ts';
import { writeRows } from '../../share/poster.ts';
import type { LabError } from '../events.ts';
import type { Asked, LiveHost, LivePart, StartLive } from '../live-part.ts';
import { answerHeading, facts, neighbourBars, neighbours, refused, timeFound } from './answer.ts';
import { onChartsFailed } from './chart-box.ts';
import { Controls } from './controls.ts';
import type { Found } from './figure.ts';
import { costsFound, factsDate, fleetFound, frontierFound } from './market.ts';
import type { MeasureView } from './measure-view.ts';
import { rowsFor } from './rows.ts';

export const startLive: StartLive = (host) => new LiveFigure(host);

class LiveFigure implements LivePart {
  readonly #host: LiveHost;
  #asked: Asked | null = null;
  #scenario: Scenario | null = null;
  /** The scenario that the snippet's own heading speaks of. */
  #headed: { readonly heading: string; readonly scenario: string } | null = null;
  #call = 0;
  #problems: readonly LabError[] = [];
  #controls: Controls | null = null;
  #measure: MeasureView | null = null;

  constructor(host: LiveHost) {
    this.#host = host;
    onChartsFailed((why) =>
      this.#say([{ code: 'charts', attribute: null, message: `The chart could not be drawn on this page, so its numbers stand as a table. ${why}` }]),
    );
  }

  update(asked: Asked): void {
    const before = this.#asked;
    this.#asked = asked;
    if (asked.heading === null) this.#headed = null;
    else if (asked.heading !== this.#headed?.heading) this.#headed = { heading: asked.heading, scenario: asked.scenario };
    if (before !== null && before.figure === asked.figure && before.scenario === asked.scenario && before.heading === asked.heading) return;
    const { scenario, problems } = query.scenarioFromQuery(new URLSearchParams(asked.scenario));
    this.#problems = problems.map(({ path, message, suggestions = [] }) => ({
      code: 'scenario',
      attribute: 'scenario',
      message: `scenario: ${path === '' ? '' : `${path}: `}${message}${suggestions.length === 0 ? '' : `; did you mean ${suggestions.join(', ')}?`}`,
    }));
    this.#say([]);
    this.#scenario = scenario;
    this.#controls?.set(scenario);
    void this.#answer(asked, scenario);
  }

  toggleControls(): boolean {
    if (this.#controls !== null) this.#controls = null;
    else if (this.#scenario !== null)
      this.#controls = new Controls(this.#scenario, (next) => this.#host.changed(query.scenarioToQuery(next).toString()));
    this.#host.controls(this.#controls?.element ?? null);
    return this.#controls !== null;
  }

  measure(): void {
    this.#measureView().then(
      (view) => view.start(),
      (error: unknown) =>
        this.#say([
          {
            code: 'measure',
            attribute: null,
            message: `This page’s policy does not let its visitors measure here; the lab itself does. ${wordsOf(error)}`,
          },
        ]),
    );
  }

  end(): void {
    this.#call++;
    this.#measure?.end();
  }

  #say(more: readonly LabError[]): void {
    this.#host.problems([...this.#problems, ...more]);
  }

  async #measureView(): Promise<MeasureView> {
    if (this.#measure) return this.#measure;
    const { MeasureView } = await import('./measure-view.ts');
    return (this.#measure ??= new MeasureView({
      scenario: () => this.#scenario,
      shown: (found) => {
        this.#host.show({ ...found, source: this.#source() });
        this.#host.busy('');
      },
      // Which GPU it is stays with the visitor: a frame tells its host the rate and no more.
      result: (found) => this.#tell({ figure: 'measure', scenario: this.#asked?.scenario ?? '' }, { ...found, heading: 'What this GPU can do' }),
      failed: (message) => this.#say([{ code: 'measure', attribute: null, message }]),
    }));
  }

  async #answer(asked: Asked, scenario: Scenario): Promise<void> {
    const call = ++this.#call;
    const stale = (): boolean => call !== this.#call;
    this.#host.busy('Working it out …');
    try {
      await turn();
      if (stale()) return;
      const found = asked.figure === 'measure' ? await this.#unmeasured() : await this.#found(asked, scenario, stale);
      if (found === null || stale()) return;
      this.#show(asked, found);
      this.#tell(asked, { ...found, heading: this.#heading(asked, found) });
    } catch (error) {
      if (!stale()) this.#say([{ code: 'engine', attribute: null, message: `This could not be worked out: ${wordsOf(error)}` }]);
    } finally {
      if (!stale()) this.#host.busy('');
    }
  }

  async #unmeasured(): Promise<Found | null> {
    const view = await this.#measureView();
    return view.found();
  }

  async #found(asked: Asked, scenario: Scenario, stale: () => boolean): Promise<Found | null> {
    if (asked.figure === 'time') return timeFound(scenario, estimateScenario(scenario));
    if (asked.figure === 'answer') return this.#priced(asked, scenario, estimateScenario(scenario), stale);
    const rows = await rowsFor(scenario, stale);
    if (rows === null) return null;
    if (asked.figure === 'costs') return costsFound(rows, scenario);
    return asked.figure === 'fleet' ? fleetFound(rows, scenario) : frontierFound(rows, scenario, stale);
  }

  /** The number first; who else serves it comes after. */
  async #priced(asked: Asked, scenario: Scenario, estimate: Estimate, stale: () => boolean): Promise<Found | null> {
    const price = estimate.usdPerMillionOutputTokens;
    const heading = answerHeading(scenario, estimate);
    const none = refused(estimate, price, 'usdPerMillionOutputTokens');
    if (none || price === null)
      return { heading, quantity: null, words: none?.words ?? null, body: [...(none?.body ?? []), ...(estimate.feasible ? [facts(estimate)] : [])] };
    const first = { heading, quantity: price, words: null, body: [facts(estimate)] };
    this.#show(asked, first);
    const rows = await rowsFor(scenario, stale);
    if (rows === null) return null;
    const beside = neighbours(rows, scenario, price);
    return { ...first, rows: beside, body: [neighbourBars(beside), facts(estimate)] };
  }

  /** The snippet's own words, as long as they speak of what is asked. */
  #heading(asked: Asked, found: Found): string {
    return asked.figure !== 'measure' && this.#headed?.scenario === asked.scenario ? this.#headed.heading : found.heading;
  }

  #show(asked: Asked, found: Found): void {
    const { value } = asked;
    const then =
      value && value.modelVersion !== modelVersion && this.#headed?.scenario === asked.scenario
        ? [`the article’s number is of ${formatDate(value.date)}`]
        : [];
    this.#host.show({ ...found, heading: this.#heading(asked, found), source: [...this.#source(), ...then] });
  }

  #source(): readonly string[] {
    return [`model ${modelVersion} · facts of ${formatDate(factsDate())}`];
  }

  #tell({ figure, scenario }: Pick<Asked, 'figure' | 'scenario'>, found: Found): void {
    this.#host.result({
      figure,
      scenario,
      heading: found.heading,
      quantity: found.quantity,
      reason: found.words,
      chart: writeRows(found.rows ?? []),
      modelVersion,
    });
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
