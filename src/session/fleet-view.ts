/**
 * Which fleet carries the load on the page, as one state: worked out while a page that shows it is open. A newer question ends the older,
 * and the last whole answer stays until the next is whole.
 */
import { signal } from '@lit-labs/signals';
import { catalogue, type BreakEvenCurve, type Calibration, type FleetAnswer, type Frontier, type Scenario, type YearWay } from '../index.ts';
import type { FleetQuestion } from '../../workers/fleet-api.ts';
import { startFleetOnPage, startFleetWorker, type FleetHost } from './fleet-host.ts';
import type { Session } from './session.ts';

export type FleetState =
  | { readonly kind: 'idle' | 'finished' }
  /** `share` from 0 to 1, never falling. */
  | { readonly kind: 'running'; readonly share: number }
  | { readonly kind: 'failed'; readonly message: string };

/** A share while it is worked out. */
export type CurveState = { readonly share: number } | { readonly curve: BreakEvenCurve } | { readonly failed: string };

export interface FleetShown {
  /** The scenario that it answers: any accelerator, count and arrangement left to the lab. */
  readonly of: Scenario;
  readonly answer: FleetAnswer;
  /** Null until it is there. */
  readonly frontier: readonly Frontier[] | null;
  /** Ways to pay for a year of it; null until they are there, and without a rate. */
  readonly year: readonly YearWay[] | null;
  /** Null until somebody looked at it. */
  readonly curve: CurveState | null;
}

export interface FleetHosts {
  worker(): FleetHost;
  page(): Promise<FleetHost>;
}

/** Lines that a picture of cost against speed can carry. */
const drawnFrontiers = 5;

export class FleetView {
  readonly #state = signal<FleetState>({ kind: 'idle' });
  readonly #shown = signal<FleetShown | null>(null);
  readonly #rentable = signal(true);
  readonly #hosts: FleetHosts;
  #host: FleetHost | null = null;
  #call = 0;
  /** What the answer on screen is of. */
  #asked: { readonly question: string; readonly calibration: Calibration | null } | null = null;

  constructor(hosts: FleetHosts = { worker: startFleetWorker, page: startFleetOnPage }) {
    this.#hosts = hosts;
  }

  get state(): FleetState {
    return this.#state.get();
  }

  /** The last whole answer; null before the first. */
  get shown(): FleetShown | null {
    return this.#shown.get();
  }

  /** Only what ships and has a price. */
  get rentable(): boolean {
    return this.#rentable.get();
  }

  setRentable(rentable: boolean): void {
    this.#rentable.set(rentable);
  }

  /** @param shows what the page that is open adds to the fleets */
  async ask(current: Scenario, calibration: Calibration | null, rentable: boolean, shows: 'frontier' | 'year'): Promise<void> {
    const call = ++this.#call;
    const scenario = anyFleet(current);
    const status = rentable ? (['shipping'] as const) : (['shipping', 'announced'] as const);
    const question: FleetQuestion = { scenario, calibration, only: { vendors: null, status, priced: rentable, maxAccelerators: null } };
    const asked = { question: JSON.stringify([scenario, rentable]), calibration };
    const known = this.#asked?.question === asked.question && this.#asked.calibration === calibration ? this.#shown.get() : null;
    try {
      if (known === null) {
        this.#state.set({ kind: 'running', share: 0 });
        const answer = await this.#fleet(question, call);
        if (answer === null || call !== this.#call) return;
        this.#asked = asked;
        this.#shown.set({ of: scenario, answer, frontier: null, year: null, curve: null });
      } else this.#host?.api.cancel();
      this.#state.set({ kind: 'finished' });
      const shown = this.#shown.get();
      // A curve that was ended half-way is asked for again by who looks at it.
      if (shown?.curve && 'share' in shown.curve) this.#shown.set({ ...shown, curve: null });
      if (shown === null || shown.answer.best === null || shown[shows] !== null) return;
      const added = await this.#added(shown, question, shows);
      if (call === this.#call) this.#shown.set({ ...shown, ...added });
    } catch (error) {
      if (call === this.#call) this.#state.set({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Dollars a month over the rate, for the year that is on screen. A newer question ends it, as it ends the rest. */
  async askCurve(calibration: Calibration | null): Promise<void> {
    const shown = this.#shown.get(),
      call = this.#call,
      host = this.#host;
    if (host === null || !shown?.year || shown.answer.best === null || shown.curve !== null) return;
    const set = (curve: CurveState | null): void => {
      const now = this.#shown.get();
      if (call === this.#call && now?.answer === shown.answer) this.#shown.set({ ...now, curve });
    };
    set({ share: 0 });
    const question: FleetQuestion = {
      scenario: shown.of,
      calibration,
      only: { vendors: null, status: ['shipping'], priced: true, maxAccelerators: null },
    };
    try {
      const curve = await host.api.curve(question, shown.answer.best, (share) => set({ share }));
      set(curve && { curve });
    } catch (error) {
      set({ failed: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#call++;
    this.#host?.api.cancel();
  }

  async #added({ answer }: FleetShown, question: FleetQuestion, shows: 'frontier' | 'year'): Promise<Partial<FleetShown>> {
    if (this.#host === null || answer.best === null) return {};
    if (shows === 'year') return { year: question.scenario.requestsPerSecond === null ? null : await this.#host.api.year(question, answer.best) };
    const ranked = answer.fleets.filter(({ probabilityCheapest }) => probabilityCheapest !== null);
    const drawn = ranked.slice(0, drawnFrontiers).map(({ accelerator }) => accelerator);
    return { frontier: await this.#host.api.frontier(question, drawn) };
  }

  async #fleet(question: FleetQuestion, call: number): Promise<FleetAnswer | null> {
    const onProgress = (share: number): void => {
      if (call === this.#call) this.#state.set({ kind: 'running', share });
    };
    this.#host?.api.cancel();
    try {
      this.#host ??= this.#hosts.worker();
      return await this.#host.api.fleet(question, onProgress);
    } catch {
      // A worker that cannot start, or that broke: the page does the work, a step at a time.
      this.#host?.end();
      this.#host = await this.#hosts.page();
      return this.#host.api.fleet(question, onProgress);
    }
  }
}

/** What is of one accelerator (its count, its arrangement, its pools, points measured on it) says nothing of another. */
export const anyFleet = (scenario: Scenario): Scenario => ({
  ...scenario,
  accelerator: typeof scenario.accelerator === 'string' ? scenario.accelerator : (catalogue.accelerators()[0]?.id ?? 'h200-sxm'),
  accelerators: null,
  parallel: null,
  serving: 'aggregated',
  anchor: [],
});

const views = new WeakMap<Session, FleetView>();

/** One for each session, made when a page first shows fleets. */
export function fleetViewOf(session: Session): FleetView {
  const known = views.get(session);
  if (known) return known;
  const view = new FleetView();
  views.set(session, view);
  return view;
}
