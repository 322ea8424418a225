/** What a link may hold, at its limits: the last that is read and the first that is refused. */
import { describe, expect, it } from 'vitest';
import { deflate, inflate } from '../../src/share/deflate.ts';
import { csvLine, toCsv } from '../../src/share/csv.ts';
import { toMarkdown, type ExportTable } from '../../src/share/export.ts';
import { impliedWork } from '../../src/share/implied-work.ts';
import { decodeResult, maxPackedLength } from '../../src/share/result-link.ts';
import { fromTuple, toTuple } from '../../src/share/result-tuple.ts';
import { claimedRun, fromDigits, mostDigits, sharedResult, toDigits } from '../../src/share/shared-result.ts';
import { digitsAt, indexAt, integerAt, listAt, Malformed, stringAt, wordAt } from '../../src/share/tuple-readers.ts';
import { quickRun } from './runs.ts';

const result = sharedResult(quickRun(), { modelVersion: '2026.11-1' });
const tuple = (): unknown[] => JSON.parse(JSON.stringify(toTuple(result))) as unknown[];
const changed = (change: (parts: unknown[]) => void): unknown => {
  const parts = tuple();
  change(parts);
  return fromTuple(parts);
};
const errorOf = async (text: string): Promise<string> => {
  const decoded = await decodeResult(text);
  return decoded.ok ? 'ok' : `${decoded.error.code}: ${decoded.error.message}`;
};

describe('readers', () => {
  it('read whole numbers within their ends', () => {
    expect([integerAt(2, 'x', 2, 5), integerAt(5, 'x', 2, 5)]).toEqual([2, 5]);
    for (const wrong of [1, 6, 2.5, '3', null, 2 ** 60]) expect(() => integerAt(wrong, 'x', 2, 5)).toThrow('x: expected a whole number from 2 to 5');
  });

  it('read an index below the count, and the word there', () => {
    expect(indexAt(2, 'x', 3)).toBe(2);
    expect(() => indexAt(3, 'x', 3)).toThrow('from 0 to 2');
    expect(wordAt(1, 'x', ['a', 'b'])).toBe('b');
    expect(() => wordAt(2, 'x', ['a', 'b'])).toThrow('from 0 to 1');
    expect(() => wordAt(0, 'x', [undefined])).toThrow('a known word');
  });

  it('read lists and texts up to their lengths', () => {
    expect(listAt([1, 2], 'x', 2, 2)).toEqual([1, 2]);
    expect(() => listAt([1], 'x', 2, 2)).toThrow('x: expected 2 entries');
    expect(() => listAt([1, 2, 3], 'x', 1, 2)).toThrow('x: expected 1 to 2 entries');
    expect(() => listAt({}, 'x', 0, 2)).toThrow('x: expected a list');
    expect(stringAt('abc', 'x', 3)).toBe('abc');
    expect(() => stringAt('abcd', 'x', 3)).toThrow('a text of at most 3 characters');
    expect(() => stringAt('a\u0007', 'x', 3)).toThrow('without control characters');
    expect(new Malformed('x', 'y')).toMatchObject({ path: 'x', expected: 'y' });
  });

  it('read a value and its ends from digits', () => {
    expect(digitsAt([250, 50, 100, -2], 'x')).toEqual({ value: 2.5, low: 2, high: 3.5 });
    expect(digitsAt([999, 999, mostDigits, 30], 'x').low).toBe(0);
    for (const wrong of [
      [0, 0, 0, 0],
      [1000, 0, 0, 0],
      [5, 6, 0, 0],
      [5, -1, 0, 0],
      [5, 0, mostDigits + 1, 0],
      [5, 0, -1, 0],
      [5, 0, 0, 31],
      [5, 0, 0, -31],
    ])
      expect(() => digitsAt(wrong, 'x')).toThrow(Malformed);
  });
});

