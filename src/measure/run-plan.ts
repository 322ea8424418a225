/**
 * Runs a plan on a GPU and gives back a run, or the one reason why there is none. Nothing here knows whether it runs on a
 * page, in a worker or in Node.
 */
import { planPoints, planPolicy, type PlanPoint } from '../run/plans.ts';
import type { KernelDtype, KernelResult, LeftPoint, PlanName, Progress, Run, RunOutcome } from '../run/run.ts';
import { openDevice, type OpenDevice } from './gpu/acquire.ts';
import { ownEnvironment, type Environment } from './gpu/environment.ts';
import { unavailable } from './gpu/reasons.ts';
import { ceilingsOf } from './protocol/ceilings.ts';
import type { PointContext } from './protocol/context.ts';
import { drift, withDrift } from './protocol/drift.ts';
import { measurePoint, pointId, sampleAgain } from './protocol/point.ts';
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

export async function runPlan(
  gpu: GPU | undefined,
  options: RunOptions,
  onProgress: Listener,
  signal: AbortSignal,
  environment: Environment = ownEnvironment(),
): Promise<RunOutcome> {
  const begun = { at: performance.now(), when: new Date().toISOString() };
  const opened = await openDevice(gpu, environment);
  if (opened.kind === 'unavailable') return opened;
  const run = new RunInWork(opened, options, onProgress, signal, begun);
  try {
    return await run.finish(() => openDevice(gpu, environment));
  } catch (error) {
    if (error instanceof CancelledError) return { kind: 'cancelled' };
    if (error instanceof DeviceLostError) return unavailable('device-lost', error.message);
    throw error;
  } finally {
    run.close();
  }
}

/** The state of one run: what stands, what was left, and the session that measures. */
class RunInWork {
  readonly #options: RunOptions & { readonly seed: number };
  readonly #onProgress: Listener;
  readonly #signal: AbortSignal;
  readonly #begun: { readonly at: number; readonly when: string };
  readonly #points: readonly PlanPoint[];
  readonly #policy: PointContext['policy'];
  readonly #software: boolean;
  readonly #memory: Pick<PointContext, 'rates' | 'linear' | 'passedCases'> = { rates: new Map(), linear: new Map(), passedCases: new Map() };
  #opened: OpenDevice;
  #kernels: KernelResult[] = [];
  readonly #left: LeftPoint[] = [];
  #losses = 0;
  #done = 0;

  constructor(
    opened: OpenDevice,
    options: RunOptions,
    onProgress: Listener,
    signal: AbortSignal,
    begun: { readonly at: number; readonly when: string },
  ) {
    const facts = { software: opened.adapter.fallback, f16: opened.traits.f16 };
    const policy = planPolicy(options.plan, facts);
    this.#opened = opened;
    this.#options = { ...options, seed: options.seed ?? defaultSeed };
    this.#onProgress = onProgress;
    this.#signal = signal;
    this.#begun = begun;
    this.#software = facts.software;
    this.#points = options.points ?? planPoints(options.plan, facts);
    this.#policy = { ...policy, budget: options.budget ?? policy.budget };
  }

  close(): void {
    this.#opened.close();
  }

  /** All points; a device that is lost is opened once more, without the point that lost it. */
  async finish(reopen: () => ReturnType<typeof openDevice>): Promise<RunOutcome> {
    let session = await startSession(this.#opened, this.#signal);
    session.compileAhead(this.#points, this.#software || session.stopwatch.clock.kind === 'wall' ? 0 : this.#points.length, this.#options.seed);
    for (const point of this.#points) {
      this.#done = this.#points.indexOf(point);
      try {
        await this.#one(session, point);
      } catch (error) {
        const lost = error instanceof CancelledError ? null : await session.lossBehind(error);
        if (lost === null) throw error;
        this.#losses++;
        if (this.#losses > 1) throw lost;
        this.#left.push({
          id: pointId(point),
          reason: 'device-lost',
          message: `the device was lost during this point (${lost.message}) and opened again`,
        });
        const again = await reopen();
        if (again.kind === 'unavailable') throw lost;
        this.#opened = again;
        session = await startSession(again, this.#signal);
      }
    }
    await this.#lookForDrift(session);
    session.checkpoint();
    await this.#report({ id: '', words: '', phase: 'finished', rates: [], rateUnit: 's' });
    session.checkpoint();
    session.stopwatch.release();
    if (this.#kernels.length === 0) return unavailable('kernel-failed', this.#left.map(({ id, message }) => `${id}: ${message}`).join('\n'));
    return { kind: 'finished', run: this.#run(session) };
  }

  async #one(session: Session, point: PlanPoint): Promise<void> {
    session.checkpoint();
    if (this.#timeLeft() <= 0) {
      this.#left.push({ id: pointId(point), reason: 'time', message: `the ${this.#policy.budget} s of this plan were over` });
      return;
    }
    const { result, left } = await measurePoint(this.#context(session), point);
    if (result !== null) this.#kernels.push(result);
    this.#left.push(...left);
  }

  /** Samples the first probe again. A processor has no clock to settle, only neighbours. */
  async #lookForDrift(session: Session): Promise<void> {
    const [first] = this.#kernels;
    const [point] = this.#points;
    if (this.#software || first === undefined || point === undefined || first.kernel !== point.kernel || this.#kernels.length === 1) return;
    const again = await sampleAgain(this.#context(session), point, first);
    if (again !== null) this.#kernels = withDrift(this.#kernels, drift(first.median, again.interval.value));
  }

  /** Keeps the faster of a probe's two readings: it stands for the best that the adapter can do. */
  async #probeAgain(session: Session, probe: string, dtype: KernelDtype): Promise<void> {
    const result = this.#kernels.find(({ kernel, dtype: own }) => kernel === probe && own === dtype);
    const point = this.#points.find(({ kernel, dtype: own }) => kernel === probe && own === dtype);
    if (result === undefined || point === undefined) return;
    const again = await sampleAgain(this.#context(session), point, result);
    if (again === null || again.interval.value >= result.median) return;
    const { value, low, high } = again.interval;
    this.#kernels = this.#kernels.map((kernel) => (kernel === result ? { ...result, samples: again.samples, median: value, low, high } : kernel));
  }

  #context(session: Session): PointContext {
    const { bench, stopwatch, checkpoint, unlessCancelled } = session;
    return {
      bench,
      stopwatch,
      unlessCancelled,
      probeAgain: (probe, dtype) => this.#probeAgain(session, probe, dtype),
      traits: this.#opened.traits,
      software: this.#software,
      policy: this.#policy,
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
    const total = this.#points.length;
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

  #elapsed(): number {
    return (performance.now() - this.#begun.at) / 1000;
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
    };
  }
}

/** Points go at much the same pace; the budget is the bound. */
function remaining(timeLeft: number, elapsed: number, done: number, total: number): number {
  const left = Math.max(0, timeLeft);
  return done === 0 ? left : Math.min(left, (elapsed / done) * (total - done));
}
