/**
 * What links brought: the scenario that is put on the page, what of it could not be read, results and measured points, which are somebody's
 * claim until the visitor says otherwise.
 */
import { signal } from '@lit-labs/signals';
import type { AnchorPoint, InputError, Scenario } from '../index.ts';
import type { PlanName } from '../run/run.ts';
import type { Claim } from './claim.ts';
import { ClaimedAnchors } from './claimed-anchors.ts';
import type { ScenarioStore } from './scenario-store.ts';

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

export class OpenedLinks {
  readonly #scenario: ScenarioStore;
  readonly #anchors = new ClaimedAnchors();
  readonly #claim = signal<Claim | null>(null);
  readonly #heardClaim = signal<Claim | null>(null);
  readonly #notice = signal<Notice | null>(null);
  readonly #unsaid = signal<Unsaid | null>(null);

  constructor(scenario: ScenarioStore) {
    this.#scenario = scenario;
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
    return this.#anchors.among(this.#scenario.current.anchor);
  }

  /**
   * The address that the page was opened at: what it holds is the beginning.
   *
   * @returns the plan that it asks to run
   */
  async begin(url: URL): Promise<PlanName | null> {
    if (url.search === '' && url.hash === '') return null;
    const { readAddress } = await import('./address.ts');
    const { scenario, problems, meantBefore, result, run } = readAddress(url);
    this.#scenario.open(scenario);
    this.#anchors.open(scenario.anchor);
    if (Object.keys(meantBefore).length > 0) this.#unsaid.set({ opened: scenario, meantBefore });
    this.#tell(problems);
    if (result !== null) await this.#openResult(result);
    return run;
  }

  /**
   * An address that was gone to while the page was open: its scenario is an edit, which can be undone.
   *
   * @param foreign true for one that the page did not write, whose measured points are then claims
   */
  async take(url: URL, foreign: boolean): Promise<void> {
    const { readAddress } = await import('./address.ts');
    const { scenario, problems, result } = readAddress(url);
    if (foreign) this.#anchors.open(scenario.anchor);
    this.#scenario.change(scenario);
    this.#tell(problems);
    if (result !== null && this.heardClaim?.fragment !== `r=${result}`) await this.#openResult(result);
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

  /** The claim leaves the page and the address; `heardClaim` keeps it for comparing. */
  dismissClaim(): void {
    this.#claim.set(null);
  }

  #tell(problems: readonly InputError[]): void {
    if (problems.length === 0) return;
    this.#notice.set({
      title: 'Part of this link could not be read',
      lines: problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)),
    });
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