describe('three digits', () => {
  it('are those of the value, its ends at the same power', () => {
    expect(toDigits({ value: 0.0123456, low: 0.0119, high: 0.0131 })).toEqual([123, 119, 131, -4]);
    expect(toDigits({ value: 9.996, low: 9.9, high: 10.1 })).toEqual([100, 99, 101, -1]);
    expect(fromDigits(123, 119, 131, -4)).toEqual({ value: 0.0123, low: 0.0119, high: 0.0131 });
  });

  it('have ends on their own side, and none a thousand times above', () => {
    expect(toDigits({ value: 5, low: 6, high: 4 })).toEqual([500, 500, 500, -2]);
    expect(toDigits({ value: 5, low: 5, high: 1e9 })).toEqual([500, 500, 999_999, -2]);
    expect(toDigits({ value: 0, low: 0, high: 1 })).toEqual([0, 0, 0, 0]);
    expect(toDigits({ value: -1, low: 0, high: 1 })).toEqual([0, 0, 0, 0]);
    expect(toDigits({ value: Number.NaN, low: 0, high: 1 })).toEqual([0, 0, 0, 0]);
  });
});

describe('a tuple', () => {
  it('is refused by the place that is wrong', () => {
    const cases: readonly [(parts: unknown[]) => void, string][] = [
      [(parts) => void (parts[0] = 'x'.repeat(33)), 'model version: expected a text of at most 32'],
      [(parts) => void (parts[1] = '2026-02-30'), 'day: expected a day'],
      [(parts) => void (parts[1] = '2026-11-220'), 'day: expected a text of at most 10'],
      [(parts) => void (parts[2] = 2), 'plan'],
      [(parts) => void (parts[3] = ['x'.repeat(65), '', 0]), 'vendor: expected a text of at most 64'],
      [(parts) => void (parts[3] = ['', 'x'.repeat(65), 0]), 'architecture: expected a text of at most 64'],
      [(parts) => void (parts[3] = ['', '', 2]), 'fallback: expected a whole number from 0 to 1'],
      [(parts) => void (parts[5] = 201), 'points left: expected a whole number from 0 to 200'],
      [(parts) => void (parts[5] = -1), 'points left'],
      [(parts) => void (parts[7] = ['x'.repeat(65)]), 'shape keys 0: expected a text of at most 64'],
      [(parts) => void (parts[8] = Array.from({ length: 201 }, () => '')), 'variants: expected 0 to 200 entries'],
      [(parts) => void (parts[10] = [[0, 'id', 1, 1, 1]]), 'written out 0: expected 6 entries'],
      [(parts) => void (parts[10] = [[0, 'x'.repeat(97), 1, 1, 1, 1]]), 'written out 0, id: expected a text of at most 96'],
      [(parts) => void (parts[10] = [[0, 'id', -1, 1, 1, 1]]), 'written out 0, FLOPs: expected a whole number from 0'],
      [(parts) => void (parts[10] = [[0, 'id', 1, 63, 1, 1]]), 'written out 0, FLOPs: expected a whole number from 0 to 62'],
      [(parts) => void (parts[10] = [[0, 'id', 3, 62, 1, 1]]), 'written out 0, FLOPs: expected a count below 2^63'],
      [(parts) => void (parts[10] = [[0, 'id', 1, 1, 1, 63]]), 'written out 0, bytes: expected a whole number from 0 to 62'],
      [(parts) => void (parts[10] = [[200, 'id', 1, 1, 1, 1]]), 'written out 0: expected a whole number from 0 to 199'],
      [(parts) => void parts.push(0), 'result: expected 11 entries'],
    ];
    for (const [change, message] of cases) expect(() => changed(change)).toThrow(message);
  });

  it('holds a family by name, a text of up to 32, and at most eight extents', () => {
    const columns = (parts: unknown[]): unknown[][] => parts[9] as unknown[][];
    const first = (parts: unknown[], family: unknown): void => void (columns(parts)[0]![0] = family);
    expect(() => changed((parts) => first(parts, 'x'.repeat(33)))).toThrow('kernel 0, family: expected a text of at most 32');
    expect(() => changed((parts) => first(parts, 8))).toThrow('kernel 0, family: expected a whole number from 0 to 7');
    const names = (count: number): string => Array.from({ length: count }, (_, index) => `e${index}`).join(' ');
    const extents = (parts: unknown[], count: number): void => {
      const keys = parts[7] as string[];
      const held = keys[columns(parts)[2]![0] as number]!.split(' ').length;
      keys.push(names(count));
      columns(parts)[2]![0] = keys.length - 1;
      columns(parts)[3]!.splice(0, held, ...Array.from({ length: count }, () => 7));
      parts[10] = [[0, 'own', 1, 4, 3, 0]];
    };
    expect(changed((parts) => extents(parts, 8))).toMatchObject({
      kernels: expect.arrayContaining([
        expect.objectContaining({ id: 'own', flops: 16, bytes: 3, shape: { e0: 7, e1: 7, e2: 7, e3: 7, e4: 7, e5: 7, e6: 7, e7: 7 } }),
      ]) as unknown,
    });
    expect(() => changed((parts) => extents(parts, 9))).toThrow('at most 8 names of extents');
    expect(() => changed((parts) => void (parts[7] = (parts[7] as string[]).map(() => '1a')))).toThrow('names of extents');
  });

  it('says each shape and variant once', () => {
    const parts = tuple();
    const keys = parts[7] as string[];
    const variants = parts[8] as string[];
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(variants).size).toBe(variants.length);
    expect(keys).toEqual(['m n k', 'batch seq heads kvHeads headDim']);
    expect(fromTuple(parts)).toEqual(result);
  });
});

