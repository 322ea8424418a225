/**
 * JSON Lines in, JSON Lines out: one answer per line, in order, while the input is still coming. A blank line is
 * skipped; a row that is wrong gets an error row and the rest are still answered.
 */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { type ExitStatus, exitStatus } from './command.ts';

export interface RowAnswer {
  /** One line of JSON, without its line feed. */
  readonly line: string;
  /** True for an error row; an infeasible scenario has not failed. */
  readonly failed: boolean;
}

/** Answers every row of `input` on `output`; a row on which `answer` itself breaks is told apart as a fault of ours. */
export async function answerJsonLines(input: Readable, output: Writable, answer: (text: string) => RowAnswer): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.answered;
  let number = 0;
  for await (const rows of linesOf(input)) {
    let text = '';
    for (const row of rows) {
      number += 1;
      if (row.trim() === '') continue;
      try {
        const { line, failed } = answer(row);
        text += `${line}\n`;
        if (failed && status === exitStatus.answered) status = exitStatus.wrongInput;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        text += `${JSON.stringify({ ...idOf(row), error: { code: 'fault', path: '', message: `row ${number}: ${message}` } })}\n`;
        status = exitStatus.fault;
      }
    }
    if (text !== '' && !output.write(text)) await once(output, 'drain');
  }
  return status;
}

/**
 * The complete lines of each chunk, as they come. Split at line feeds alone: U+2028 is allowed inside JSON strings,
 * and `node:readline` would break a row there.
 */
async function* linesOf(input: Readable): AsyncGenerator<string[]> {
  input.setEncoding('utf8');
  let pieces: string[] = [];
  let first = true;
  for await (const chunk of input as AsyncIterable<string>) {
    const text = first && chunk.startsWith('\uFEFF') ? chunk.slice(1) : chunk;
    first = false;
    const lines = text.split('\n');
    pieces.push(lines[0] ?? '');
    if (lines.length === 1) continue;
    const complete = [pieces.join(''), ...lines.slice(1, -1)];
    pieces = [lines.at(-1) ?? ''];
    yield complete;
  }
  yield [pieces.join('')];
}

function idOf(row: string): { id?: unknown } {
  try {
    const value: unknown = JSON.parse(row);
    return typeof value === 'object' && value !== null && 'id' in value ? { id: value.id } : {};
  } catch {
    return {};
  }
}
