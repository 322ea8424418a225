/**
 * The only mutable state of the lab, as signals: what is asked, what was measured, what a link claimed. Everything
 * else on the page is computed from these, once for each change. What a first screen does not need loads later.
 */
import { computed, signal } from '@lit-labs/signals';
import { estimateScenario, type Calibration, type CostRow, type Estimate } from '../index.ts';
import type { PlanName, Run } from '../run/run.ts';
import type { AnchorPoint, Scenario } from '../index.ts';
import { AddressBar } from './address-bar.ts';
import { announceAutomation } from './automation.ts';
import type { Claim } from './claim.ts';
import { ClaimedAnchors } from './claimed-anchors.ts';
import { CostRows, type CostAnswer } from './cost-rows.ts';
import { Drafts } from './drafts.ts';
import { Measuring } from './measuring.ts';
import { OwnGpuView } from './own-gpu.ts';
import { Preferences } from './preferences.ts';
import { RunHistory } from './run-history.ts';
import { ScenarioStore } from './scenario-store.ts';
import { SensitivityView } from './sensitivity-view.ts';
import { Simulating } from './simulating.ts';
import { watchSignals } from './watch.ts';

/** Something that a link got wrong; it can be dismissed, and costs nothing that was there. */
export interface Notice {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A link without a version, opened with today's defaults, and what those that have changed were. */
export interface Unsaid {
  readonly opened: Scenario;
  readonly meantBefore: Partial<Scenario>;
}

export class Session {
  readonly scenario = new ScenarioStore();
  readonly preferences = new Preferences();
  readonly measuring: Measuring;
  readonly history: RunHistory;
  readonly own = new OwnGpuView(
    () => this.shownRun,
    () => this.scenario.current,
  );
  readonly sensitivity = new SensitivityView();
  readonly simulating: Simulating;
  readonly drafts = new Drafts();
  readonly #anchors = new ClaimedAnchors();
  readonly #address = new AddressBar();
  readonly #costs = new CostRows();
  readonly #claim = signal<Claim | null>(null);
  readonly #heardClaim = signal<Claim | null>(null);
  readonly #notice = signal<Notice | null>(null);
  readonly #unsaid = signal<Unsaid | null>(null);
  readonly #resultLink = signal<string | null>(null);
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
    return this.#claim.get();
  }

  /** The claim that this visit opened, also after a run of one's own took its place: to compare with. */
  get heardClaim(): Claim | null {
    return this.#heardClaim.get();
  }

  get notice(): Notice | null {
    return this.#notice.get();
  }

  get unsaid(): Unsaid | null {
    return this.#unsaid.get();
  }

  /** Points of the scenario that a link claims and nobody here has confirmed. */
  get claimedAnchors(): readonly AnchorPoint[] {
    return this.#anchors.among(this.scenario.current.anchor);
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

  /** Reads the address, then keeps it current; asks what the adapter is; starts a run if the address says so. */
  async open(): Promise<void> {
    this.preferences.applyScheme();
    const asked = await this.#readAddress();
    watchSignals(() => this.#address.write(this.scenario.current, this.claim?.fragment ?? ''));
    watchSignals(() => void (this.shownRun && this.own.load()));
    watchSignals(() => void this.#costs.compute(this.scenario.current, this.calibration));
    watchSignals(() => void (this.sensitivity.asked && this.sensitivity.compute(this.scenario.current, this.calibration)));
    announceAutomation(this);
    await this.measuring.probe();
    // What the probe could not open a run cannot either, and whoever drives the page waits for one answer.
    if (asked !== null && this.measuring.state.kind !== 'unavailable') await this.measure(asked);
  }

  async measure(plan: PlanName): Promise<void> {
    this.#resultLink.set(null);
    const run = await this.measuring.start(plan);
    if (run === null) return;
    await this.#settle(run);
    await this.history.add(run);
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
    this.#notice.set(null);
  }

  dismissUnsaid(): void {
    this.#unsaid.set(null);
  }

  /** The visitor says that the link's points are measurements of their own. */
  confirmAnchors(): void {
    this.#anchors.confirm();
  }

  dismissClaim(): void {
    this.#claim.set(null);
  }

  async #settle(run: Run): Promise<void> {
    // Their claim made way for a run of one's own: the address must not go on carrying it.
    this.#claim.set(null);
    await this.own.load();
    this.#resultLink.set(await this.linkTo(run, { device: true }));
  }

  /** @returns the plan that the address asks to run */
  async #readAddress(): Promise<PlanName | null> {
    if (location.search === '' && location.hash === '') return null;
    const { readAddress } = await import('./address.ts');
    const { scenario, problems, meantBefore, result, run } = readAddress(new URL(location.href));
    this.scenario.open(scenario);
    this.#anchors.open(scenario.anchor);
    if (Object.keys(meantBefore).length > 0) this.#unsaid.set({ opened: scenario, meantBefore });
    if (problems.length > 0) {
      this.#notice.set({
        title: 'Part of this link could not be read',
        lines: problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)),
      });
    }
    if (result !== null) await this.#openResult(result);
    return run;
  }

  async #openResult(payload: string): Promise<void> {
    const { openClaim } = await import('./claim.ts');
    const claim = await openClaim(payload);
    if (claim.kind === 'claim') {
      this.#claim.set(claim);
      this.#heardClaim.set(claim);
    } else
      this.#notice.set({
        title: this.notice?.title ?? 'The result in this link could not be read',
        lines: [...(this.notice?.lines ?? []), claim.message],
      });
  }
}