describe('what is shared of a run', () => {
  it('is cut to the lengths of the link, rounded, and without control characters', () => {
    const run = quickRun();
    const [kernel] = run.kernels;
    const long = sharedResult(
      {
        ...run,
        adapter: { ...run.adapter, vendor: 'v'.repeat(99), architecture: 'a\u0000'.repeat(99) },
        kernels: [{ ...kernel!, id: 'i'.repeat(99), kernel: 'k'.repeat(99), variant: 'w'.repeat(99), flops: 10.6, bytes: 3.5 }],
      },
      { modelVersion: '1' },
    );
    expect(long.adapter).toEqual({ vendor: 'v'.repeat(64), architecture: 'a'.repeat(64), fallback: false });
    expect(long.kernels[0]).toMatchObject({ id: 'i'.repeat(96), kernel: 'k'.repeat(32), variant: 'w'.repeat(64), flops: 11, bytes: 4 });
  });

  it('becomes a claimed run of version 1 without time, step or samples', () => {
    expect(claimedRun(result)).toMatchObject({
      origin: 'claimed',
      version: 1,
      when: '2026-11-22T00:00:00.000Z',
      clock: { kind: 'timestamp', step: 0 },
      elapsed: 0,
      left: [],
      adapter: { vendor: 'apple', device: '', description: '', features: [], limits: {} },
    });
  });
});

describe('a payload', () => {
  it('names its version in at most eight characters', async () => {
    expect(await errorOf('2.x')).toBe('unknown-version: the result has version 2; this page reads version 1');
    expect(await errorOf('123456789.x')).toBe('unknown-version: the result has version 12345678; this page reads version 1');
    expect(await errorOf('.x')).toBe('unknown-version: the result has no version; this page reads version 1');
    expect(await errorOf('x')).toBe('unknown-version: the result has no version; this page reads version 1');
    expect(await errorOf('')).toBe('empty: the link holds no result');
  });

  it('is read up to its length', async () => {
    expect(await errorOf(`1.${'a'.repeat(maxPackedLength - 2)}`)).not.toMatch(/^too-long/);
    expect(await errorOf(`1.${'a'.repeat(maxPackedLength - 1)}`)).toMatch(/^too-long: the result is 8193 characters long, more than the 8192/);
  });

  it('is read up to three levels deep', async () => {
    const deep = async (value: unknown): Promise<string> => errorOf(`1.${await deflate(JSON.stringify(value))}`);
    expect(await deep([[[0]]])).toMatch(/^malformed/);
    expect(await deep([[[[0]]]])).toMatch(/^too-deep: the result is nested deeper than 3 levels/);
    expect(await deep({ a: { b: { c: { d: 1 } } } })).toMatch(/^too-deep/);
    // Deeper than any stack: it is counted no further than one beyond.
    expect(await errorOf(`1.${await deflate('['.repeat(5000) + ']'.repeat(5000))}`)).toMatch(/^too-deep/);
  });

  it('inflates to a limit and not a byte more', async () => {
    const text = 'x'.repeat(1000);
    expect(await inflate(await deflate(text), 1000)).toEqual({ ok: true, text });
    expect(await inflate(await deflate(text), 999)).toEqual({ ok: false, code: 'too-large' });
    expect(await inflate('a', 10)).toEqual({ ok: false, code: 'not-base64url' });
    expect(await inflate('abcde', 10)).toEqual({ ok: false, code: 'not-base64url' });
    expect(await inflate('a+b/', 10)).toEqual({ ok: false, code: 'not-base64url' });
    expect(await deflate('é~?>')).toMatch(/^[A-Za-z0-9_-]+$/);
  });
});

