/** Which variant of a kernel is fastest for a shape, on this adapter: a short trial of each, before any is sampled. */
import { median } from '../../stats/quantile.ts';
import { CompileError } from '../gpu/pipelines.ts';
import type { Loaded } from '../gpu/workbench.ts';
import type { Instance } from '../kernels/instance.ts';
import { windowSeconds } from './clock.ts';
import { chainOf, load, uninterrupted, type PointContext } from './context.ts';
import { chooseLinks } from './sampling.ts';

export interface Trial {
  readonly instance: Instance;
  /** Seconds per link, from a few short slopes; null for the only candidate, which needs no trial. */
  readonly seconds: number | null;
}

/** The candidates that compile, fastest first. Throws the compile error if none does. */
export async function trials(context: PointContext, candidates: readonly Instance[]): Promise<Trial[]> {
  if (candidates.length <= 1) return candidates.map((instance) => ({ instance, seconds: null }));
  const tried: { readonly instance: Instance; readonly seconds: number }[] = [];
  let refusal: CompileError | null = null;
  for (const instance of candidates) {
    if (tried.length > 0 && context.timeLeft() <= 0) break;
    try {
      await context.report(instance, 'compile', []);
      const loaded = await load(context, instance);
      try {
        tried.push({ instance, seconds: await uninterrupted(context, () => glance(context, loaded)) });
      } finally {
        loaded.release();
      }
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      refusal = error;
    }
  }
  if (tried.length === 0 && refusal !== null) throw refusal;
  return tried.sort((a, b) => a.seconds - b.seconds);
}

/** Slopes over half a window each: enough to rank variants that differ by a few per cent, and no number that is shown. */
const glances = 2;

export async function glance(context: PointContext, loaded: Loaded): Promise<number> {
  const { measure } = chainOf(context, loaded);
  const { links, perLink } = await chooseLinks(measure, windowSeconds(context.stopwatch.clock) / 2, context.stopwatch.splits);
  const slopes: number[] = [];
  for (let round = 0; round < glances; round++) {
    const [one = NaN, two = NaN] = await measure([links, 2 * links]);
    slopes.push((two - one) / links);
  }
  const usable = slopes.filter((slope) => slope > 0);
  return usable.length > 0 ? median(usable) : perLink;
}
