/** One run from its first point to its last: what stands, what was left, and the device that works on it. */
import { planPoints, planPolicy, type PlanPoint } from '../run/plans.ts';
import type { KernelDtype, PlanName, Progress, Run, RunOutcome } from '../run/run.ts';
import type { Patience } from '../run/silence.ts';
import { shuffled } from '../stats/shuffle.ts';
import { CancelledError, DeviceLostError, startWork, type DeviceAtWork } from './device-at-work.ts';
import type { openDevice, OpenDevice } from './gpu/acquire.ts';
import { isHandheld } from './gpu/adapter.ts';
import { unavailable } from './gpu/reasons.ts';
import { mostBytes } from './kernels/footprint.ts';
import type { Instance } from './kernels/instance.ts';
import { ceilingsOf } from './protocol/ceilings.ts';
import { choiceKey, type ChoiceStore } from './protocol/choices.ts';
import type { PointContext } from './protocol/context.ts';
import { measureHostPath } from './protocol/host-path.ts';
import { workingSetFor } from './protocol/cache-sizes.ts';
import { measurePoint, pointId, sampleAgain } from './protocol/point.ts';
import { quarterPoint } from './protocol/retry.ts';
import { joined, settled, visitPolicy } from './protocol/rounds.ts';
import type { Sampled } from './protocol/sampling.ts';
import type { Visibility } from './protocol/visibility.ts';
import { fallingOnly, progressOf, visits } from './run-progress.ts';
import { RunRecord } from './run-record.ts';

export interface RunOptions {
  readonly plan: PlanName;
  /** Seed of all data and of the bootstrap; the same seed gives the same inputs. */
  readonly seed?: number;
  /** Seconds, instead of the plan's own budget. */
  readonly budget?: number;
  /** Points, instead of the plan's own. */
  readonly points?: readonly PlanPoint[];
  /** Where the choices of earlier sessions are, made under this browser or Dawn; without it every run begins anew. */
  readonly choices?: { readonly store: ChoiceStore; readonly engine: string };
  /** How long the GPU may say nothing, instead of the usual. */
  readonly patience?: Patience | undefined;
}

type Listener = (progress: Progress) => void | Promise<void>;

const defaultSeed = 1;

/** Variants of a point that are compiled before it is reached; a search compiles its others when it comes to them. */
const compiledAhead = 3;