describe('implied work', () => {
  it.each([
    ['gemm', { m: 2, n: 3, k: 5 }, 'f16', { id: 'gemm/2x3x5/f16', flops: 60, bytes: 2 * (10 + 15 + 6) }],
    ['gemm', { m: 2, n: 3, k: 5 }, 'i8', { id: 'gemm/2x3x5/i8', flops: 60, bytes: 31 }],
    ['gemv', { m: 1, n: 3, k: 5 }, 'i4', { id: 'gemv/3x5/i4', flops: 30, bytes: 0.5 * (15 + 5 + 3) }],
    [
      'attention.prefill',
      { batch: 2, seq: 3, heads: 4, kvHeads: 2, headDim: 8 },
      'f32',
      { id: 'attention.prefill/2x3x4:2x8/f32', flops: 2 * 2 * 4 * 8 * 12, bytes: 4 * 2 * 3 * 8 * 2 * 6 },
    ],
    [
      'attention.decode',
      { batch: 2, seq: 3, heads: 4, kvHeads: 2, headDim: 8 },
      'f32',
      { id: 'attention.decode/2x3x4:2x8/f32', flops: 4 * 2 * 4 * 8 * 3, bytes: 4 * 2 * 8 * 2 * (6 + 4) },
    ],
  ] as const)('of %s %j in %s', (kernel, shape, dtype, work) => {
    expect(impliedWork(kernel, shape, dtype)).toEqual(work);
  });

  it('is none of a shape of nothing, or without its extents', () => {
    for (const [kernel, shape] of [
      ['attention.decode', {}],
      ['attention.decode', { batch: 0, seq: 1, heads: 1, kvHeads: 1, headDim: 1 }],
      ['mem.read', {}],
      ['mem.read', { bytes: 0 }],
      ['gemm', { m: 0, n: 1, k: 1 }],
      ['gemv', {}],
    ] as const)
      expect(impliedWork(kernel, shape, 'f32')).toBeNull();
  });
});

describe('exports', () => {
  const table = (cell: string): ExportTable => ({
    title: 'a\nb',
    about: '',
    origin: { modelVersion: '', date: '', link: 'x\r\ny', sources: [], more: [] },
    columns: [{ key: 'k', title: 'K|L' }],
    rows: [{ k: cell }],
  });

  it('keep formulas of a spreadsheet as text', () => {
    for (const start of ['=', '+', '-', '@', '\t', ' =']) expect(csvLine([`${start}1`])).toBe(`'${start}1`);
    expect(csvLine(['\r1'])).toBe(`"'\r1"`);
    expect(csvLine(['1-2', 'a=b', ''])).toBe('1-2,a=b,');
  });

  it('quote what RFC 4180 quotes, and keep a cell on one line', () => {
    expect(toCsv(table('a "b",\r\nc'))).toBe('K|L,Address\r\n"a ""b"", c",x y\r\n');
  });

  it('escape pipes and backslashes in Markdown', () => {
    expect(toMarkdown(table('a|b\\c\nd')).split('\n')).toEqual(['## a b', '', '| K\\|L |', '| --- |', '| a\\|b\\\\c d |', '', '- address: x y', '']);
  });
});
