/** The runner's processes: one a core, each with a Vitest of its own, replaced when a mutant hangs it. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Answer, Question } from './child.ts';

export type FileAnswer = Extract<Answer, { kind: 'file' }>;
export interface Job {
  readonly question: Question;
  /** Seconds that one test file may take; past that the process is ended and the mutant counts as killed. */
  readonly limit: (file: string) => number;
  readonly done: (answers: readonly FileAnswer[], timedOut: boolean) => void;
}

export interface Crew {
  /** Works off all jobs. */
  run(jobs: readonly Job[]): Promise<void>;
  /** Test files that the processes found. */
  readonly files: readonly string[];
  end(): void;
}

const entry = fileURLToPath(new URL('./child.ts', import.meta.url));

interface Worker {
  process: ChildProcess;
}

async function start(
  tests: readonly string[],
  mode: 'watch' | 'plant',
  environment: NodeJS.ProcessEnv,
): Promise<{ process: ChildProcess; files: readonly string[] }> {
  const child = fork(entry, [JSON.stringify(tests), mode], { execArgv: ['--import', 'tsx'], env: { ...process.env, LAB_SEED: '1', ...environment } });
  const files = await new Promise<readonly string[]>((resolve, reject) => {
    child.once('message', (answer: Answer) => {
      if (answer.kind === 'ready') resolve(answer.files);
    });
    child.once('exit', (code) => reject(new Error(`a process of the runner ended with ${code} before it began`)));
  });
  return { process: child, files };
}

export async function crew(
  tests: readonly string[],
  mode: 'watch' | 'plant',
  environment: NodeJS.ProcessEnv = {},
  size = availableParallelism(),
): Promise<Crew> {
  const started = await Promise.all(Array.from({ length: size }, () => start(tests, mode, environment)));
  const workers: Worker[] = started.map(({ process }) => ({ process }));

  const meet = (worker: Worker, { question, limit, done }: Job): Promise<void> =>
    new Promise((resolve) => {
      const { process: child } = worker;
      const answers: FileAnswer[] = [];
      let alarm: NodeJS.Timeout | undefined;
      const watch = (): void => {
        clearTimeout(alarm);
        alarm = setTimeout(() => void finish(true), limit(question.files[answers.length] ?? '') * 1000);
      };
      const finish = async (timedOut: boolean): Promise<void> => {
        clearTimeout(alarm);
        child.off('message', listen);
        child.off('exit', gone);
        if (timedOut) {
          child.kill('SIGKILL');
          worker.process = (await start(tests, mode, environment)).process;
        }
        done(answers, timedOut);
        resolve();
      };
      const listen = (answer: Answer): void => {
        if (answer.kind === 'done') void finish(false);
        if (answer.kind !== 'file') return;
        answers.push(answer);
        watch();
      };
      const gone = (): void => void finish(true);
      child.on('message', listen);
      child.on('exit', gone);
      watch();
      child.send(question);
    });

  return {
    files: started[0]?.files ?? [],
    async run(jobs) {
      const queue = [...jobs];
      await Promise.all(
        workers.map(async (worker) => {
          for (let job = queue.shift(); job; job = queue.shift()) await meet(worker, job);
        }),
      );
    },
    end() {
      for (const { process: child } of workers) child.kill();
    },
  };
}
