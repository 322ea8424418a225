/** Whatever the bytes: as many answers as rows, in their order, and the rows that are right are answered. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLine } from '../../../src/cli/lines/estimate-lines.ts';
import { answerJsonLines } from '../../../src/cli/lines/json-lines.ts';
import { answerOperatorLine } from '../../../src/cli/lines/operator-lines.ts';

const scenario = { model: 'llama-3.1-8b', accelerator: 'h200-sxm', engine: 'vllm', accelerators: 1, concurrency: 4 };
const query = { op: 'gemm', accelerator: 'h200-sxm', dtype: 'bf16', m: 64, n: 128, k: 256 };

/** Bytes without a line feed, of every kind that we could think of. */
const garbage: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => bytes.map((byte) => (byte === 0x0a ? 0x7b : byte))),
  fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(text.replaceAll('\n', '{'))),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
  fc
    .constantFrom('null', '3', '[]', '""', '{', '{}', '{"id":null}', '{"scenario":null}', '{"__proto__":1}', '1e999')
    .map((text) => Buffer.from(text)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => Buffer.from(`{"id":${'['.repeat(depth)}${']'.repeat(depth)}}`)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => Buffer.from(`{"model":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`)),
);

/** A right row with one of its values, or a key of its own, made something else. */
const broken = (right: object): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.constantFrom(...Object.keys(right), 'id', 'target', 'parallel', 'serving', 'anchor', '__proto__', 'toString'), fc.jsonValue())
    .map(([key, value]) => Buffer.from(JSON.stringify(Object.fromEntries([...Object.entries(right), [key, value]]))));

const isBlank = (bytes: Uint8Array): boolean => Buffer.from(bytes).toString().trim() === '';

describe.each([
  ['estimate', answerLine, scenario],
  ['operators', answerOperatorLine, query],
] as const)('%s', (_name, answer, right) => {
  test('law: as many answers as rows, in order', async () => {
    const seed = Number(process.env['SEED'] ?? 20261128);
    const rows = fc.array(fc.oneof(garbage, broken(right), fc.constant(null)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        // Every null stands for a row that is right, with its place as its id.
        const lines = given.map((bytes, index) => bytes ?? Buffer.from(JSON.stringify({ id: `right ${index}`, ...right })));
        // A mark at the very start of the input is none of its text, so that a blank row comes first.
        const input = Buffer.concat([Buffer.from('\n'), ...lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])]);
        let text = '';
        await answerJsonLines(Readable.from([input], { objectMode: true }), { print: async (more) => void (text += more) }, answer);
        const answers = text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as { id?: unknown; error?: { code: string } });
        const expected = lines.flatMap((line, index) => (isBlank(line) ? [] : [given[index] === null ? `right ${index}` : null]));
        expect(answers.length).toBe(expected.length);
        for (const [index, id] of expected.entries()) if (id !== null) expect(answers[index]).toMatchObject({ id });
        expect(answers.filter(({ error }, index) => error !== undefined && expected[index] !== null)).toEqual([]);
      }),
      { seed, numRuns: 150 },
    );
  });
});
