/**
 * One point of a plan, from ladder to result: find a safe shape, try the variants, check the best one, sample it, check
 * what the samples left behind, and hold it against physics. Every exit without a number says why.
 */
import type { Badge, Ceilings, KernelCheck, KernelResult, LeftPoint, Progress } from '../../run/run.ts';
import type { PlanPoint, PlanPolicy } from '../../run/plans.ts';
import { median, medianAbsoluteDeviation } from '../../stats/quantile.ts';
import { CompileError } from '../gpu/pipelines.ts';
import { MemoryError, type Loaded, type Workbench } from '../gpu/workbench.ts';
import { bytesOf, type DeviceTraits, type Instance } from '../kernels/instance.ts';
import { instancesOf } from '../kernels/suite.ts';
import { isQuantised, windowSeconds } from './clock.ts';
import { safeRung, workOf } from './contact.ts';
import { impossible } from './gate.ts';
import { chooseLinks, longestDispatch, longestSubmit, nonlinearity, sample, warmUp, type Measure } from './sampling.ts';
import type { Stopwatch } from './stopwatch.ts';
import { allPassed, verify, verifyAfter, type PassedCases } from './verify.ts';

/** What the points of one run share. */
export interface PointContext {
  readonly bench: Workbench;
  readonly stopwatch: Stopwatch;
  readonly traits: DeviceTraits;
  readonly software: boolean;
  readonly policy: PlanPolicy;
  readonly seed: number;
  /** Rates reached so far, by `kernel/dtype`. */
  readonly rates: Map<string, number>;
  /** Kernel families whose linearity has been looked at. */
  readonly linear: Map<string, number>;
  readonly passedCases: PassedCases;
  ceilings(): Ceilings;
  /** True if a result of this id stands already. */
  taken(id: string): boolean;
  /** True once anything has been sampled: the GPU is awake. */
  warm(): boolean;
  /** Seconds left in the plan's budget. */
  timeLeft(): number;
  /** Throws when the run was cancelled or the device lost; called before every submit. */
  checkpoint(): void;
  report(instance: Instance, phase: Progress['phase'], rates: readonly number[]): Promise<void>;
}

/** Nonlinearity that needs no explanation; beyond it, and beyond what the samples' own spread explains, a point is badged. */
const linearWithin = 0.02;

/**
 * A probe is what everything else is divided by. Rising clocks bend a line by a few per cent; beyond this, work was left out.
 */
const bentProbe = 0.1;

function isProbe(instance: Instance): boolean {
  return instance.kernel.startsWith('peak.') || instance.kernel.startsWith('mem.');
}

/** Bytes that one instance may hold in all, inside the lab's limit of 1 GiB on the GPU. */
const mostBytes = 896 * 2 ** 20;

export async function measurePoint(context: PointContext, point: PlanPoint): Promise<KernelResult | LeftPoint> {
  const rungs = instancesOf(point, context.traits, context.seed);
  const plain = rungs.flatMap((rung) => rung.candidates().slice(0, 1));
  const fits = plain.filter((instance) => largestBuffer(instance) <= context.traits.maxBinding && bytesHeld(instance, 1) <= mostBytes);
  const first = plain[0];
  if (first === undefined) return left(pointId(point), 'feature', 'no variant fits the limits of this adapter');
  if (fits.length === 0) return left(first.id, 'memory', `needs a buffer of ${largestBuffer(first)} bytes; this adapter allows ${context.traits.maxBinding}`);
  try {
    const chosen = await contact(context, point, fits);
    if (chosen === null) return left(first.id, 'time', `one dispatch of the smallest shape would last longer than ${longestDispatch * 1000} ms on this adapter`);
    if (context.taken(chosen.id)) return left(first.id, 'time', `${chosen.words} is the largest shape that is safe here, and was measured already`);
    const candidates = rungs[plain.indexOf(chosen)]?.candidates().slice(0, context.policy.candidates) ?? [];
    return await firstTrusted(context, point, await ranked(context, candidates));
  } catch (error) {
    if (error instanceof CompileError) return left(first.id, 'compile-failed', error.message);
    if (error instanceof MemoryError) return left(first.id, 'memory', error.message);
    throw error;
  }
}

