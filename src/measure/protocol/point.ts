/**
 * One point of a plan, from ladder to result: find a safe shape, try the variants, check the best one, sample it, check
 * what the samples left behind, and hold it against physics. Every exit without a number says why.
 */
import type { Badge, KernelCheck, KernelResult, LeftPoint, TriedVariant } from '../../run/run.ts';
import type { PlanPoint } from '../../run/plans.ts';
import { median, medianAbsoluteDeviation } from '../../stats/quantile.ts';
import { CompileError } from '../gpu/pipelines.ts';
import { MemoryError, type Loaded } from '../gpu/workbench.ts';
import { largestBuffer, mostBytes, residentBytes, rotatedBytes } from '../kernels/footprint.ts';
import type { Instance } from '../kernels/instance.ts';
import { instancesOf } from '../kernels/suite.ts';
import { isQuantised, windowSeconds } from './clock.ts';
import { workOf } from './contact.ts';
import { chainOf, load, uninterrupted, type Chain, type PointContext } from './context.ts';
import { excess, excessText } from './gate.ts';
import { largestSafe } from './ladder.ts';
import { chooseLinks, longestDispatch, longestSubmit, nonlinearity, sample, warmUp, type Sampled } from './sampling.ts';
import { trials, type Trial } from './tuning.ts';
import { allPassed, verify, verifyAfter } from './verify.ts';

export interface PointOutcome {
  /** Null if the point has no number; `left` then says why. */
  readonly result: KernelResult | null;
  /** The point, or variants of it that were faster but wrong. */
  readonly left: readonly LeftPoint[];
}

/** Nonlinearity that needs no explanation; beyond it, and beyond what the samples' own spread explains, a point is badged. */
const linearWithin = 0.02;

/** A probe is what everything else is divided by. Rising clocks bend a line by a few per cent; beyond this, work was left out. */
const bentProbe = 0.1;

export async function measurePoint(context: PointContext, point: PlanPoint): Promise<PointOutcome> {
  const rungs = instancesOf(point, context.traits, context.seed);
  const plain = rungs.flatMap((rung) => rung.candidates().slice(0, 1));
  const fitting = plain.filter((instance) => largestBuffer(instance) <= context.traits.maxBinding && residentBytes(instance, 1) <= mostBytes);
  const [first] = plain;
  if (first === undefined) return without(pointId(point), 'feature', 'no variant fits the limits of this adapter');
  if (fitting.length === 0)
    return without(first.id, 'memory', `needs a buffer of ${largestBuffer(first)} bytes; this adapter allows ${context.traits.maxBinding}`);
  try {
    const chosen = await largestSafe(context, point, fitting);
    if (chosen === null)
      return without(first.id, 'time', `one dispatch of the smallest shape would last longer than ${longestDispatch * 1000} ms on this adapter`);
    if (context.taken(chosen.id))
      return without(first.id, 'time', `${chosen.words} is the largest shape that is safe here, and was measured already`);
    const candidates = rungs[plain.indexOf(chosen)]?.candidates().slice(0, context.policy.candidates) ?? [];
    return await firstTrusted(context, await trials(context, candidates));
  } catch (error) {
    if (error instanceof CompileError) return without(first.id, 'compile-failed', error.message);
    if (error instanceof MemoryError) return without(first.id, 'memory', error.message);
    throw error;
  }
}

/** Id of a point that never came to a shape: its largest one. */
export function pointId({ kernel, dtype, ladder }: PlanPoint): string {
  return `${kernel}/${Object.values(ladder[0] ?? {}).join('x')}/${dtype}`;
}

/**
 * A result's own variant and shape, sampled again: at most `most` samples, on inputs and outputs that are checked as after the
 * first time. Null if it cannot be.
 */
