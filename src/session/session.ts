/**
 * The only mutable state of the lab, as signals: what is asked, what was measured, what a link claimed. Everything
 * else on the page is computed from these, once for each change.
 */
import { computed, signal } from '@lit-labs/signals';
import { calibrate } from '../calibration/calibrate.ts';
import type { Calibration } from '../calibration/calibration.ts';
import type { Estimate } from '../estimate/estimate.ts';
import type { CostRow } from '../estimate/cost-table.ts';
import { estimateScenario } from '../estimate/estimate-scenario.ts';
import type { PlanName, Run } from '../run/run.ts';
import { resultLink, scenarioLink } from '../share/scenario-link.ts';
import { AddressBar, readAddress } from './address.ts';
import { announceAutomation } from './automation.ts';
import type { Claim } from './claim.ts';
import { CostRows } from './cost-rows.ts';
import { Measuring } from './measuring.ts';
import { OwnGpuView } from './own-gpu.ts';
import { Preferences } from './preferences.ts';
import { RunHistory } from './run-history.ts';
import { ScenarioStore } from './scenario-store.ts';
import { watchSignals } from './watch.ts';

/** Something that a link got wrong; it can be dismissed, and costs nothing that was there. */
export interface Notice {
  readonly title: string;
  readonly lines: readonly string[];
}

export class Session {
  readonly scenario = new ScenarioStore();
  readonly preferences = new Preferences();
  readonly measuring: Measuring;
  readonly history: RunHistory;
  readonly own = new OwnGpuView(() => this.calibrationInUse, () => this.scenario.current);
  readonly #address = new AddressBar();
  readonly #costs = new CostRows();
  readonly #claim = signal<Claim | null>(null);
  readonly #notice = signal<Notice | null>(null);
  readonly #calibration = computed(() => {
    const { state } = this.measuring;
    return state.kind === 'finished' ? calibrate(state.run) : null;
  });
  readonly #estimate = computed(() => estimateScenario(this.scenario.current, { calibration: this.calibrationInUse }));
  readonly #shareLink = signal<string | null>(null);

  constructor({ measuring = new Measuring(), history = new RunHistory() }: { measuring?: Measuring; history?: RunHistory } = {}) {
    this.measuring = measuring;
    this.history = history;
  }

  /** What somebody else's link says, never as measured here. */
  get claim(): Claim | null {
    return this.#claim.get();
  }

  get notice(): Notice | null {
    return this.#notice.get();
  }

  /** The run that is on the page, if one was finished in this browser. */
  get run(): Run | null {
    const { state } = this.measuring;
    return state.kind === 'finished' ? state.run : null;
  }

  get calibration(): Calibration | null {
    return this.#calibration.get();
  }

  /** The visitor's own if there is one, else that of the link that was opened. */
  get calibrationInUse(): Calibration | null {
    return this.calibration ?? this.claim?.calibration ?? null;
  }

  get estimate(): Estimate {
    return this.#estimate.get();
  }

  /** A link to the result on the page; null before there is one. */
  get resultLink(): string | null {
    return this.#shareLink.get();
  }

  /** The link of the scenario alone. */
  get scenarioLink(): string {
    return scenarioLink(location.href, this.scenario.current).href;
  }

  /** Every accelerator of the catalogue under the same scenario; empty until the first table is whole. */
  get costRows(): readonly CostRow[] {
    return this.#costs.rows;
  }

  /** A link to the scenario with this run in its fragment. */
  async linkTo(run: Run, options: { device: boolean }): Promise<string> {
    return (await resultLink(location.href, this.scenario.current, run, options)).href;
  }

  /** Reads the address, then keeps it current; asks what the adapter is; starts a run if the address says so. */
  async open(): Promise<void> {
    this.preferences.applyScheme();
    const opened = readAddress(new URL(location.href));
    this.scenario.open(opened.scenario);
    if (opened.problems.length > 0) {
      this.#notice.set({ title: 'Part of this link could not be read', lines: opened.problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)) });
    }
    if (opened.result !== null) await this.#openResult(opened.result);
    watchSignals(() => this.#address.write(this.scenario.current, this.claim?.fragment ?? ''));
    watchSignals(() => void (this.calibrationInUse && this.own.load()));
    watchSignals(() => void this.#costs.compute(this.scenario.current, this.calibrationInUse));
    announceAutomation(this);
    await this.measuring.probe();
    if (opened.run !== null) await this.measure(opened.run);
  }

  async measure(plan: PlanName): Promise<void> {
    const run = await this.measuring.start(plan);
    if (run === null) return;
    // Their claim made way for a run of one's own: the address must not go on carrying it.
    this.#claim.set(null);
    this.#shareLink.set(await this.linkTo(run, { device: true }));
    await this.history.add(run);
  }

  dismissNotice(): void {
    this.#notice.set(null);
  }

  dismissClaim(): void {
    this.#claim.set(null);
  }

  async #openResult(payload: string): Promise<void> {
    const { openClaim } = await import('./claim.ts');
    const claim = await openClaim(payload);
    if (claim.kind === 'claim') this.#claim.set(claim);
    else this.#notice.set({ title: this.notice?.title ?? 'The result in this link could not be read', lines: [...(this.notice?.lines ?? []), claim.message] });
  }
}