export class RunInWork {
  readonly #options: RunOptions & { readonly seed: number };
  readonly #onProgress: Listener;
  readonly #signal: AbortSignal;
  readonly #begun: { readonly at: number; readonly when: string };
  readonly #visibility: Visibility;
  /** Tells whoever waits that something came back, and what comes next. */
  readonly #sign: (waitingFor?: string) => void;
  /** Seconds that the page had been hidden before this run. */
  readonly #hiddenBefore: number;
  readonly #points: readonly PlanPoint[];
  readonly #policy: PointContext['policy'];
  readonly #software: boolean;
  readonly #memory: Pick<PointContext, 'rates' | 'linear' | 'passedCases' | 'tuning'> = {
    rates: new Map(),
    linear: new Map(),
    passedCases: new Map(),
    tuning: { choices: {}, spent: 0 },
  };
  #opened: OpenDevice;
  readonly #record = new RunRecord();
  /** What was last on its way to the GPU. */
  #inWork: Instance | null = null;
  #work: DeviceAtWork | null = null;
  #losses = 0;
  readonly #fallingOnly = fallingOnly();
  #done = 0;

  constructor(
    opened: OpenDevice,
    options: RunOptions,
    onProgress: Listener,
    signal: AbortSignal,
    begun: { readonly at: number; readonly when: string },
    visibility: Visibility,
    sign: (waitingFor?: string) => void,
  ) {
    const facts = {
      software: opened.adapter.fallback,
      f16: opened.traits.f16,
      handheld: isHandheld(opened.adapter),
      subgroupMatrices: opened.traits.subgroupMatrices,
    };
    const policy = planPolicy(options.plan, facts);
    this.#opened = opened;
    this.#options = { ...options, seed: options.seed ?? defaultSeed };
    this.#onProgress = onProgress;
    this.#signal = signal;
    this.#begun = begun;
    this.#visibility = visibility;
    this.#sign = sign;
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
    return error instanceof DeviceLostError ? error : ((await this.#work?.lossBehind(error)) ?? null);
  }

  /** All points; a device that is lost is opened once more, and what lost it is tried at a quarter of its size. */
  async finish(reopen: () => ReturnType<typeof openDevice>): Promise<RunOutcome> {
    let work = await this.#start();
    const { choices } = this.#options;
    // What a processor found out about itself is not worth keeping.
    const kept = choices === undefined || this.#software ? null : { ...choices, key: choiceKey(this.#opened.adapter, choices.engine) };
    if (kept !== null) this.#memory.tuning.choices = await kept.store.load(kept.key);
    const ahead = this.#software || work.stopwatch.clock.kind === 'wall' ? 0 : this.#points.length;
    work.compileAhead(this.#points, ahead, Math.min(compiledAhead, this.#policy.candidates), this.#options.seed);
    for (const [index, point] of this.#points.entries()) {
      try {
        if (index === Math.ceil(this.#points.length / 2)) await this.#readPace(work);
        await this.#one(work, point);
      } catch (error) {
        const lost = error instanceof CancelledError ? null : await work.lossBehind(error);
        if (lost === null) throw error;
        work = await this.#afterLoss(lost, point, reopen);
      }
      this.#done++;
    }
    if (kept !== null) await kept.store.save(kept.key, this.#memory.tuning.choices);
    await this.#visitAgain(work);
    await this.#readPace(work);
    if (this.#timeLeft() > 0) this.#record.reached(await work.unlessCancelled(this.#hostPath()));
    work.checkpoint();
    await this.#report({ id: '', words: '', phase: 'finished', rates: [], rateUnit: 's' });
    work.checkpoint();
    work.stopwatch.release();
    const { kernels, left } = this.#record;
    if (kernels.length === 0) return unavailable('kernel-failed', left.map(({ id, message }) => `${id}: ${message}`).join('\n'));
    return { kind: 'finished', run: this.#run(work) };
  }

  /** Marks what was on the GPU as unsafe here and goes on with a new device; a second loss ends the run. */
  async #afterLoss(lost: DeviceLostError, point: PlanPoint, reopen: () => ReturnType<typeof openDevice>): Promise<DeviceAtWork> {
    this.#losses++;
    if (this.#losses > 1) throw lost;
    // A look at the pace in between is no fault of the point's.
    const unsafe = this.#inWork?.kernel === point.kernel ? this.#inWork : null;
    const message = `the device was lost during this point (${lost.message}): unsafe on this adapter; the device was opened again`;
    this.#record.leave({ id: unsafe?.id ?? pointId(point), reason: 'device-lost', message });
    const again = await reopen();
    if (again.kind === 'unavailable') throw lost;
    this.#opened = again;
    const work = await this.#start();
    const smaller = quarterPoint(point, unsafe, again.traits, this.#options.seed);
    if (smaller !== null) await this.#one(work, smaller);
    return work;
  }

  #hostPath(): ReturnType<typeof measureHostPath> {
    return measureHostPath(this.#opened.device, () => performance.now(), this.#options.seed);
  }

  async #start(): Promise<DeviceAtWork> {
    this.#work = await startWork(this.#opened, this.#signal, () => this.#sign());
    return this.#work;
  }

  async #one(work: DeviceAtWork, point: PlanPoint): Promise<void> {
    work.checkpoint();
    if (this.#timeLeft() <= 0) {
      this.#record.leave({ id: pointId(point), reason: 'time', message: `the ${this.#policy.budget} s of this plan were over` });
      return;
    }
    this.#inWork = null;
    this.#record.add(point, await measurePoint(this.#context(work), point), this.#elapsed());
  }

  /** The later rounds: every result that is not settled, in an order of chance, while there is time. */
  async #visitAgain(work: DeviceAtWork): Promise<void> {
    for (let round = 1; round < this.#policy.rounds; round++) {
      const open = this.#record.kernels.filter((result) => !settled(result, this.#policy));
      for (const { id } of shuffled(open, this.#options.seed + round)) {
        if (this.#timeLeft() <= 0) return;
        const again = await this.#again(work, id, visitPolicy(this.#policy).most);
        if (again === null) continue;
        this.#record.replace(id, (result) => joined(result, again.samples, this.#policy, this.#options.seed));
        this.#done = Math.min(visits({ points: this.#points, rounds: this.#policy.rounds }) - 1, this.#done + 1);
      }
    }
  }

  async #again(work: DeviceAtWork, id: string, most = visitPolicy(this.#policy).fewest): Promise<Sampled | null> {
    const found = this.#record.find(id);
    return found === null ? null : sampleAgain(this.#context(work), found.point, found.result, most);
  }

  /** Samples the first probe again. A processor has no clock to settle, only neighbours. */
  async #readPace(work: DeviceAtWork): Promise<void> {
    const { pacemaker } = this.#record;
    if (this.#software || pacemaker === null) return;
    const again = await this.#again(work, pacemaker.id);
    if (again !== null) this.#record.paced(this.#elapsed(), again.interval);
  }

  /** Keeps the faster of a probe's two readings: it stands for the best that the adapter can do. */
  async #probeAgain(work: DeviceAtWork, probe: string, dtype: KernelDtype): Promise<void> {
    const result = this.#record.probe(probe, dtype);
    const again = result === null ? null : await this.#again(work, result.id);
    if (result === null || again === null || again.interval.value >= result.median) return;
    const { value, low, high } = again.interval;
    this.#record.replace(result.id, () => ({ ...result, samples: again.samples, median: value, low, high }));
  }

  #context(work: DeviceAtWork): PointContext {
    const { bench, stopwatch, checkpoint, unlessCancelled } = work;
    const { fma, read } = this.#record.widths;
    return {
      bench,
      stopwatch,
      unlessCancelled,
      visibility: this.#visibility,
      probeAgain: (probe, dtype) => this.#probeAgain(work, probe, dtype),
      traits: { ...this.#opened.traits, widths: { fma: fma?.groups ?? null, read: read?.groups ?? null } },
      software: this.#software,
      policy: { ...visitPolicy(this.#policy), workingSet: workingSetFor(this.#policy.workingSet, this.#record.caches, mostBytes) },
      seed: this.#options.seed,
      ...this.#memory,
      ceilings: () => ceilingsOf(this.#record.kernels),
      taken: (id) => this.#record.find(id) !== null,
      warm: () => this.#record.kernels.length > 0,
      timeLeft: () => this.#timeLeft(),
      checkpoint,
      report: async (instance, phase, rates) => {
        this.#inWork = instance;
        this.#sign(`${instance.id}, ${phase}`);
        await this.#report({ id: instance.id, words: instance.words, phase, rates, rateUnit: instance.rateUnit });
        checkpoint();
      },
    };
  }

  async #report(now: Parameters<typeof progressOf>[1]): Promise<void> {
    const standing = { points: this.#points, rounds: this.#policy.rounds, done: this.#done, elapsed: this.#elapsed(), timeLeft: this.#timeLeft() };
    await this.#onProgress(this.#fallingOnly(progressOf({ ...standing, finished: this.#record.kernels }, now)));
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

  #run({ stopwatch }: DeviceAtWork): Run {
    return this.#record.run({
      when: this.#begun.when,
      adapter: this.#opened.adapter,
      clock: stopwatch.clock,
      plan: this.#options.plan,
      seed: this.#options.seed,
      elapsed: this.#elapsed(),
      paused: this.#paused(),
    });
  }
}
