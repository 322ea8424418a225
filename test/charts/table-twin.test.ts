import { describe, expect, it } from 'vitest';
import { toCsv, toMarkdown } from '../../src/charts/table-twin.ts';

const table = { columns: [{ name: 'Accelerator' }, { name: '$/M', numeric: true }], rows: [['H200', '0.42'], ['B, "two"', '1,200']] };
const provenance = { title: 'Costs', note: '80 % intervals', link: 'https://example.org/?model=a' };

describe('CSV', () => {
  it('quotes what needs it and says where it came from', () => {
    expect(toCsv(table, provenance)).toBe('# Costs\r\n# 80 % intervals\r\n# https://example.org/?model=a\r\nAccelerator,$/M\r\nH200,0.42\r\n"B, ""two""","1,200"\r\n');
  });
  it('gives a spreadsheet no formula to run', () => {
    expect(toCsv({ columns: [{ name: 'a' }], rows: [['=1+1'], ['-3'], ['@x']] }, { title: '', note: '', link: '' })).toBe("a\r\n'=1+1\r\n-3\r\n'@x\r\n");
  });
});

describe('Markdown', () => {
  it('aligns numbers and escapes bars', () => {
    const text = toMarkdown({ columns: table.columns, rows: [['a|b', '1']] }, provenance);
    expect(text).toContain('| --- | ---: |');
    expect(text).toContain('| a\\|b | 1 |');
    expect(text).toContain('**Costs**');
  });
});