export async function sampleAgain(context: PointContext, point: PlanPoint, result: KernelResult, most: number): Promise<Sampled | null> {
  const candidates = instancesOf(point, context.traits, context.seed).flatMap((rung) => rung.candidates());
  const instance = candidates.find(({ id, variant }) => id === result.id && variant === result.variant);
  if (instance === undefined) return null;
  const loaded = await load(context, instance);
  try {
    const timed = await timeIt({ ...context, policy: { ...context.policy, most } }, loaded);
    return timed !== null && (await leftBehind(context, loaded, timed)).passed ? timed.sampled : null;
  } finally {
    loaded.release();
  }
}

function without(id: string, reason: LeftPoint['reason'], message: string): PointOutcome {
  return { result: null, left: [{ id, reason, message }] };
}

/** The fastest variant whose results are right. Those that were faster and wrong are listed, each by its variant. */
async function firstTrusted(context: PointContext, tried: readonly Trial[]): Promise<PointOutcome> {
  const failures: { readonly instance: Instance; readonly left: LeftPoint }[] = [];
  for (const { instance } of tried) {
    const outcome = await measureInstance(context, instance);
    if ('samples' in outcome) {
      const variants = tried.flatMap(({ instance: { variant }, seconds }): TriedVariant[] => (seconds === null ? [] : [{ variant, seconds }]));
      return {
        result: variants.length === 0 ? outcome : { ...outcome, tried: variants },
        left: failures.map(({ left, instance: { variant } }) => ({ ...left, id: `${left.id} (${variant})` })),
      };
    }
    if (outcome.final) return { result: null, left: [outcome.left] };
    failures.push({ instance, left: outcome.left });
  }
  return { result: null, left: failures.slice(0, 1).map(({ left }) => left) };
}

/** No number for this variant; `final` if another variant of the point should not get one either. */
interface Refusal {
  readonly left: LeftPoint;
  readonly final: boolean;
}

async function measureInstance(context: PointContext, instance: Instance): Promise<KernelResult | Refusal> {
  const left = (message: string, final = false): Refusal => ({ left: { id: instance.id, reason: 'check-failed', message }, final });
  const loaded = await load(context, instance);
  try {
    await context.report(instance, 'check', []);
    const checks = await context.unlessCancelled(verify(context.bench, loaded, context.seed, context.passedCases));
    context.checkpoint();
    if (!allPassed(checks)) return left(failureText(instance, checks));

    let timed = await timeIt(context, loaded);
    if (timed === null) return left('most readings of the clock were unusable');
    let over = context.software ? null : excessOf(context, loaded, timed);
    if (over !== null) {
      // The probe may have met a busy moment: probe and kernel both get a second chance, and then it is final.
      await context.probeAgain(over.probe, over.probe === 'mem.read' ? 'f32' : instance.dtype);
      timed = (await timeIt(context, loaded)) ?? timed;
      over = excessOf(context, loaded, timed);
      // Too fast to be true is no reason to prefer a slower variant.
      if (over !== null) return left(excessText(over), true);
    }
    const { sampled, bend } = timed;
    if (!context.software && isProbe(instance) && bend > Math.max(bentProbe, bentBy(sampled)))
      return left(`twice the work did not take twice the time: ${Math.round(bend * 100)} % off`);
    const after = await leftBehind(context, loaded, timed);
    if (!after.passed) return left(failureText(instance, [after]));

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
      badges: badgesOf(context, loaded, sampled, bend),
    };
    if (instance.rateUnit !== 's') {
      const key = `${instance.kernel}/${instance.dtype}`;
      context.rates.set(key, Math.max(context.rates.get(key) ?? 0, workOf(instance) / result.median));
    }
    return result;
  } finally {
    loaded.release();
  }
}

/** A rate beyond physics; only data that rotate through the whole working set are held against the memory probe. */
function excessOf(context: PointContext, { instance, sets }: Loaded, { sampled }: Timed): ReturnType<typeof excess> {
  return excess({ ...instance, median: sampled.interval.value }, rotatedBytes(instance, sets) >= context.policy.workingSet, context.ceilings());
}

interface Timed {
  readonly sampled: Sampled;
  readonly bend: number;
  readonly links: number;
  readonly chain: Chain;
}

