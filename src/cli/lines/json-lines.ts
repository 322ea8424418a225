/**
 * JSON Lines in, JSON Lines out: one answer per line, in order, while the input is still coming. A blank line is
 * skipped; a row that is wrong gets an error row and the rest are still answered. Long input is shared among threads.
 */
import { setImmediate } from 'node:timers/promises';
import { type ExitStatus, exitStatus } from '../command.ts';
import type { Output } from '../output.ts';
import { errorLine, nameOf } from './row-object.ts';
import { type Row, rowsOf } from './rows.ts';

export interface RowAnswer {
  /** One line of JSON, without its line feed. */
  readonly line: string;
  /** True for an error row; an infeasible scenario has not failed. */
  readonly failed: boolean;
}

/** The answers of neighbouring rows, a line each, and the worst that happened to one of them. */
export interface AnsweredRows {
  readonly text: string;
  readonly status: ExitStatus;
}

/** Answers batches of rows elsewhere, several at a time. */
export interface RowPool {
  /** Batches that it takes at a time; more are answered by whoever reads them. */
  readonly size: number;
  /** Never rejects: what breaks is a row's fault of ours. */
  answer(rows: readonly Row[], firstNumber: number): Promise<AnsweredRows>;
  end(): Promise<void>;
}

/** A pool takes a tenth of a second to start, which this many rows take here. */
export const rowsBeforePool = 500;

/**
 * Answers every row of `input` on `output`, in order; a row on which `answer` itself breaks is told apart as a fault of ours.
 * Input that turns out long is shared with the pool, if there is one. This thread answers too: it is warm, and every further
 * one takes a second of a processor to become so.
 */
export async function answerJsonLines(
  input: AsyncIterable<Uint8Array>,
  output: Output,
  answer: (text: string) => RowAnswer,
  startPool?: () => RowPool,
): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.answered;
  const write = async ({ text, status: own }: AnsweredRows): Promise<void> => {
    status = worse(status, own);
    await output.print(text);
  };
  let number = 1;
  let pool: RowPool | undefined;
  let inPool = 0;
  let written = Promise.resolve();
  const inWork: Promise<void>[] = [];
  const throughPool = async (from: RowPool, rows: readonly Row[], firstNumber: number): Promise<AnsweredRows> => {
    inPool += 1;
    const answered = await from.answer(rows, firstNumber);
    inPool -= 1;
    return answered;
  };
  try {
    for await (const rows of rowsOf(input)) {
      if (number > rowsBeforePool) pool ??= startPool?.();
      if (pool) {
        const full = inPool >= pool.size;
        const answered = full ? answerRows(rows, number, answer) : throughPool(pool, rows, number);
        written = written.then(async () => write(await answered));
        // Whoever waits for it hears of it; until then an output that failed is no unheard fault.
        written.catch(() => undefined);
        inWork.push(written);
        // Answers that came meanwhile make room in the pool before the next batch is dealt.
        if (full) await setImmediate();
        if (inWork.length > 2 * pool.size) await inWork.shift();
      } else {
        await write(answerRows(rows, number, answer));
      }
      number += rows.length;
    }
    await written;
  } finally {
    await pool?.end();
  }
  return status;
}

/** @param firstNumber number of the first row in the whole input, for the words of a fault */
export function answerRows(rows: readonly Row[], firstNumber: number, answer: (text: string) => RowAnswer): AnsweredRows {
  let status: ExitStatus = exitStatus.answered;
  let text = '';
  rows.forEach((row, index) => {
    if (typeof row !== 'string') {
      text += `${errorLine({}, { ...row, message: `line ${firstNumber + index}: ${row.message}` })}\n`;
      status = worse(status, exitStatus.wrongInput);
      return;
    }
    if (row.trim() === '') return;
    try {
      const { line, failed } = answer(row);
      text += `${line}\n`;
      if (failed) status = worse(status, exitStatus.wrongInput);
    } catch (error) {
      text += `${faultLine(row, firstNumber + index, error)}\n`;
      status = exitStatus.fault;
    }
  });
  return { text, status };
}

/** Every row of a batch that nobody answered, as a fault of ours. */
export const faultyRows = (rows: readonly Row[], firstNumber: number, error: unknown): AnsweredRows =>
  answerRows(rows, firstNumber, () => {
    throw error;
  });

function faultLine(row: string, number: number, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return errorLine(nameOf(row), { code: 'fault', path: '', message: `row ${number}: ${message}` });
}

/** A fault of ours outranks a wrong row. */
const worse = (one: ExitStatus, other: ExitStatus): ExitStatus =>
  one === exitStatus.fault || other === exitStatus.fault ? exitStatus.fault : one === exitStatus.answered ? other : one;
