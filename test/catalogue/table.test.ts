import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/catalogue/csv.ts';
import { numberOrNull, textOf } from '../../src/catalogue/read-cell.ts';
import { rowsOf, tableOf, withoutCells, type Table } from '../../src/catalogue/table.ts';

const seed = 20261128;

describe('a table', () => {
  it('reads as the file it was made from, cell by cell', () => {
    const cells = fc.oneof(fc.string(), fc.double().map(String), fc.constantFrom('', '1.50', '007', '1e3', '-0', 'NaN', 'Infinity', '__proto__'));
    const rows = fc.array(fc.record({ id: cells, __proto: cells, 'a b': cells }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, (texts) => {
        // Through JSON, as it ships.
        const read = rowsOf(JSON.parse(JSON.stringify(tableOf(texts))) as Table);
        expect(read.map((row) => Object.fromEntries(Object.keys(row).map((name) => [name, textOf(row, name)])))).toEqual(texts);
      }),
      { seed },
    );
  });

  it('reads a column whose cells were left out as unknown, and the others as they were', () => {
    const table = tableOf([
      { id: 'a', notes: 'long words' },
      { id: 'b', notes: '' },
    ]);
    expect(rowsOf(withoutCells(table, ['notes', 'absent']))).toEqual([
      { id: 'a', notes: '' },
      { id: 'b', notes: '' },
    ]);
  });

  it('keeps numbers as numbers, and refuses what is none where one is read', () => {
    const [row = {}] = rowsOf(tableOf([{ id: 'a', watts: '700', price: '1.50', none: '', wrong: 'n/a' }]));
    expect(row).toMatchObject({ watts: 700, price: '1.50', none: '' });
    expect(numberOrNull(row, 'watts', 2)).toBe(1400);
    expect(numberOrNull(row, 'price')).toBe(1.5);
    expect(numberOrNull(row, 'none')).toBeNull();
    expect(() => numberOrNull(row, 'wrong')).toThrow('a.wrong: "n/a" is not a number');
    expect(() => numberOrNull(row, 'absent')).toThrow('no column "absent"');
  });
});

describe('the module of a data file', () => {
  it('holds what the file says', async () => {
    const { table } = await import('../../src/catalogue/data/carbon.csv');
    const text = readFileSync(new URL('../../src/catalogue/data/carbon.csv', import.meta.url), 'utf8');
    expect(rowsOf(table).map((row) => Object.fromEntries(Object.keys(row).map((name) => [name, textOf(row, name)])))).toEqual(parseCsv(text));
  });

  it('holds one value for each line of JSON Lines', async () => {
    const { rows } = await import('../../src/validation/published/serving.jsonl');
    const text = readFileSync(new URL('../../src/validation/published/serving.jsonl', import.meta.url), 'utf8');
    expect(rows).toEqual(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    );
  });
});
