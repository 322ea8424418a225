/**
 * One point of a plan, from ladder to result: find a safe shape, try the variants, check the best one, sample it, check
 * what the samples left behind, and hold it against physics. Every exit without a number says why.
 */
import type { CacheSweep, KernelDtype, KernelResult, LeftPoint, TriedVariant, Widths } from '../../run/run.ts';
import type { PlanPoint } from '../../run/plans.ts';
import { CompileError } from '../gpu/pipelines.ts';
import { MemoryError, type Loaded } from '../gpu/workbench.ts';
import { largestBuffer, mostBytes, residentBytes, streamedBytes } from '../kernels/footprint.ts';
import type { Instance } from '../kernels/instance.ts';
import { instancesOf } from '../kernels/suite.ts';
import type { WidthShape } from '../kernels/probes/width-probes.ts';
import { badgesOf, bentBy } from './badges.ts';
import { workOf } from './first-dispatch.ts';
import { load, type PointContext } from './context.ts';
import { failureText } from './failure-text.ts';
import { excess, excessText, isProbe, type Excess } from './gate.ts';
import { largestSafe } from './ladder.ts';
import { ClockError, type Sampled } from './sampling.ts';
import { measureSweep } from './sweep.ts';
import { hotReading, leftBehind, offTwice, OutOfTimeError, timeIt, twiceWithin, type Timed } from './timing.ts';
import { tune, type Trial, type Tuned } from './tuning.ts';
import { allPassed, verify } from './verify.ts';
import { measureWidth } from './width.ts';

export interface PointOutcome {
  /** Null if the point has no number; `left` then says why. */
  readonly result: KernelResult | null;
  /** The point, or variants of it that were faster but wrong. */
  readonly left: readonly LeftPoint[];
  /** What a sweep has found instead of a number. */
  readonly caches?: CacheSweep;
  readonly widths?: Widths;
}

/**
 * A probe is what everything else is divided by. Rising clocks bend a line by a few per cent; beyond this, work was left out. Of
 * matrix units, whose compilers are young, no more is believed than twice the time for twice the turns within 2 %.
 */
const bentProbe = 0.1;

