/**
 * Threads that answer tool calls, one call each at a time, so that the server hears a cancel or a ping while a search runs. A call
 * that is cancelled ends its thread; the next call starts another.
 */
import { Worker, parentPort } from 'node:worker_threads';
import type { RowAnswer } from '../lines/json-lines.ts';
import { errorLine, nameOf } from '../lines/row-object.ts';
import { tools } from './tools.ts';

interface Call {
  readonly tool: string;
  readonly text: string;
}

/** A client asks for a few things at a time; each thread holds the catalogue. */
const mostThreads = 3;

export class ToolThreads {
  readonly #file: string;
  readonly #idle: Worker[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #all = new Set<Worker>();
  #busy = 0;

  /** @param file the script that each thread runs; it calls `serveTools` when it finds itself in one */
  constructor(file: string) {
    this.#file = file;
  }

  /** Rejects with the reason of `signal` when it fires, and with what ended the thread where that broke. */
  async answer(tool: string, text: string, signal: AbortSignal): Promise<RowAnswer> {
    await this.#turn(signal);
    try {
      const worker = this.#idle.pop() ?? this.#start();
      const answer = await answerIn(worker, { tool, text }, signal);
      this.#idle.push(worker);
      return answer;
    } finally {
      this.#busy--;
      this.#waiting.shift()?.();
    }
  }

  async end(): Promise<void> {
    await Promise.all(Array.from(this.#all, (worker) => worker.terminate()));
  }

  #start(): Worker {
    const worker = new Worker(this.#file, { workerData: 'tools' });
    this.#all.add(worker);
    worker.once('exit', () => {
      this.#all.delete(worker);
      const place = this.#idle.indexOf(worker);
      if (place >= 0) this.#idle.splice(place, 1);
    });
    return worker;
  }

  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#busy >= mostThreads) await new Promise<void>((next) => this.#waiting.push(next));
    if (signal.aborted) {
      this.#waiting.shift()?.();
      signal.throwIfAborted();
    }
    this.#busy++;
  }
}

function answerIn(worker: Worker, call: Call, signal: AbortSignal): Promise<RowAnswer> {
  return new Promise<RowAnswer>((resolve, reject) => {
    const abort = (): void => {
      void worker.terminate();
      reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    };
    const exit = (): void => reject(new Error('the thread ended'));
    const settle = (): void => {
      signal.removeEventListener('abort', abort);
      worker.off('error', reject).off('exit', exit);
    };
    worker.once('message', (answer: RowAnswer) => {
      settle();
      resolve(answer);
    });
    worker.once('error', reject).once('exit', exit);
    signal.addEventListener('abort', abort, { once: true });
    worker.postMessage(call);
  });
}

/** What a thread does: answers every call that it is sent. */
export function serveTools(): void {
  const port = parentPort;
  port?.on('message', ({ tool, text }: Call) => void answerCall(tool, text).then((answer) => port.postMessage(answer)));
}

/** One call, answered here. What breaks is a fault of ours, in a line of its own; never rejects. */
export async function answerCall(name: string, text: string): Promise<RowAnswer> {
  try {
    const tool = tools.find((each) => each.name === name);
    if (!tool) throw new Error(`no tool "${name}"`);
    const answer = await tool.load();
    return await answer(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { line: errorLine(nameOf(text), { code: 'fault', path: '', message }), failed: true };
  }
}
