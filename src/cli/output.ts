/**
 * Standard output for every command. `process.stdout` takes a short write to a full disk for success and blocks this
 * thread while a reader is slow; here every byte is written or the command ends with one line that says why not.
 */
import { write } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { systemReason, UnavailableError } from './errors.ts';

/** Where a command prints. */
export interface Output {
  /**
   * Resolves when all of `text` has been handed to the system.
   * @throws UnavailableError where the system takes no more of it (a full disk)
   * @throws ReaderLeftError where the reader of a pipe has gone
   */
  print(text: string): Promise<void>;
}

/** A reader that leaves early (`| head -1`) has what it wanted: the command ends, and says nothing. */
export class ReaderLeftError extends Error {
  override readonly name = 'ReaderLeftError';
}

/** Writes some of the bytes and says how many, as `write(2)` does. */
export type WriteSome = (bytes: Uint8Array) => Promise<number>;

/** A pipe that somebody made non-blocking is full; nothing tells us when it has room again. */
const pauseWhenFull = 2;

/** Not `process.stdout.fd`: making that stream sets a pipe to non-blocking, for every process that shares it. */
const standardOutput = 1;

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Printed texts follow one another in the order of the calls, whether or not the caller waits.
 * @param writeSome by default to the file descriptor of standard output
 */
export function outputTo(writeSome: WriteSome = writeToDescriptor(standardOutput)): Output {
  let before: Promise<void> = Promise.resolve();
  return {
    print(text) {
      const own = before.then(() => (text === '' ? undefined : untilWritten(Buffer.from(text), writeSome)));
      // A failure is reported to whoever printed, once; what follows tries for itself.
      before = own.catch(() => undefined);
      return own;
    },
  };
}

async function untilWritten(bytes: Uint8Array, writeSome: WriteSome): Promise<void> {
  const release = holdSignals();
  try {
    for (let from = 0; from < bytes.length;) {
      const written = await writeSome(bytes.subarray(from)).catch(async (error: unknown) => {
        if (codeOf(error) !== 'EAGAIN') throw outputFault(error);
        await setTimeout(pauseWhenFull);
        return 0;
      });
      from += written;
    }
  } finally {
    await release();
  }
}

/**
 * Ctrl-C ends a program at once, also between two halves of a line. While something is written it waits until the text,
 * and with it the line, is complete; a second one does not wait. A command that handles the signal itself is left alone.
 */
function holdSignals(): () => Promise<void> {
  let held: NodeJS.Signals | null = null;
  const hold = (signal: NodeJS.Signals): void => {
    held = signal;
  };
  const free = signals.filter((signal) => process.listenerCount(signal) === 0);
  for (const signal of free) process.once(signal, hold);
  return async () => {
    // A signal that came during the last write is delivered on the next turn of the event loop.
    if (free.length > 0) await setImmediate();
    for (const signal of free) process.off(signal, hold);
    if (held !== null) process.kill(process.pid, held);
  };
}

function outputFault(error: unknown): Error {
  return codeOf(error) === 'EPIPE'
    ? new ReaderLeftError('the reader of standard output has left')
    : new UnavailableError(`standard output: ${systemReason(error)}`);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const writeToDescriptor =
  (descriptor: number): WriteSome =>
  (bytes) =>
    new Promise((resolve, reject) => {
      write(descriptor, bytes, (error, written) => (error ? reject(error) : resolve(written)));
    });

/**
 * A file that a flag named.
 * @throws UnavailableError in one line: `--out run.json could not be written: no space left on device`
 */
export async function writeTextFile(file: string, flag: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UnavailableError(`${flag} ${file} could not be written: ${systemReason(error)}`);
  }
}
