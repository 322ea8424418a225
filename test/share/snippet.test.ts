import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figureNames, mostRows, readRows, readValue, writeRows, writeValue, type PosterRow, type PosterValue } from '../../src/share/poster.ts';
import { elementSnippet, frameAddress, frameSnippet, themes, type Snippet } from '../../src/share/snippet.ts';
import { evidenceLevels } from '../../src/units/quantity.ts';

const spread = fc
  .tuple(fc.double({ min: 1e-2, max: 1e4, noNaN: true }), fc.double({ min: 1, max: 30, noNaN: true }), fc.double({ min: 1, max: 30, noNaN: true }))
  .map(([value, below, above]) => ({ value, low: value / below, high: value * above }));
const evidence = fc.constantFrom(...evidenceLevels);
const value: fc.Arbitrary<PosterValue> = fc
  .record({ spread, evidence, day: fc.integer({ min: 0, max: 3000 }), unit: fc.constantFrom('USD/Mtoken', 's', 'tokens/s') })
  .map(({ spread, evidence, day, unit }) => ({
    quantity: { ...spread, unit, evidence },
    date: new Date(Date.UTC(2024, 0, 1) + day * 86_400_000).toISOString().slice(0, 10),
    modelVersion: '2026.11-5',
  }));
const name = fc.string({ minLength: 1, maxLength: 40 }).map((text) => text.replace(/[|;*\s]/g, '') || 'H200');
const row: fc.Arbitrary<PosterRow> = fc
  .record({ name, spread, evidence, vendor: fc.constantFrom('NVIDIA', 'AMD', ''), chosen: fc.boolean() })
  .map(({ spread, ...rest }) => ({ ...spread, ...rest }));
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 6e-4 * Math.abs(b);

describe('what a snippet carries is what is read from it', () => {
  test('a number, to four digits', () => {
    fc.assert(
      fc.property(value, (given) => {
        const read = readValue(writeValue(given));
        if (!read.ok) throw new Error(read.message);
        const { quantity, ...rest } = read.value;
        expect(rest).toEqual({ date: given.date, modelVersion: given.modelVersion });
        expect([quantity.unit, quantity.evidence]).toEqual([given.quantity.unit, given.quantity.evidence]);
        for (const end of ['value', 'low', 'high'] as const) expect(close(quantity[end], given.quantity[end])).toBe(true);
      }),
    );
  });

  test('rows of a chart', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: mostRows }), (given) => {
        const read = readRows(writeRows(given), 'USD/Mtoken');
        if (!read.ok) throw new Error(read.message);
        expect(read.value.map(({ name, evidence, vendor, chosen }) => [name, evidence, vendor, chosen])).toEqual(
          given.map(({ name, evidence, vendor, chosen }) => [name, evidence, vendor, chosen]),
        );
      }),
    );
  });
});

describe('what somebody wrote by hand', () => {
  test.each([
    ['0.42', 'it has 1 part and takes seven'],
    ['0.42|0.31|0.58|EUR/Mtoken|prior|2026-11-28|2026.11-5', 'its unit is none of'],
    ['many|0.31|0.58|USD/Mtoken|prior|2026-11-28|2026.11-5', 'are not all plain numbers'],
    ['NaN|0.31|0.58|USD/Mtoken|prior|2026-11-28|2026.11-5', 'are not all plain numbers'],
    ['1e999|0.31|0.58|USD/Mtoken|prior|2026-11-28|2026.11-5', 'are not all plain numbers'],
    ['0.9|0.31|0.58|USD/Mtoken|prior|2026-11-28|2026.11-5', 'does not lie between'],
    ['99999999|0.31|999999999|USD/Mtoken|prior|2026-11-28|2026.11-5', 'where nobody’s figure lies'],
    ['0.42|0.0001|0.58|USD/Mtoken|prior|2026-11-28|2026.11-5', 'wider than a factor'],
    ['0.42|0.31|0.58|USD/Mtoken|certain|2026-11-28|2026.11-5', 'its evidence is none of measured'],
    ['0.42|0.31|0.58|USD/Mtoken|prior|2026-02-30|2026.11-5', 'no day like'],
    ['0.42|0.31|0.58|USD/Mtoken|prior|2026-11-28|<b>', 'not of the form'],
    ['0.42|0.31|0.58|constructor|prior|2026-11-28|2026.11-5', 'its unit is none of'],
  ])('%s: says what is wrong', (text, words) => {
    expect(readValue(text)).toMatchObject({ ok: false, message: expect.stringContaining(words) as string });
  });

  test('whatever it is, reading it throws nothing and gives no number outside its bounds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.string(), { minLength: 5, maxLength: 7 }).map((parts) => parts.join('|')),
        ),
        (text) => {
          const read = readValue(text);
          if (read.ok) expect(read.value.quantity.value).toBeLessThan(1e13);
          const rows = readRows(text, 's');
          if (rows.ok) for (const { value } of rows.value) expect(value).toBeLessThan(1e8);
        },
      ),
    );
  });
});

