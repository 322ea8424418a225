/**
 * Runs a plan on a GPU and gives back a run, or the one reason why there is none. Nothing here knows whether it runs on a
 * page, in a worker or in Node.
 */
import { planPoints, planPolicy, type PlanPoint } from '../run/plans.ts';
import type { Ceiling, Ceilings, KernelResult, LeftPoint, PlanName, Progress, Run, RunOutcome } from '../run/run.ts';
import { openDevice, type OpenDevice } from './gpu/acquire.ts';
import { ownEnvironment, type Environment } from './gpu/environment.ts';
import { unavailable } from './gpu/reasons.ts';
import { createWorkbench } from './gpu/workbench.ts';
import { launch } from './kernels/launch.ts';
import { measurePoint, type PointContext } from './protocol/point.ts';
import { createStopwatch } from './protocol/stopwatch.ts';

export interface RunOptions {
  readonly plan: PlanName;
  /** Seed of all data and of the bootstrap; the same seed gives the same inputs. */
  readonly seed?: number;
}

class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

class Lost extends Error {
  override readonly name = 'Lost';
}

const defaultSeed = 1;

export async function runPlan(
  gpu: GPU | undefined,
  options: RunOptions,
  onProgress: (progress: Progress) => void | Promise<void>,
  signal: AbortSignal,
  environment: Environment = ownEnvironment(),
): Promise<RunOutcome> {
  const started = performance.now();
  const when = new Date().toISOString();
  const opened = await openDevice(gpu, environment);
  if (opened.kind === 'unavailable') return opened;
  try {
    return await onDevice(opened, options, onProgress, signal, started, when);
  } catch (error) {
    if (error instanceof Cancelled) return { kind: 'cancelled' };
    // A pending map rejects a moment before the loss itself is reported.
    await Promise.race([opened.whenLost, new Promise((resolve) => setTimeout(resolve, 100))]);
    const lost = opened.lost();
    if (lost !== null) return unavailable('device-lost', `${lost.reason}: ${lost.message}`);
    throw error;
  } finally {
    opened.close();
  }
}

async function onDevice(
  opened: OpenDevice,
  { plan, seed = defaultSeed }: RunOptions,
  onProgress: (progress: Progress) => void | Promise<void>,
  signal: AbortSignal,
  started: number,
  when: string,
): Promise<RunOutcome> {
  const { device, adapter, traits } = opened;
  const facts = { software: adapter.fallback, f16: traits.f16 };
  const policy = planPolicy(plan, facts);
  const points = planPoints(plan, facts);
  const kernels: KernelResult[] = [];
  const left: LeftPoint[] = [];
  const elapsed = (): number => (performance.now() - started) / 1000;
  const checkpoint = (): void => {
    if (signal.aborted) throw new Cancelled('cancelled');
    if (opened.lost() !== null) throw new Lost('lost');
  };

  checkpoint();
  const bench = createWorkbench(device);
  const probe = await bench.load(launch(), 1);
  const stopwatch = await createStopwatch(device, () => performance.now(), (pass, links) => probe.encode(pass, links));
  probe.release();

  const progress = (done: number, rest: Pick<Progress, 'id' | 'words' | 'phase' | 'rates' | 'rateUnit'>): Promise<void> =>
    Promise.resolve(onProgress({ done, total: points.length, ...rest, elapsed: elapsed(), remaining: remaining(policy.budget, elapsed(), done, points.length), finished: [...kernels] }));

  const context: PointContext = {
    bench,
    stopwatch,
    traits,
    software: adapter.fallback,
    policy,
    seed,
    rates: new Map(),
    linear: new Map(),
    passedCases: new Map(),
    ceilings: () => ceilingsOf(kernels),
    taken: (id) => kernels.some((result) => result.id === id),
    timeLeft: () => policy.budget - elapsed(),
    checkpoint,
    async report(instance, phase, rates) {
      await progress(kernels.length + left.length, { id: instance.id, words: instance.words, phase, rates, rateUnit: instance.rateUnit });
      checkpoint();
    },
  };

  for (const point of points) {
    checkpoint();
    const outcome = context.timeLeft() > 0 ? await measurePoint(context, point) : outOfTime(point, policy.budget);
    if ('samples' in outcome) kernels.push(outcome);
    else left.push(outcome);
  }
  stopwatch.release();
  checkpoint();
  await progress(points.length, { id: '', words: '', phase: 'finished', rates: [], rateUnit: 's' });
  if (kernels.length === 0) return unavailable('kernel-failed', left.map(({ id, message }) => `${id}: ${message}`).join('\n'));
  const run: Run = { version: 1, when, adapter, clock: stopwatch.clock, plan, elapsed: elapsed(), kernels, ceilings: ceilingsOf(kernels), left };
  return { kind: 'finished', run };
}

function outOfTime(point: PlanPoint, budget: number): LeftPoint {
  const shape = Object.values(point.ladder[0] ?? {}).join('x');
  return { id: `${point.kernel}/${shape}/${point.dtype}`, reason: 'time', message: `the ${budget} s of this plan were over` };
}

/** Points go at much the same pace; the budget is the bound. */
function remaining(budget: number, elapsed: number, done: number, total: number): number {
  const left = Math.max(0, budget - elapsed);
  return done === 0 ? left : Math.min(left, (elapsed / done) * (total - done));
}

/** The probes of a run as rates; null for what was not measured. */
export function ceilingsOf(kernels: readonly KernelResult[]): Ceilings {
  const find = (kernel: string, dtype = 'f32'): KernelResult | undefined => kernels.find((result) => result.kernel === kernel && result.dtype === dtype);
  const rate = (result: KernelResult | undefined, work: 'flops' | 'bytes'): Ceiling | null =>
    result === undefined ? null : { value: result[work] / result.median, low: result[work] / result.high, high: result[work] / result.low };
  const dispatch = find('launch.dispatch');
  return {
    fmaF32: rate(find('peak.fma'), 'flops'),
    fmaF16: rate(find('peak.fma', 'f16'), 'flops'),
    read: rate(find('mem.read'), 'bytes'),
    copy: rate(find('mem.copy'), 'bytes'),
    dispatch: dispatch === undefined ? null : { value: dispatch.median, low: dispatch.low, high: dispatch.high },
  };
}
