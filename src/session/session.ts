/**
 * The only mutable state of the lab, as signals: what is asked, what was measured, what a link claimed. Everything
 * else on the page is computed from these, once for each change. What a first screen does not need loads later.
 */
import { computed, signal } from '@lit-labs/signals';
import { estimateScenario, type AnchorPoint, type Calibration, type CostRow, type Estimate } from '../index.ts';
import type { PlanName, Run } from '../run/run.ts';
import { AddressBar } from './address-bar.ts';
import { announceAutomation } from './automation.ts';
import type { Claim } from './claim.ts';
import { CostRows, type CostAnswer } from './cost-rows.ts';
import { Drafts } from './drafts.ts';
import { Measuring } from './measuring.ts';
import { Navigation, placeOf } from './navigation.ts';
import { OpenedLinks, type Notice, type Unsaid } from './opened-links.ts';
import { OwnGpuView } from './own-gpu.ts';
import { Preferences } from './preferences.ts';
import { RunHistory } from './run-history.ts';
import { ScenarioStore } from './scenario-store.ts';
import { SensitivityView } from './sensitivity-view.ts';
import { Simulating } from './simulating.ts';
import { watchSignals } from './watch.ts';

export class Session {
  readonly scenario = new ScenarioStore();
  readonly preferences = new Preferences();
  readonly navigation = new Navigation();
  readonly measuring: Measuring;
  readonly history: RunHistory;
  readonly own = new OwnGpuView(
    () => this.shownRun,
    () => this.scenario.current,
  );
  readonly sensitivity = new SensitivityView();
  readonly simulating: Simulating;
  readonly drafts = new Drafts();
  readonly #links = new OpenedLinks(this.scenario);
  readonly #address = new AddressBar(() => this.navigation.noteSearch());
  readonly #costs = new CostRows();
  readonly #resultLink = signal<string | null>(null);
  readonly #endings: (() => void)[] = [];
  readonly #estimate = computed(() => estimateScenario(this.scenario.current, { calibration: this.calibration }));

  constructor({
    measuring = new Measuring(),
    history = new RunHistory(),
    simulating = new Simulating(),
  }: { measuring?: Measuring; history?: RunHistory; simulating?: Simulating } = {}) {
    this.measuring = measuring;
    this.simulating = simulating;
    this.history = history;
  }

  /** What somebody else's link says, never as measured here. */
  get claim(): Claim | null {
    return this.#links.claim;
  }

  /** The claim that this visit opened, also after a run of one's own took its place: to compare with. */
  get heardClaim(): Claim | null {
    return this.#links.heardClaim;
  }

  get notice(): Notice | null {
    return this.#links.notice;
  }

  get unsaid(): Unsaid | null {
    return this.#links.unsaid;
  }

  /** Points of the scenario that a link claims and nobody here has confirmed. */
  get claimedAnchors(): readonly AnchorPoint[] {
    return this.#links.claimedAnchors;
  }

  /** The run that is on the page, if one was finished in this browser. */
  get run(): Run | null {
    const { state } = this.measuring;
    return state.kind === 'finished' ? state.run : null;
  }

  /** The visitor's own run if there is one, else that of the link that was opened. */
  get shownRun(): Run | null {
    return this.run ?? this.claim?.run ?? null;
  }

  get calibration(): Calibration | null {
    return this.own.calibration;
  }

  get estimate(): Estimate {
    return this.#estimate.get();
  }

  /** Works the answer out now, so that the task that draws it finds it made. */
  prepare(): void {
    this.#estimate.get();
  }

  /** Every accelerator of the catalogue under one scenario, the page's or its last one; null until the first table is whole. */
  get costs(): CostAnswer | null {
    return this.#costs.answer;
  }

  get costRows(): readonly CostRow[] {
    return this.costs?.rows ?? [];
  }

  /** A link to the result on the page; null before there is one. */
  get resultLink(): string | null {
    return this.#resultLink.get();
  }

  /** Reads the address, then keeps it current; starts a run if the address says so. */
  async open(): Promise<void> {
    this.preferences.applyScheme();
    const asked = await this.#links.begin(new URL(location.href));
    this.#endings.push(
      watchSignals(() => this.#address.write(this.scenario.current, [this.navigation.fragment, this.claim?.fragment].filter(Boolean).join('&'))),
      watchSignals(() => void (this.shownRun && this.own.load())),
      watchSignals(() => void this.#costs.compute(this.scenario.current, this.calibration)),
      watchSignals(() => void (this.sensitivity.asked && this.sensitivity.compute(this.scenario.current, this.calibration))),
      this.#followHistory(),
      announceAutomation(this),
    );
    if (asked === null) return;
    await this.measuring.meet();
    // What the probe could not open a run cannot either, and whoever drives the page waits for one answer.
    if (this.measuring.state.kind !== 'unavailable') await this.measure(asked);
  }

  /** The page goes: nothing more is written to the address or read from the history. */
  close(): void {
    for (const end of this.#endings.splice(0)) end();
    this.#address.cancel();
  }

  async measure(plan: PlanName): Promise<void> {
    this.#resultLink.set(null);
    const run = await this.measuring.start(plan);
    if (run === null) return;
    await this.#settle(run);
    await this.history.add(run);
  }

  /** Opens a page of the lab as a step in the history. Another scenario or result in the address is taken as an edit. */
  async goTo(url: URL): Promise<void> {
    const { page } = placeOf(url.pathname, null, this.navigation.root);
    const carries = url.search !== '' && url.search !== location.search;
    this.navigation.go(page.id, url.hash, this.claim?.fragment ?? '', carries ? url.search : this.navigation.search);
    if (carries) await this.#links.take(url, false);
  }

  /** Puts an earlier run of this browser back on the page. */
  async show(run: Run): Promise<void> {
    if (!this.measuring.show(run)) return;
    this.#resultLink.set(null);
    await this.#settle(run);
  }

  /** A link to the scenario with this run in its fragment. */
  async linkTo(run: Run, options: { device: boolean }): Promise<string> {
    const { resultLink } = await import('../share/scenario-link.ts');
    return (await resultLink(location.href, this.scenario.current, run, options)).href;
  }

  dismissNotice(): void {
    this.#links.dismissNotice();
  }

  dismissUnsaid(): void {
    this.#links.dismissUnsaid();
  }

  /** The visitor says that the link's points are measurements of their own. */
  confirmAnchors(): void {
    this.#links.confirmAnchors();
  }

  dismissClaim(): void {
    this.#links.dismissClaim();
  }

  async #settle(run: Run): Promise<void> {
    // Their claim made way for a run of one's own: the address must not go on carrying it.
    this.#links.dismissClaim();
    await this.own.load();
    this.#resultLink.set(await this.linkTo(run, { device: true }));
  }

  /** Back and Forward bring the page back and, as an edit that can be undone, the scenario that the step had. */
  #followHistory(): () => void {
    const stop = this.navigation.begin();
    const returned = ({ state }: PopStateEvent): void => {
      this.navigation.returned(state);
      void this.#links.take(new URL(location.href), state === null);
    };
    window.addEventListener('popstate', returned);
    return () => {
      stop();
      window.removeEventListener('popstate', returned);
    };
  }
}
