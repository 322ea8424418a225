/** One lane in a process of its own, and what came of it: a run, or how the process ended without one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';

export interface LaneOutcome<Result> {
  /** `unavailable`: it said why; `crashed`: it was ended by a signal or an abort of the driver; `late`: it was ended by us. */
  readonly outcome: 'finished' | 'unavailable' | 'crashed' | 'late' | 'cancelled';
  readonly result: Result | null;
  /** Exit status or signal, and the last that it said. */
  readonly message: string;
  readonly seconds: number;
}

export interface LaneProcess {
  readonly command: string;
  readonly words: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Where it leaves its result as JSON. */
  readonly file: string;
  /** Seconds after which it is ended. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** Characters of standard error that are kept to tell what happened. */
const keptTail = 2000;
/** Seconds between asking a process to end and ending it. */
const grace = 5;

export async function runLane<Result>({ command, words, environment, file, patience, signal }: LaneProcess): Promise<LaneOutcome<Result>> {
  const begun = performance.now();
  await rm(file, { force: true });
  const child = spawn(command, words, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  let tail = '';
  child.stderr.on('data', (text: Buffer) => {
    process.stderr.write(text);
    tail = (tail + text.toString()).slice(-keptTail);
  });
  const late = new AbortController();
  let hardEnd: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGTERM');
    hardEnd = setTimeout(() => child.kill('SIGKILL'), 1000 * grace);
  };
  const timer = setTimeout(() => {
    late.abort();
    end();
  }, 1000 * patience);
  signal.addEventListener('abort', end, { once: true });
  const [status, ended] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  clearTimeout(hardEnd);
  signal.removeEventListener('abort', end);
  const seconds = (performance.now() - begun) / 1000;
  const said = tail.trim().split('\n').slice(-6).join('\n');
  const without = (outcome: LaneOutcome<Result>['outcome'], message: string): LaneOutcome<Result> => ({ outcome, result: null, message, seconds });
  if (signal.aborted) return without('cancelled', '');
  if (late.signal.aborted) return without('late', `ended after ${Math.round(patience)} s\n${said}`);
  if (ended !== null) return without('crashed', `ended by ${ended}\n${said}`);
  // A shell reports a signal as 128 and its number; 1 and 2 are the command's own words.
  if (status !== 0) return without(status !== null && status > 2 ? 'crashed' : 'unavailable', `status ${status}\n${said}`);
  const result = JSON.parse(await readFile(file, 'utf8')) as Result;
  await rm(file, { force: true });
  return { outcome: 'finished', result, message: '', seconds };
}
