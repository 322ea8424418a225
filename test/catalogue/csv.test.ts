import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/catalogue/csv.ts';

describe('parseCsv', () => {
  it('reads rows by column name', () => {
    expect(parseCsv('id,value\na,1\nb,2\n')).toEqual([
      { id: 'a', value: '1' },
      { id: 'b', value: '2' },
    ]);
  });

  it('reads quoted commas, doubled quotes and line breaks', () => {
    expect(parseCsv('id,notes\na,"one, ""two""\nthree"\n')).toEqual([{ id: 'a', notes: 'one, "two"\nthree' }]);
  });

  it('keeps empty cells, also the last of a line and of the file', () => {
    expect(parseCsv('a,b,c\n,,\n1,,')).toEqual([
      { a: '', b: '', c: '' },
      { a: '1', b: '', c: '' },
    ]);
  });

  it('skips the notice at the top, and only there', () => {
    expect(parseCsv('# licence\n# more\nid\n#a\n')).toEqual([{ id: '#a' }]);
  });

  it('takes CRLF line ends', () => {
    expect(parseCsv('a,b\r\n1,2\r\n')).toEqual([{ a: '1', b: '2' }]);
  });

  it('has no rows in an empty file or under a bare header', () => {
    expect(parseCsv('')).toEqual([]);
    expect(parseCsv('a,b\n')).toEqual([]);
  });

  it('names the line of a ragged row and of a stray quote', () => {
    expect(() => parseCsv('a,b\n1,2\n3\n')).toThrow('columns length is 2, got 1 on line 3');
    expect(() => parseCsv('# notice\na,b\n1,2\n3\n')).toThrow('on line 4');
    expect(() => parseCsv('a,b\n1,x"y\n')).toThrow(/Quote.*line 2/);
    expect(() => parseCsv('a\n"open\n')).toThrow('Quote Not Closed');
  });

  it('reads back every table that is written by the rules', () => {
    const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    const table = fc.array(fc.array(fc.string(), { minLength: 3, maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = ['a,b,c', ...rows.map((row) => row.map(quote).join(','))].join('\n');
        expect(parseCsv(text)).toEqual(rows.map(([a, b, c]) => ({ a, b, c })));
      }),
    );
  });
});