const snippet: fc.Arbitrary<Snippet> = fc.record({
  lab: fc.constantFrom('https://lab.example/', 'https://lab.example/inference/'),
  scenario: fc
    .array(fc.tuple(fc.constantFrom('model', 'accelerator', 'concurrency'), fc.string()), { maxLength: 4 })
    .map((pairs) => new URLSearchParams(pairs).toString()),
  figure: fc.constantFrom(...figureNames),
  heading: fc.string(),
  value: fc.option(value),
  rows: fc.array(row, { maxLength: mostRows }),
  theme: fc.constantFrom(...themes),
  accent: fc.constantFrom('', '#b5450b'),
  live: fc.boolean(),
});

describe('a snippet', () => {
  test('is no more than its tags, whatever is in it', () => {
    fc.assert(
      fc.property(snippet, (given) => {
        const tags = (text: string): readonly string[] => Array.from(text.matchAll(/<\/?([a-z-]+)/g), ([, tag = '']) => tag);
        expect(tags(elementSnippet(given))).toEqual(['script', 'script', 'inference-cost-lab', 'a', 'a', 'inference-cost-lab']);
        expect(tags(frameSnippet(given))).toEqual(['iframe', 'iframe']);
        // Quotation marks stand around values and nowhere in them, so that their number is even.
        for (const text of [elementSnippet(given), frameSnippet(given)]) expect(text.split('"').length % 2).toBe(1);
      }),
    );
  });

  test('holds the whole scenario in the address of its frame', () => {
    fc.assert(
      fc.property(snippet, (given) => {
        const query = new URL(frameAddress(given)).searchParams;
        for (const [key, text] of new URLSearchParams(given.scenario)) expect(query.getAll(key)).toContain(text);
        expect(query.get('figure')).toBe(given.figure);
      }),
    );
  });

  test('reads well', () => {
    const text = elementSnippet({
      lab: 'https://lab.example/',
      scenario: 'model=llama-3.3-70b&accelerator=h200-sxm',
      figure: 'answer',
      heading: 'A million output tokens of Llama 3.3 70B on two H200s cost about',
      value: {
        quantity: { value: 0.4234, low: 0.31, high: 0.58, unit: 'USD/Mtoken', evidence: 'interpolated' },
        date: '2026-11-28',
        modelVersion: '2026.11-5',
      },
      rows: [],
      theme: 'auto',
      accent: '',
      live: false,
    });
    expect(text).toBe(`<script type="module" src="https://lab.example/embed/inference-cost-lab.js"></script>
<inference-cost-lab
  figure="answer"
  heading="A million output tokens of Llama 3.3 70B on two H200s cost about"
  value="0.4234|0.31|0.58|USD/Mtoken|interpolated|2026-11-28|2026.11-5"
  scenario="model=llama-3.3-70b&#38;accelerator=h200-sxm">
  <a href="https://lab.example/?model=llama-3.3-70b&#38;accelerator=h200-sxm">A million output tokens of Llama 3.3 70B on two H200s cost about (Inference cost lab)</a>
</inference-cost-lab>
`);
  });
});