/** Id of a point that never came to a shape: its largest one. */
export function pointId({ kernel, dtype, ladder }: PlanPoint): string {
  return `${kernel}/${Object.values(ladder[0] ?? {}).join('x')}/${dtype}`;
}

function left(id: string, reason: LeftPoint['reason'], message: string): LeftPoint {
  return { id, reason, message };
}

/**
 * The largest shape that is safe here, met from below: each step runs a rung that the rates so far call safe, and either
 * climbs on with its own rate or strikes out that rung and all above it. Null if not even the smallest is safe.
 */
async function contact(context: PointContext, point: PlanPoint, ladder: readonly Instance[]): Promise<Instance | null> {
  const key = `${point.kernel}/${point.dtype}`;
  let allowed = ladder;
  let ran = null as Instance | null;
  while (allowed.length > 0) {
    const { fmaF32, read } = context.ceilings();
    const index = safeRung(allowed, { fma: fmaF32?.value ?? null, read: read?.value ?? null, own: context.rates.get(key) ?? null });
    const instance = allowed[index];
    if (instance === undefined || instance.rateUnit === 's') return instance ?? null;
    // No rung above the one that ran is safe.
    if (ran !== null && index >= allowed.indexOf(ran)) return ran;
    const { perLink } = await shortRun(context, instance);
    const seconds = Math.max(perLink, context.stopwatch.clock.step / 2);
    if (perLink > longestDispatch) {
      context.rates.set(key, workOf(instance) / seconds);
      allowed = allowed.slice(index + 1);
      if (ran !== null && allowed.includes(ran)) return ran;
    } else {
      context.rates.set(key, Math.max(workOf(instance) / seconds, context.rates.get(key) ?? 0));
      ran = instance;
      if (index === 0) return instance;
    }
  }
  return null;
}

/** Pass length at first contact, in seconds: enough to see a rate, short beside every limit. */
const contactWindow = 0.002;

async function shortRun(context: PointContext, instance: Instance): Promise<{ perLink: number }> {
  await context.report(instance, 'compile', []);
  const loaded = await load(context, instance, 1);
  try {
    return await chooseLinks(measureOf(context, loaded), contactWindow);
  } finally {
    loaded.release();
  }
}

/** The candidates that compile, fastest first, by a few short slopes each. */
async function ranked(context: PointContext, candidates: readonly Instance[]): Promise<Instance[]> {
  if (candidates.length <= 1) return [...candidates];
  const trials: { instance: Instance; seconds: number }[] = [];
  let refusal: CompileError | null = null;
  for (const instance of candidates) {
    try {
      await context.report(instance, 'compile', []);
      const loaded = await load(context, instance, setsFor(context, instance));
      try {
        trials.push({ instance, seconds: await glance(context, loaded) });
      } finally {
        loaded.release();
      }
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      refusal = error;
    }
  }
  if (trials.length === 0 && refusal !== null) throw refusal;
  return trials.sort((a, b) => a.seconds - b.seconds).map((trial) => trial.instance);
}

/** Seconds per link from two slopes over half a window: enough to rank variants that differ by a few per cent. */
async function glance(context: PointContext, loaded: Loaded): Promise<number> {
  const measure = measureOf(context, loaded);
  const { links, perLink } = await chooseLinks(measure, windowSeconds(context.stopwatch.clock) / 2);
  const slopes: number[] = [];
  for (let round = 0; round < 2; round++) {
    const [one = NaN, two = NaN] = await measure([links, 2 * links]);
    slopes.push((two - one) / links);
  }
  const usable = slopes.filter((slope) => slope > 0);
  return usable.length > 0 ? median(usable) : perLink;
}

