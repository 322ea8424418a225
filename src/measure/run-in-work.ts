/** One run from its first point to its last: what stands, what was left, and the session that measures. */
import { planPoints, planPolicy, type PlanPoint } from '../run/plans.ts';
import type { KernelDtype, KernelResult, LeftPoint, PlanName, Progress, Run, RunOutcome } from '../run/run.ts';
import { shuffled } from '../stats/shuffle.ts';
import type { openDevice, OpenDevice } from './gpu/acquire.ts';
import { isHandheld } from './gpu/adapter.ts';
import { unavailable } from './gpu/reasons.ts';
import { ceilingsOf } from './protocol/ceilings.ts';
import type { PointContext } from './protocol/context.ts';
import { allUnstable, drifted } from './protocol/drift.ts';
import { measurePoint, pointId, sampleAgain } from './protocol/point.ts';
import { joined, settled, visitPolicy } from './protocol/rounds.ts';
import type { Sampled } from './protocol/sampling.ts';
import type { Visibility } from './protocol/visibility.ts';
import { CancelledError, DeviceLostError, startSession, type Session } from './session.ts';

export interface RunOptions {
  readonly plan: PlanName;
  /** Seed of all data and of the bootstrap; the same seed gives the same inputs. */
  readonly seed?: number;
  /** Seconds, instead of the plan's own budget. */
  readonly budget?: number;
  /** Points, instead of the plan's own. */
  readonly points?: readonly PlanPoint[];
}

type Listener = (progress: Progress) => void | Promise<void>;

const defaultSeed = 1;

export class RunInWork {
  readonly #options: RunOptions & { readonly seed: number };
  readonly #onProgress: Listener;
  readonly #signal: AbortSignal;
  readonly #begun: { readonly at: number; readonly when: string };
  readonly #visibility: Visibility;
  /** Seconds that the page had been hidden before this run. */
  readonly #hiddenBefore: number;
  readonly #points: readonly PlanPoint[];
  readonly #policy: PointContext['policy'];
  readonly #software: boolean;
  readonly #memory: Pick<PointContext, 'rates' | 'linear' | 'passedCases'> = { rates: new Map(), linear: new Map(), passedCases: new Map() };
  #opened: OpenDevice;
  #kernels: KernelResult[] = [];
  readonly #left: LeftPoint[] = [];
  /** The point that each result came from, by the result's id. */
  readonly #origins = new Map<string, PlanPoint>();
  #session: Session | null = null;
  #losses = 0;
  #done = 0;

  constructor(
    opened: OpenDevice,
    options: RunOptions,
    onProgress: Listener,
    signal: AbortSignal,
    begun: { readonly at: number; readonly when: string },
    visibility: Visibility,
  ) {
    const facts = { software: opened.adapter.fallback, f16: opened.traits.f16, handheld: isHandheld(opened.adapter) };
    const policy = planPolicy(options.plan, facts);
    this.#opened = opened;
    this.#options = { ...options, seed: options.seed ?? defaultSeed };
    this.#onProgress = onProgress;
    this.#signal = signal;
    this.#begun = begun;
    this.#visibility = visibility;
    this.#hiddenBefore = visibility.hiddenSeconds();
    this.#software = facts.software;
    this.#points = options.points ?? planPoints(options.plan, facts);
    this.#policy = { ...policy, budget: options.budget ?? policy.budget };
  }

  close(): void {
    this.#opened.close();
  }

