import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitStatus } from '../../src/cli/command.ts';
import type { Output } from '../../src/cli/output.ts';
import { answerJsonLines, answerRows, faultyRows, rowsBeforePool, type RowAnswer, type RowPool } from '../../src/cli/lines/json-lines.ts';

/** Echoes a row; a row that says `bad` has failed, a row that says `break` breaks the answerer. */
function echo(text: string): RowAnswer {
  if (text.includes('break')) throw new Error('broken');
  return { line: text.trim(), failed: text.includes('bad') };
}

/** Keeps what is printed, each text when its turn of the event loop has come. */
function collected(): Output & { text(): string } {
  let all = '';
  return {
    print: async (text) => {
      await new Promise(setImmediate);
      all += text;
    },
    text: () => all,
  };
}

async function answered(chunks: readonly (string | Buffer)[]): Promise<{ lines: string[]; status: number }> {
  const output = collected();
  const status = await answerJsonLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output, echo);
  return { lines: output.text().split('\n').slice(0, -1), status };
}

describe('answerJsonLines', () => {
  test('one answer a row, in order', async () => {
    expect(await answered(['{"a":1}\n{"a":2}\n'])).toEqual({ lines: ['{"a":1}', '{"a":2}'], status: exitStatus.answered });
  });

  test('the last row needs no line feed; blank rows and carriage returns are skipped; a byte-order mark too', async () => {
    expect((await answered(['\uFEFF1\r\n\r\n   \n2'])).lines).toEqual(['1', '2']);
  });

  test('no input is no answer, and no error', async () => {
    expect(await answered([])).toEqual({ lines: [], status: exitStatus.answered });
  });

  test('a wrong row does not stop the others, and the status says so', async () => {
    expect(await answered(['1\n"bad"\n3\n'])).toEqual({ lines: ['1', '"bad"', '3'], status: exitStatus.wrongInput });
  });

  test('a fault of ours keeps the row, its id and the order', async () => {
    const { lines, status } = await answered(['{"id":7,"x":"break"}\nbreak\n3\n"bad"\n']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { id: 7, error: { code: 'fault', path: '', message: 'row 1: broken' } },
      { error: { code: 'fault', path: '', message: 'row 2: broken' } },
      3,
      'bad',
    ]);
    expect(status).toBe(exitStatus.fault);
  });

  test('a line separator inside a string does not end the row', async () => {
    expect((await answered(['"a\u2028b"\n'])).lines).toEqual(['"a\u2028b"']);
  });

  test('an answer comes while the input is still open', async () => {
    const input = new PassThrough();
    let printed: (text: string) => void = () => undefined;
    const first = new Promise<string>((resolve) => (printed = resolve));
    const done = answerJsonLines(input, { print: async (text) => printed(text) }, echo);
    input.write('1\n');
    expect(await first).toBe('1\n');
    input.end();
    expect(await done).toBe(exitStatus.answered);
  });

  test('an output that fails ends it, with the pool at rest', async () => {
    const rows = Array.from({ length: rowsBeforePool + 200 }, (_, index) => Buffer.from(`${index}\n`));
    let ended = 0;
    let prints = 0;
    const output: Output = {
      print: async () => {
        prints += 1;
        if (prints > rowsBeforePool + 20) throw new Error('gone');
      },
    };
    const startPool = (): RowPool => ({
      size: 4,
      answer: async (batch, firstNumber) => answerRows(batch, firstNumber, echo),
      end: async () => void (ended += 1),
    });
    await expect(answerJsonLines(Readable.from(rows), output, echo, startPool)).rejects.toThrow('gone');
    expect(ended).toBe(1);
  });

  test('law: how the input is cut into chunks changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 8 }),
        async (values, cuts) => {
          const text = Buffer.from(values.map((value) => JSON.stringify(value)).join('\n'));
          const ends = [...new Set(cuts.filter((cut) => cut < text.length))].sort((a, b) => a - b);
          const chunks = [0, ...ends].map((start, index) => text.subarray(start, ends[index] ?? text.length));
          expect((await answered(chunks)).lines).toEqual((await answered([text])).lines);
        },
      ),
    );
  });
});

describe('a pool for long input', () => {
  /** Answers batches in an order of its own: every other one only after the next. */
  function pool(log: string[], breaks = false): RowPool {
    let batches = 0;
    return {
      size: 4,
      answer: async (rows, firstNumber) => {
        batches += 1;
        if (batches % 2 === 1) await new Promise((resolve) => setTimeout(resolve, 5));
        log.push('batch');
        return breaks ? faultyRows(rows, firstNumber, new Error('gone')) : answerRows(rows, firstNumber, echo);
      },
      end: async () => {
        log.push('end');
      },
    };
  }

  const chunksOf = (count: number, row: (index: number) => string): string[] =>
    Array.from({ length: Math.ceil(count / 50) }, (_, chunk) =>
      Array.from({ length: Math.min(50, count - chunk * 50) }, (_each, index) => `${row(chunk * 50 + index)}\n`).join(''),
    );

  async function through(chunks: readonly string[], startPool: () => RowPool): Promise<{ lines: string[]; status: number }> {
    const output = collected();
    const status = await answerJsonLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output, echo, startPool);
    return { lines: output.text().split('\n').slice(0, -1), status };
  }

  test('short input never starts one', async () => {
    const { lines } = await through(chunksOf(rowsBeforePool, String), () => {
      throw new Error('started');
    });
    expect(lines).toHaveLength(rowsBeforePool);
  });

  test('keeps the order, the worst status, and is ended', async () => {
    const log: string[] = [];
    const count = rowsBeforePool + 500;
    const { lines, status } = await through(
      chunksOf(count, (index) => (index === count - 1 ? '"bad"' : String(index))),
      () => pool(log),
    );
    expect(lines).toEqual(Array.from({ length: count }, (_, index) => (index === count - 1 ? '"bad"' : String(index))));
    expect(status).toBe(exitStatus.wrongInput);
    expect([log.filter((word) => word === 'batch').length >= 4, log.at(-1)]).toEqual([true, 'end']);
  });

  test.each([0, 2])('what a pool of %i has no room for is answered here, in order', async (size) => {
    let given = 0;
    const slow: RowPool = {
      size,
      answer: async (rows, firstNumber) => {
        given += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
        return answerRows(rows, firstNumber, echo);
      },
      end: () => Promise.resolve(),
    };
    const count = rowsBeforePool + 500;
    const { lines } = await through(chunksOf(count, String), () => slow);
    expect(lines).toEqual(Array.from({ length: count }, (_, index) => String(index)));
    expect(given).toBeLessThan(10);
  });

  test('rows of a thread that broke are faults of ours, numbered as in the input', async () => {
    const { lines, status } = await through(
      chunksOf(rowsBeforePool + 50, (index) => `{"id":${index}}`),
      () => pool([], true),
    );
    expect(JSON.parse(lines[rowsBeforePool] ?? '')).toEqual({
      id: rowsBeforePool,
      error: { code: 'fault', path: '', message: `row ${rowsBeforePool + 1}: gone` },
    });
    expect([lines.length, status]).toEqual([rowsBeforePool + 50, exitStatus.fault]);
  });
});
