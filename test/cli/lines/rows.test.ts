import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Row, rowsOf } from '../../../src/cli/lines/rows.ts';

async function rows(chunks: readonly Uint8Array[], most?: number): Promise<Row[]> {
  const all: Row[] = [];
  for await (const batch of rowsOf(Readable.from(chunks, { objectMode: true }), most)) all.push(...batch);
  return all;
}

/** The same bytes in pieces that end at `cuts`. */
function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...new Set(cuts.map((at) => at % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
}

const bytes = (...parts: (string | readonly number[])[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe('rowsOf', () => {
  test('blank rows count, the last one needs no line feed', async () => {
    expect(await rows([bytes('a\n\n b\r\nc')])).toEqual(['a', '', ' b\r', 'c']);
    expect(await rows([bytes('a\n')])).toEqual(['a']);
    expect(await rows([])).toEqual([]);
  });

  test('one byte-order mark at the very start is none of the text', async () => {
    for (const cuts of [[], [1], [1, 2], [3]]) expect(await rows(cut(bytes([0xef, 0xbb, 0xbf], '1\n2'), cuts))).toEqual(['1', '2']);
    expect(await rows([bytes([0xef])])).toMatchObject([{ code: 'bad-json' }]);
  });

  test('a row that is not UTF-8 is an error, and no other row is', async () => {
    expect(await rows([bytes('a\n', [0xff], '\nb\n', [0xc3], '\n', [0xed, 0xa0, 0x80], '\nc')])).toEqual([
      'a',
      { code: 'bad-json', path: '', message: 'the row is not UTF-8 text' },
      'b',
      { code: 'bad-json', path: '', message: 'the row is not UTF-8 text' },
      { code: 'bad-json', path: '', message: 'the row is not UTF-8 text' },
      'c',
    ]);
  });

  test('a row longer than a row may be is an error, however it comes', async () => {
    const long = { code: 'out-of-range', path: '', message: 'the row has 9 bytes; expected at most 8' };
    const text = bytes('12345678\n123456789\n1\n123456789');
    for (const cuts of [[], [3], [9], [12], [18], [19], [1, 5, 10, 15, 20, 25]])
      expect(await rows(cut(text, cuts), 8)).toEqual(['12345678', long, '1', long]);
  });

  test('nothing of a row that is too long is kept', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let piece = 0; piece < 4096; piece++) yield Buffer.alloc(2 ** 16, 'x');
      yield bytes('\n1');
    }
    const all: Row[] = [];
    for await (const batch of rowsOf(endless())) all.push(...batch);
    expect(all).toEqual([expect.objectContaining({ message: `the row has ${2 ** 28} bytes; expected at most ${2 ** 24}` }), '1']);
  });

  test('law: how the bytes are cut changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 6 }),
            fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
            fc.constant(Buffer.from('\n')),
          ),
        ),
        fc.array(fc.nat()),
        async (parts, cuts) => {
          const text = Buffer.concat(parts);
          expect(await rows(cut(text, cuts), 12)).toEqual(await rows([text], 12));
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