/** The check of what the samples left in the output. */
function leftBehind(context: PointContext, loaded: Loaded, { chain, links }: Timed): Promise<KernelCheck> {
  return context.unlessCancelled(verifyAfter(context.bench, loaded, { links: chain.run(), lastPass: 2 * links }, context.seed + 1));
}

/** Sizes the chain, settles the clocks, looks at linearity once a family, and samples: all of it again if the page was hidden meanwhile. */
function timeIt(context: PointContext, loaded: Loaded): Promise<Timed | null> {
  return uninterrupted(context, () => timeOnce(context, loaded));
}

/** The output is poisoned first. */
async function timeOnce(context: PointContext, loaded: Loaded): Promise<Timed | null> {
  const { instance } = loaded;
  const { stopwatch, policy } = context;
  await context.report(instance, 'warm-up', []);
  await loaded.poison();
  const chain = chainOf(context, loaded);
  const { links, perLink } = await chooseLinks(chain.measure, windowSeconds(stopwatch.clock), stopwatch.splits);
  await warmUp(chain.measure, links, context.warm() ? policy.warmUp.each : policy.warmUp.first);
  const bend = await linearity(context, chain, links, perLink, `${instance.kernel}/${instance.dtype}`);
  const rate = (seconds: number): number => (instance.rateUnit === 's' ? seconds : workOf(instance) / seconds);
  const sampled = await sample(
    chain.measure,
    links,
    { ...policy, seed: context.seed },
    { onSample: (samples) => context.report(instance, 'sample', samples.map(rate)), expired: () => context.timeLeft() <= 0 },
  );
  return sampled === null ? null : { sampled, bend, links, chain };
}

/** Looked at once a family; 0 where a pass of four windows would be too long to be safe. */
async function linearity(context: PointContext, chain: Chain, links: number, perLink: number, key: string): Promise<number> {
  const known = context.linear.get(key);
  if (known !== undefined) return known;
  if (!context.stopwatch.splits && 4 * links * perLink > longestSubmit) return 0;
  const bend = await nonlinearity(chain.measure, links, linearWithin);
  context.linear.set(key, bend);
  return bend;
}

function badgesOf(
  { software, stopwatch: { clock }, policy }: PointContext,
  { instance, sets }: Loaded,
  { samples, settled }: Sampled,
  bend: number,
): Badge[] {
  const badges: Badge[] = [];
  if (software) badges.push('software-adapter');
  if (clock.kind === 'wall') badges.push('wall-clock');
  if (isQuantised(clock)) badges.push('quantised-clock');
  if (!settled) badges.push('noisy');
  if (bend > Math.max(linearWithin, bentBy({ samples }))) badges.push('nonlinear');
  if (instance.rateUnit === 'B/s' && !isProbe(instance) && rotatedBytes(instance, sets) < policy.workingSet) badges.push('cache-resident');
  return badges;
}

function isProbe({ kernel }: Instance): boolean {
  return kernel.startsWith('peak.') || kernel.startsWith('mem.');
}

/** Nonlinearity that noise alone explains: three standard deviations of a sample, from the median absolute deviation (normal: 1.4826 times it). */
function bentBy({ samples }: Pick<Sampled, 'samples'>): number {
  return (3 * 1.4826 * medianAbsoluteDeviation(samples)) / median(samples);
}

function failureText(instance: Instance, checks: readonly KernelCheck[]): string {
  const failed = checks.find((check) => !check.passed);
  if (failed === undefined) return '';
  return `${instance.words}, variant ${instance.variant}: ${whatFailed(failed)} (${failed.kind} check)`;
}

function whatFailed({ kind, error, tolerance }: KernelCheck): string {
  switch (kind) {
    case 'exact':
      return `${error} entries differ from whole-number arithmetic`;
    case 'poison':
      return `${error} rows were not written or are not finite`;
    case 'sampled':
    case 'freivalds':
      return `relative error ${error.toExponential(1)} against float64 exceeds ${tolerance.toExponential(0)}`;
    default:
      return kind satisfies never;
  }
}
