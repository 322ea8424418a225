/**
 * `window.inferenceCostLab`: the same state for programs that drive a browser. A plain object, read at any time; it
 * follows the session and changes nothing in it.
 */
import type { Calibration } from '../index.ts';
import type { Progress, Run } from '../run/run.ts';
import type { RunState } from './run-state.ts';
import { watchSignals } from './watch.ts';

export interface Automation {
  state: RunState['kind'];
  progress: { done: number; total: number; words: string; elapsed: number; remaining: number } | null;
  /** Null until all of it can be read. */
  result: { run: Run; calibration: Calibration; link: string } | null;
  error: { reason: string; message: string; remedy: string; diagnostic: string } | null;
}

/** What is followed: the session, as far as it is read here. */
export interface Followed {
  readonly measuring: { readonly state: RunState };
  readonly run: Run | null;
  readonly calibration: Calibration | null;
  readonly resultLink: string | null;
}

declare global {
  interface Window {
    inferenceCostLab?: Automation;
  }
}

const short = ({ done, total, words, elapsed, remaining }: Progress): NonNullable<Automation['progress']> => ({
  done,
  total,
  words,
  elapsed,
  remaining,
});

/** @returns ends it; what programs read stays as it was */
export function announceAutomation(session: Followed): () => void {
  const face: Automation = { state: 'idle', progress: null, result: null, error: null };
  window.inferenceCostLab = face;
  return watchSignals(() => {
    const { state } = session.measuring;
    const { run, calibration, resultLink } = session;
    const result = run && calibration && resultLink ? { run, calibration, link: resultLink } : null;
    face.progress = state.kind === 'running' && state.progress ? short(state.progress) : state.kind === 'finished' ? face.progress : null;
    face.result = result;
    face.error =
      state.kind === 'unavailable'
        ? {
            reason: state.unavailable.reason,
            message: state.unavailable.message,
            remedy: state.unavailable.remedy,
            diagnostic: state.unavailable.diagnostic,
          }
        : null;
    // A run is finished for a program when all of it can be read, the link included.
    face.state = state.kind === 'finished' && result === null ? 'running' : state.kind;
  });
}
