/**
 * One comparison: every library on every case, outputs checked before anything is timed, calls timed by their slope, and the
 * contenders of a case interleaved in a seeded order of chance. It runs in a page and in Node alike.
 */
import { seeded, type Random } from '../../src/stats/random.ts';
import { shuffled } from '../../src/stats/shuffle.ts';
import { finish, type Library, type Prepared } from './library.ts';
import type { CaseResult, ComparisonPolicy, ContenderResult } from './results.ts';
import { problemOf, type Problem, type ProblemPoint } from './problem.ts';

/** @param budget seconds after which no further case is begun */
export async function compareOn(
  libraries: readonly Library[],
  points: readonly ProblemPoint[],
  policy: ComparisonPolicy,
  f16: boolean,
  budget: number,
  report: (words: string) => void,
): Promise<{ readonly cases: CaseResult[]; readonly left: string[] }> {
  const random = seeded(policy.seed);
  const end = performance.now() + 1000 * budget;
  const cases: CaseResult[] = [];
  const left: string[] = [];
  for (const [index, point] of points.entries()) {
    const problem = problemOf(point, policy.workingSet, f16);
    if (performance.now() > end) {
      left.push(problem.instance.id);
      continue;
    }
    report(`${index + 1} of ${points.length}  ${problem.instance.words}`);
    cases.push(await compareCase(libraries, problem, policy, random, report));
  }
  return { cases, left };
}

/** A contender's fastest way, ready to be called. */
interface Entry {
  readonly contender: Library;
  readonly prepared: Prepared;
  readonly calls: number;
  readonly samples: (number | null)[];
}

async function compareCase(
  libraries: readonly Library[],
  problem: Problem,
  policy: ComparisonPolicy,
  random: Random,
  report: (words: string) => void,
): Promise<CaseResult> {
  const entries: (Entry | null)[] = [];
  const contenders: Omit<ContenderResult, 'samples'>[] = [];
  for (const library of libraries) {
    if (library.ways(problem).length === 0) continue;
    report(`    ${library.name}`);
    const { chosen, result } = await choose(library, problem, policy);
    entries.push(chosen);
    contenders.push(result);
  }
  const running = entries.filter((entry) => entry !== null);
  for (let round = 0; round < policy.rounds; round++) {
    for (const entry of shuffled(running, random.bits())) entry.samples.push(await slope(entry.contender, entry.prepared, entry.calls, random));
  }
  for (const { prepared } of running) await prepared.release();
  const { id, kernel, dtype, flops, bytes, rateUnit } = problem.instance;
  return {
    id,
    kernel,
    dtype,
    flops,
    bytes,
    rateUnit,
    sets: problem.sets,
    tolerance: problem.tolerance,
    contenders: contenders.map((contender, at) => ({ ...contender, samples: entries[at]?.samples ?? [] })),
  };
}

/** Every way is checked, and each right one timed briefly; the fastest stays. */
async function choose(
  library: Library,
  problem: Problem,
  policy: ComparisonPolicy,
): Promise<{ chosen: Entry | null; result: Omit<ContenderResult, 'samples'> }> {
  const ways: ContenderResult['ways'][number][] = [];
  let best: { readonly entry: Entry; readonly way: string; readonly error: number; readonly seconds: number } | null = null;
  for (const way of library.ways(problem)) {
    const { name } = way;
    try {
      const prepared = await way.prepare();
      const error = problem.error(await prepared.output());
      if (!(error <= problem.tolerance)) {
        ways.push({
          way: name,
          error: Number.isFinite(error) ? error : null,
          seconds: null,
          message: `wrong: error ${error.toExponential(1)} against float64 exceeds ${problem.tolerance.toExponential(0)}`,
        });
        await prepared.release();
        continue;
      }
      const { calls, seconds } = await chooseCalls(library, prepared, policy.window);
      ways.push({ way: name, error, seconds });
      if (best === null || seconds < best.seconds) {
        await best?.entry.prepared.release();
        best = { entry: { contender: library, prepared, calls, samples: [] }, way: name, error, seconds };
      } else await prepared.release();
    } catch (error) {
      ways.push({ way: name, error: null, seconds: null, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return {
    chosen: best?.entry ?? null,
    result: {
      name: library.name,
      version: library.version,
      way: best?.way ?? null,
      ways,
      error: best?.error ?? null,
      passed: best !== null,
      calls: best?.entry.calls ?? 0,
    },
  };
}

/** Of calls without end the clock would never be reached by the shortest operators. */
const mostCalls = 32_768;

/** Calls that fill the window, and seconds per call; growing is the warm-up as well. */
async function chooseCalls(library: Library, prepared: Prepared, window: number): Promise<{ calls: number; seconds: number }> {
  let calls = 1;
  for (;;) {
    const seconds = await timed(library, prepared, calls);
    if (seconds >= window || calls >= mostCalls) return { calls, seconds: seconds / calls };
    // Straight to the window once there is a rate to go by, and never more than ten times as far as was seen.
    calls = Math.min(mostCalls, Math.ceil(calls * Math.min(10, Math.max(2, (1.1 * window) / Math.max(seconds, 1e-6)))));
  }
}

/** Seconds per call from R and 2R calls, whichever first: what a wait costs cancels. */
async function slope(library: Library, prepared: Prepared, calls: number, random: Random): Promise<number | null> {
  const longFirst = random.below(2) === 0;
  const first = await timed(library, prepared, longFirst ? 2 * calls : calls);
  const second = await timed(library, prepared, longFirst ? calls : 2 * calls);
  const seconds = (longFirst ? first - second : second - first) / calls;
  return seconds > 0 ? seconds : null;
}

async function timed({ device }: Library, prepared: Prepared, calls: number): Promise<number> {
  await finish(device);
  const start = performance.now();
  await prepared.call(calls);
  await finish(device);
  return (performance.now() - start) / 1000;
}
