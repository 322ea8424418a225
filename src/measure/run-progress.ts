/** How far a run is, in the words of its listener. */
import type { PlanPoint } from '../run/plans.ts';
import type { KernelResult, Progress } from '../run/run.ts';

export interface Standing {
  readonly points: readonly PlanPoint[];
  readonly rounds: number;
  /** Visits behind it. */
  readonly done: number;
  /** Seconds behind it, and left in the budget. */
  readonly elapsed: number;
  readonly timeLeft: number;
  readonly finished: readonly KernelResult[];
}

/** All visits to all points. */
export function visits({ points, rounds }: Pick<Standing, 'points' | 'rounds'>): number {
  return points.length * rounds;
}

export function progressOf(standing: Standing, now: Pick<Progress, 'id' | 'words' | 'phase' | 'rates' | 'rateUnit'>): Progress {
  const { elapsed, timeLeft, finished } = standing;
  const total = visits(standing);
  const over = now.phase === 'finished';
  const done = over ? total : standing.done;
  return { done, total, ...now, elapsed, remaining: over ? 0 : remaining(timeLeft, elapsed, done, total), finished: [...finished] };
}

/** Points go at much the same pace; the budget is the bound. */
function remaining(timeLeft: number, elapsed: number, done: number, total: number): number {
  const left = Math.max(0, timeLeft);
  return done === 0 ? left : Math.min(left, (elapsed / done) * (total - done));
}

/** Time left as a person may count on it: a point that is slower than those before holds it, and never puts it up again. */
export function fallingOnly(): (progress: Progress) => Progress {
  let least = Infinity;
  return (progress) => {
    least = Math.min(least, progress.remaining);
    return { ...progress, remaining: least };
  };
}