  /** What ended the run, if it was the loss of its device. */
  async lossBehind(error: unknown): Promise<DeviceLostError | null> {
    return error instanceof DeviceLostError ? error : ((await this.#session?.lossBehind(error)) ?? null);
  }

  /** All points; a device that is lost is opened once more, without the point that lost it. */
  async finish(reopen: () => ReturnType<typeof openDevice>): Promise<RunOutcome> {
    let session = await this.#start();
    session.compileAhead(this.#points, this.#software || session.stopwatch.clock.kind === 'wall' ? 0 : this.#points.length, this.#options.seed);
    for (const point of this.#points) {
      try {
        await this.#one(session, point);
      } catch (error) {
        const lost = error instanceof CancelledError ? null : await session.lossBehind(error);
        if (lost === null) throw error;
        this.#losses++;
        if (this.#losses > 1) throw lost;
        const message = `the device was lost during this point (${lost.message}) and opened again`;
        this.#left.push({ id: pointId(point), reason: 'device-lost', message });
        const again = await reopen();
        if (again.kind === 'unavailable') throw lost;
        this.#opened = again;
        session = await this.#start();
      }
      this.#done++;
    }
    await this.#visitAgain(session);
    await this.#lookForDrift(session);
    session.checkpoint();
    await this.#report({ id: '', words: '', phase: 'finished', rates: [], rateUnit: 's' });
    session.checkpoint();
    session.stopwatch.release();
    if (this.#kernels.length === 0) return unavailable('kernel-failed', this.#left.map(({ id, message }) => `${id}: ${message}`).join('\n'));
    return { kind: 'finished', run: this.#run(session) };
  }

  async #start(): Promise<Session> {
    this.#session = await startSession(this.#opened, this.#signal);
    return this.#session;
  }

  async #one(session: Session, point: PlanPoint): Promise<void> {
    session.checkpoint();
    if (this.#timeLeft() <= 0) {
      this.#left.push({ id: pointId(point), reason: 'time', message: `the ${this.#policy.budget} s of this plan were over` });
      return;
    }
    const { result, left } = await measurePoint(this.#context(session), point);
    if (result !== null) {
      this.#kernels.push(result);
      this.#origins.set(result.id, point);
    }
    this.#left.push(...left);
  }

  /** The later rounds: every result that is not settled, in an order of chance, while there is time. */
  async #visitAgain(session: Session): Promise<void> {
    for (let round = 1; round < this.#policy.rounds; round++) {
      const open = this.#kernels.filter((result) => !settled(result, this.#policy));
      for (const { id } of shuffled(open, this.#options.seed + round)) {
        if (this.#timeLeft() <= 0) return;
        const again = await this.#again(session, id, visitPolicy(this.#policy).most);
        if (again === null) continue;
        this.#replace(id, (result) => joined(result, again.samples, this.#policy, this.#options.seed));
        this.#done = Math.min(this.#total() - 1, this.#done + 1);
      }
    }
  }

  async #again(session: Session, id: string, most = visitPolicy(this.#policy).fewest): Promise<Sampled | null> {
    const result = this.#kernels.find((kernel) => kernel.id === id);
    const point = this.#origins.get(id);
    return result === undefined || point === undefined ? null : sampleAgain(this.#context(session), point, result, most);
  }

  #replace(id: string, change: (result: KernelResult) => KernelResult): void {
    this.#kernels = this.#kernels.map((result) => (result.id === id ? change(result) : result));
  }

  #total(): number {
    return this.#points.length * this.#policy.rounds;
  }

  /** Samples the first probe again. A processor has no clock to settle, only neighbours. */
  async #lookForDrift(session: Session): Promise<void> {
    const [first] = this.#kernels;
    if (this.#software || first === undefined || !first.kernel.startsWith('peak.') || this.#kernels.length === 1) return;
    const again = await this.#again(session, first.id);
    const { median: value, low, high } = first;
    if (again !== null && drifted({ value, low, high }, again.interval)) this.#kernels = allUnstable(this.#kernels);
  }

  /** Keeps the faster of a probe's two readings: it stands for the best that the adapter can do. */
  async #probeAgain(session: Session, probe: string, dtype: KernelDtype): Promise<void> {
    const result = this.#kernels.find(({ kernel, dtype: own }) => kernel === probe && own === dtype);
    const again = result === undefined ? null : await this.#again(session, result.id);
    if (result === undefined || again === null || again.interval.value >= result.median) return;
    const { value, low, high } = again.interval;
    this.#replace(result.id, () => ({ ...result, samples: again.samples, median: value, low, high }));
  }

  #context(session: Session): PointContext {
    const { bench, stopwatch, checkpoint, unlessCancelled } = session;
    return {
      bench,
      stopwatch,
      unlessCancelled,
      visibility: this.#visibility,
      probeAgain: (probe, dtype) => this.#probeAgain(session, probe, dtype),
      traits: this.#opened.traits,
      software: this.#software,
      policy: visitPolicy(this.#policy),
      seed: this.#options.seed,
      ...this.#memory,
      ceilings: () => ceilingsOf(this.#kernels),
      taken: (id) => this.#kernels.some((result) => result.id === id),
      warm: () => this.#kernels.length > 0,
      timeLeft: () => this.#timeLeft(),
      checkpoint,
      report: async (instance, phase, rates) => {
        await this.#report({ id: instance.id, words: instance.words, phase, rates, rateUnit: instance.rateUnit });
        checkpoint();
      },
    };
  }

  async #report(rest: Pick<Progress, 'id' | 'words' | 'phase' | 'rates' | 'rateUnit'>): Promise<void> {
    const total = this.#total();
    const done = rest.phase === 'finished' ? total : this.#done;
    const elapsed = this.#elapsed();
    await this.#onProgress({
      done,
      total,
      ...rest,
      elapsed,
      remaining: rest.phase === 'finished' ? 0 : remaining(this.#timeLeft(), elapsed, done, total),
      finished: [...this.#kernels],
    });
  }

  #paused(): number {
    return this.#visibility.hiddenSeconds() - this.#hiddenBefore;
  }

  /** Seconds of the run itself: time in which the page was hidden is nobody's. */
  #elapsed(): number {
    return (performance.now() - this.#begun.at) / 1000 - this.#paused();
  }

  #timeLeft(): number {
    return this.#policy.budget - this.#elapsed();
  }

  #run({ stopwatch }: Session): Run {
    return {
      version: 1,
      when: this.#begun.when,
      adapter: this.#opened.adapter,
      clock: stopwatch.clock,
      plan: this.#options.plan,
      seed: this.#options.seed,
      elapsed: this.#elapsed(),
      kernels: this.#kernels,
      ceilings: ceilingsOf(this.#kernels),
      left: this.#left,
      ...(this.#paused() > 0 ? { paused: this.#paused() } : {}),
    };
  }
}

/** Points go at much the same pace; the budget is the bound. */
function remaining(timeLeft: number, elapsed: number, done: number, total: number): number {
  const left = Math.max(0, timeLeft);
  return done === 0 ? left : Math.min(left, (elapsed / done) * (total - done));
}