export async function measurePoint(context: PointContext, point: PlanPoint): Promise<PointOutcome> {
  const rungs = instancesOf(point, context.traits, context.seed).flatMap((rung) => {
    const [instance] = rung.candidates(1);
    return instance === undefined ? [] : [{ instance, rung }];
  });
  const plain = rungs.map(({ instance }) => instance);
  const fitting = plain.filter((instance) => largestBuffer(instance) <= context.traits.maxBinding && residentBytes(instance, 1) <= mostBytes);
  const [first] = plain;
  if (first === undefined) return without(pointId(point), 'feature', 'no variant fits the limits of this adapter');
  if (fitting.length === 0)
    return without(first.id, 'memory', `needs a buffer of ${largestBuffer(first)} bytes; this adapter allows ${context.traits.maxBinding}`);
  try {
    const chosen = await largestSafe(context, point, fitting);
    if (chosen === null)
      return without(
        first.id,
        'time',
        `one dispatch of the smallest shape would last longer than ${context.policy.longestDispatch * 1000} ms on this adapter`,
      );
    if (context.taken(chosen.id))
      return without(first.id, 'time', `${chosen.words} is the largest shape that is safe here, and was measured already`);
    if (point.kernel === 'mem.sweep') return await sweptBy(context, chosen);
    if (point.kernel === 'peak.width') return await widthBy(context, chosen, 'fma', point.ladder[plain.indexOf(chosen)]);
    if (point.kernel === 'mem.width') return await widthBy(context, chosen, 'read', point.ladder[plain.indexOf(chosen)]);
    const rung = rungs.find(({ instance }) => instance === chosen)?.rung ?? { candidates: () => [chosen] };
    return await firstTrusted(context, await tune(context, rung));
  } catch (error) {
    if (error instanceof CompileError) return without(first.id, 'compile-failed', error.message);
    if (error instanceof MemoryError) return without(first.id, 'memory', error.message);
    if (error instanceof OutOfTimeError) return without(first.id, 'time', error.message);
    if (error instanceof ClockError) return without(first.id, 'check-failed', error.message);
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
  const rung = instancesOf(point, context.traits, context.seed).find((each) => each.candidates(1)[0]?.id === result.id);
  const instance = rung?.candidates().find(({ variant }) => variant === result.variant);
  if (instance === undefined) return null;
  const loaded = await load(context, instance);
  try {
    const timed = await timeIt({ ...context, policy: { ...context.policy, most } }, loaded);
    return timed !== null && (await leftBehind(context, loaded, timed)).passed ? timed.sampled : null;
  } catch (error) {
    if (error instanceof OutOfTimeError) return null;
    throw error;
  } finally {
    loaded.release();
  }
}

function without(id: string, reason: LeftPoint['reason'], message: string): PointOutcome {
  return { result: null, left: [{ id, reason, message }] };
}

async function sweptBy(context: PointContext, { id, shape, words }: Instance): Promise<PointOutcome> {
  const caches = await measureSweep(context, shape['bytes'] ?? 0);
  return caches === null ? noCurve(context, id, words) : { result: null, left: [], caches };
}

async function widthBy(context: PointContext, { id, words }: Instance, of: keyof Widths, shape: WidthShape | undefined): Promise<PointOutcome> {
  const curve = shape === undefined ? null : await measureWidth(context, shape);
  return curve === null ? noCurve(context, id, words) : { result: null, left: [], widths: { [of]: curve } };
}

function noCurve(context: PointContext, id: string, words: string): PointOutcome {
  return context.timeLeft() <= 0
    ? without(id, 'time', 'no time for the whole of it')
    : without(id, 'check-failed', `${words}: wrong sums, or no readings`);
}

/** The fastest variant whose results are right. Those that were faster and wrong are listed, each by its variant. */
async function firstTrusted(context: PointContext, { trials, refused }: Tuned): Promise<PointOutcome> {
  const failures: { readonly instance: Instance; readonly left: LeftPoint }[] = [];
  for (const { instance } of trials) {
    const outcome = await measureInstance(context, instance);
    if ('samples' in outcome) {
      const tried = trials.flatMap(triedOf);
      return {
        result: tried.length === 0 ? outcome : { ...outcome, tried },
        left: [...refused, ...failures.map(({ left, instance: { variant } }) => ({ ...left, id: `${left.id} (${variant})` }))],
      };
    }
    if (outcome.final) return { result: null, left: [outcome.left] };
    failures.push({ instance, left: outcome.left });
  }
  return { result: null, left: failures.slice(0, 1).map(({ left }) => left) };
}

function triedOf({ instance: { variant }, reading }: Trial): TriedVariant[] {
  return reading === null ? [] : [{ variant, ...reading }];
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
      await context.probeAgain(over.probe, probeDtype(over.probe, instance, context.traits));
      timed = (await timeIt(context, loaded)) ?? timed;
      over = excessOf(context, loaded, timed);
      // Too fast to be true is no reason to prefer a slower variant.
      if (over !== null) return left(excessText(over), true);
    }
    const { sampled } = timed;
    let { bend } = timed;
    if (!context.software && isProbe(instance.kernel)) {
      bend = Math.max(bend, await offTwice(context, loaded));
      const allowed = instance.kernel === 'peak.sgm' ? twiceWithin : bentProbe;
      if (bend > Math.max(allowed, bentBy(sampled))) return left(`twice the work did not take twice the time: ${Math.round(bend * 100)} % off`);
    }
    const after = await leftBehind(context, loaded, timed);
    if (!after.passed) return left(failureText(instance, [after]));
    const hot = await hotReading(context, loaded, timed);

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
      ...(instance.model === undefined ? {} : { model: instance.model }),
      ...(hot === undefined ? {} : { hot }),
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

/** The element type of the probe that a kernel of this type was held against. */
function probeDtype(probe: Excess['probe'], { dtype }: Instance, { f16 }: PointContext['traits']): KernelDtype {
  switch (probe) {
    case 'mem.read':
      return 'f32';
    case 'peak.dp4a':
      return 'i8';
    case 'peak.fma':
      return dtype === 'f32' || !f16 ? 'f32' : 'f16';
    case 'peak.sgm':
      return dtype === 'i8' ? 'i8' : 'f16';
    default:
      return probe satisfies never;
  }
}

/** A rate beyond physics; only data that rotate through the whole working set are held against the memory probe. */
function excessOf(context: PointContext, { instance, sets }: Loaded, { sampled }: Timed): ReturnType<typeof excess> {
  return excess({ ...instance, median: sampled.interval.value }, streamedBytes(instance, sets) >= context.policy.workingSet, context.ceilings());
}
