/**
 * A pool of threads for long inputs of `estimate`. Each loads this same file again and waits for rows; scenarios have nothing in
 * common, so that who answers which makes no difference to an answer.
 */
import { availableParallelism } from 'node:os';
import { Worker, parentPort, workerData } from 'node:worker_threads';
import type { LineOptions } from './lines/estimate-lines.ts';
import { answerRows, faultyRows, type AnsweredRows, type RowPool } from './lines/json-lines.ts';
import type { Row } from './lines/rows.ts';

interface Batch {
  readonly rows: readonly Row[];
  readonly firstNumber: number;
}

/** One thread, and the batches that it was given and has not answered, oldest first. */
class RowThread {
  readonly #worker: Worker;
  readonly #waiting: (Batch & { readonly done: (answered: AnsweredRows) => void })[] = [];
  #broken: unknown = null;

  constructor(file: string, options: LineOptions) {
    this.#worker = new Worker(file, { workerData: options });
    this.#worker.on('message', (answered: AnsweredRows) => this.#waiting.shift()?.done(answered));
    this.#worker.on('error', (error) => this.#break(error));
    this.#worker.on('exit', () => this.#break(new Error('the thread ended')));
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  answer(batch: Batch): Promise<AnsweredRows> {
    if (this.#broken !== null) return Promise.resolve(faultyRows(batch.rows, batch.firstNumber, this.#broken));
    return new Promise((done) => {
      this.#waiting.push({ ...batch, done });
      this.#worker.postMessage(batch);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #break(error: unknown): void {
    this.#broken ??= error;
    for (const { rows, firstNumber, done } of this.#waiting.splice(0)) done(faultyRows(rows, firstNumber, this.#broken));
  }
}

/** More threads would share one disk and one pipe, and each holds the catalogue. */
const mostThreads = 8;

/**
 * Threads beside the one that reads; none on a machine with one processor.
 * @param file the script that each thread runs; it calls `serveRows` when it finds itself in one
 */
export function rowThreads(file: string, options: LineOptions): RowPool {
  const threads = Array.from({ length: Math.min(availableParallelism(), mostThreads) - 1 }, () => new RowThread(file, options));
  return {
    size: 2 * threads.length,
    answer: (rows, firstNumber) => threads.reduce((least, thread) => (thread.waiting < least.waiting ? thread : least)).answer({ rows, firstNumber }),
    end: async () => {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

/** What a thread does: answers every batch that it is sent. */
export async function serveRows(): Promise<void> {
  const { answerLine } = await import('./lines/estimate-lines.ts');
  const options = workerData as LineOptions;
  parentPort?.on('message', ({ rows, firstNumber }: Batch) =>
    parentPort?.postMessage(answerRows(rows, firstNumber, (text) => answerLine(text, options))),
  );
}