/** The fastest variant whose results are right. A variant that fails is passed over; if all fail, the reason is kept. */
async function firstTrusted(context: PointContext, point: PlanPoint, instances: readonly Instance[]): Promise<KernelResult | LeftPoint> {
  let failure: LeftPoint | null = null;
  for (const instance of instances) {
    const outcome = await measureInstance(context, point, instance);
    if ('samples' in outcome) return outcome;
    failure ??= outcome;
  }
  return failure ?? left(pointId(point), 'feature', 'no variant fits the limits of this adapter');
}

/** Median seconds per link of a result's own variant and shape, sampled again with the fewest samples; null if it cannot be. */
export async function sampleAgain(context: PointContext, point: PlanPoint, result: KernelResult): Promise<number | null> {
  const candidates = instancesOf(point, context.traits, context.seed).flatMap((rung) => rung.candidates());
  const instance = candidates.find(({ id, variant }) => id === result.id && variant === result.variant);
  if (instance === undefined) return null;
  const loaded = await load(context, instance, setsFor(context, instance));
  try {
    const measure = measureOf(context, loaded);
    const { links } = await chooseLinks(measure, windowSeconds(context.stopwatch.clock));
    const sampled = await sample(measure, links, { ...context.policy, most: context.policy.fewest, seed: context.seed });
    return sampled?.interval.value ?? null;
  } finally {
    loaded.release();
  }
}

async function measureInstance(context: PointContext, point: PlanPoint, instance: Instance): Promise<KernelResult | LeftPoint> {
  const loaded = await load(context, instance, setsFor(context, instance));
  try {
    await context.report(instance, 'check', []);
    const checks = await verify(context.bench, loaded, context.seed, context.passedCases);
    context.checkpoint();
    if (!allPassed(checks)) return left(instance.id, 'check-failed', failureText(instance, checks));

    const measure = measureOf(context, loaded);
    const { clock } = context.stopwatch;
    await context.report(instance, 'warm-up', []);
    const { links, perLink } = await chooseLinks(measure, windowSeconds(clock));
    const { warmUp: warm } = context.policy;
    if (warm.eachPoint || !context.warm()) await warmUp(measure, links, warm.seconds);
    const bend = await linearity(context, point, measure, links, perLink);
    const rate = (seconds: number): number => (instance.rateUnit === 's' ? seconds : workOf(instance) / seconds);
    const sampled = await sample(
      measure,
      links,
      { ...context.policy, seed: context.seed },
      {
        onSample: (samples) => context.report(instance, 'sample', samples.map(rate)),
        expired: () => context.timeLeft() <= 0,
      },
    );
    if (sampled === null) return left(instance.id, 'check-failed', 'most readings of the clock were unusable');
    // Launch counts up in place: what a chain leaves depends on its length, and the first dispatch was checked.
    if (instance.rateUnit !== 's') {
      const after = await verifyAfter(context.bench, loaded, 2 * links, context.seed + 1);
      if (!after.passed) return left(instance.id, 'check-failed', failureText(instance, [after]));
    }

    const badges: Badge[] = [];
    if (context.software) badges.push('software-adapter');
    if (clock.kind === 'wall') badges.push('wall-clock');
    if (isQuantised(clock)) badges.push('quantised-clock');
    if (!sampled.settled) badges.push('noisy');
    if (bend > Math.max(linearWithin, 3 * spread(sampled.samples))) badges.push('nonlinear');
    if (instance.rateUnit === 'B/s' && !isProbe(instance) && rotatedBytes(instance, loaded.sets) < context.policy.workingSet) badges.push('cache-resident');
    const result: KernelResult = {
      id: instance.id,
      kernel: instance.kernel,
      variant: instance.variant,
      dtype: instance.dtype,
      shape: instance.shape,
      flops: instance.flops,
      bytes: instance.bytes,
      samples: sampled.samples,
      median: sampled.interval.value,
      low: sampled.interval.low,
      high: sampled.interval.high,
      checks,
      badges,
    };
    const reason = context.software ? null : impossible(result, context.ceilings());
    if (reason !== null) return left(instance.id, 'check-failed', `impossible: ${reason}`);
    if (!context.software && isProbe(instance) && bend > bentProbe) return left(instance.id, 'check-failed', `twice the work did not take twice the time: ${Math.round(bend * 100)} % off`);
    if (instance.rateUnit !== 's') {
      const key = `${point.kernel}/${point.dtype}`;
      context.rates.set(key, Math.max(context.rates.get(key) ?? 0, rate(result.median)));
    }
    return result;
  } finally {
    loaded.release();
  }
}

/** Standard deviation of one sample as a share of the median, from the median absolute deviation (normal: 1.4826 times it). */
function spread(samples: readonly number[]): number {
  return (1.4826 * medianAbsoluteDeviation(samples)) / median(samples);
}

/** Looked at once a family; 0 where a pass of four windows would be too long to be safe. */
async function linearity(context: PointContext, point: PlanPoint, measure: Measure, links: number, perLink: number): Promise<number> {
  const key = `${point.kernel}/${point.dtype}`;
  const known = context.linear.get(key);
  if (known !== undefined) return known;
  if (4 * links * perLink > longestSubmit) return 0;
  const bend = await nonlinearity(measure, links, linearWithin);
  context.linear.set(key, bend);
  return bend;
}

function measureOf(context: PointContext, loaded: Loaded): Measure {
  return async (links) => {
    context.checkpoint();
    const seconds = await context.stopwatch.time((pass, count) => loaded.encode(pass, count), links);
    context.checkpoint();
    return seconds;
  };
}

async function load(context: PointContext, instance: Instance, sets: number): Promise<Loaded> {
  context.checkpoint();
  const loaded = await context.bench.load(instance, sets);
  context.checkpoint();
  return loaded;
}

/** Copies of the inputs: enough to pass every cache for kernels that memory bounds, two for the others. */
function setsFor(context: PointContext, instance: Instance): number {
  const one = rotatedBytes(instance, 1);
  if (one === 0) return 1;
  const wanted = instance.rateUnit === 'B/s' ? Math.ceil(context.policy.workingSet / one) : 2;
  const room = Math.floor((mostBytes - bytesHeld(instance, 0)) / one);
  return Math.max(1, Math.min(Math.max(2, wanted), room, mostSets));
}

/** Each set is a few buffers and bind groups; 64 already need 64 megabytes of weights to be too small. */
const mostSets = 64;

function rotatedBytes(instance: Instance, sets: number): number {
  return sets * sumBytes(instance, (rotates) => rotates);
}

function bytesHeld(instance: Instance, sets: number): number {
  return rotatedBytes(instance, sets) + sumBytes(instance, (rotates) => !rotates);
}

function sumBytes(instance: Instance, wanted: (rotates: boolean) => boolean): number {
  return Object.values(instance.buffers).reduce((sum, plan) => sum + (wanted(plan.rotates) ? plan.length * bytesOf[plan.element] : 0), 0);
}

function largestBuffer(instance: Instance): number {
  return Math.max(...Object.values(instance.buffers).map((plan) => plan.length * bytesOf[plan.element]));
}

function failureText(instance: Instance, checks: readonly KernelCheck[]): string {
  const failed = checks.find((check) => !check.passed);
  if (failed === undefined) return '';
  const what = failed.kind === 'exact' ? `${failed.error} entries differ from whole-number arithmetic` : failed.kind === 'poison' ? `${failed.error} rows were not written or are not finite` : `relative error ${failed.error.toExponential(1)} against float64 exceeds ${failed.tolerance.toExponential(0)}`;
  return `${instance.words}, variant ${instance.variant}: ${what} (${failed.kind} check)`;
}
