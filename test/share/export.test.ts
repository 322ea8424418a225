import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { citationBibtex, citationText } from '../../src/share/cite.ts';
import { toCsv } from '../../src/share/csv.ts';
import { toJson, toMarkdown, type ExportTable } from '../../src/share/export.ts';
import { originLines, type Origin } from '../../src/share/origin.ts';
import type { Evidence, Quantity } from '../../src/units/quantity.ts';

const origin: Origin = {
  modelVersion: '2026.11-1',
  date: '2026-11-22',
  link: 'https://lab.example/?model=qwen3-8b#costs',
  sources: ['A price list', 'Its "errata", revised'],
  more: [['measured', 'quick, apple metal-3']],
};
const table: ExportTable = {
  title: 'Cost by accelerator',
  about: 'Dollars, 80 % intervals.',
  origin,
  columns: [
    { key: 'accelerator', title: 'Accelerator' },
    { key: 'count', title: 'How many' },
    { key: 'cost', title: 'Output' },
    { key: 'share', title: 'Share', away: true },
  ],
  rows: [
    {
      accelerator: 'H200 SXM, 141 GB',
      count: 1024,
      cost: { value: 0.5123456, low: 0.4611, high: 0.5636, unit: 'USD/Mtoken', evidence: 'interpolated' },
      share: 0.61349,
    },
    { accelerator: '=cmd|x', count: 1, cost: null, share: null },
  ],
};
const lines = (text: string): readonly string[] => text.split('\r\n');
/** Without the columns that are the same for every row. */
const bare = (of: ExportTable): ExportTable => ({ ...of, about: '', origin: { modelVersion: '', date: '', link: '', sources: [], more: [] } });
const one = (cost: Quantity, more: Partial<ExportTable> = {}): string =>
  lines(toCsv({ ...bare(table), columns: [{ key: 'cost', title: 'C' }], rows: [{ cost }], ...more })).join('\n');

describe('CSV', () => {
  it('is one line of titles and one for each row, with where it is from at the end of each', () => {
    expect(toCsv(table)).toBe(
      [
        'Accelerator,How many,Output (USD per million tokens),"Output, low (USD per million tokens)","Output, high (USD per million tokens)",Share,Evidence,About,Sources,Model version,Date,Address,Measured',
        '"H200 SXM, 141 GB",1024,0.51,0.46,0.56,0.6135,interpolated,"Dollars, 80 % intervals.","A price list; Its ""errata"", revised",2026.11-1,2026-11-22,https://lab.example/?model=qwen3-8b#costs,"quick, apple metal-3"',
        `'=cmd|x,1,,,,,,"Dollars, 80 % intervals.","A price list; Its ""errata"", revised",2026.11-1,2026-11-22,https://lab.example/?model=qwen3-8b#costs,"quick, apple metal-3"`,
        '',
      ].join('\r\n'),
    );
  });

  it('is read by a reader of the standard, every line with as many cells', () => {
    const rows = parse(toCsv(table), { columns: true }) as readonly Record<string, string>[];
    expect(rows.map(({ Accelerator }) => Accelerator)).toEqual(['H200 SXM, 141 GB', "'=cmd|x"]);
    expect(rows[0]?.['Sources']).toBe('A price list; Its "errata", revised');
  });

  it.each(['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])('never hands a spreadsheet %j as a formula', (text) => {
    const csv = toCsv({ ...bare(table), rows: [{ accelerator: text, count: -2, cost: null }] });
    expect(lines(csv)[1]).toMatch(/^"?'/);
    // Numbers stay numbers, their sign with them.
    expect(csv).toMatch(/,-2,/);
  });

  it.each([
    // Value, low and high; as printed: a tenth either way leaves two or three digits.
    [[1.05432, 0.95, 1.16], '1.1,0.9,1.2'],
    [[9.4321, 8.5, 10.4], '9.4,8.5,10.4'],
    [[723_456, 556_000, 940_000], '720000,560000,940000'],
    [[0.0234567, 0.02345, 0.02346], '0.02346,0.02345,0.02346'],
    [[2, 0.003, 40], '2,0.003,40'],
  ] as const)('gives %j no more digits than its interval allows', ([value, low, high], cells) => {
    expect(one({ value, low, high, unit: 's', evidence: 'prior' })).toBe(`C (s),"C, low (s)","C, high (s)",Evidence\n${cells},prior\n`);
  });

  it('leaves the ends out where nothing has any, and keeps the cents of a price that was read', () => {
    expect(one({ value: 1_200_001.512, low: 1_200_001.512, high: 1_200_001.512, unit: 'USD/year', evidence: 'measured' })).toBe(
      'C (USD/year),Evidence\n1200001.51,measured\n',
    );
    expect(one({ value: 0.0123456, low: 0.0123456, high: 0.0123456, unit: 's', evidence: 'prior' })).toBe('C (s),Evidence\n0.0123,prior\n');
  });

  it('says units and evidence where rows and quantities differ in them, and not where the table does', () => {
    const point = (value: number, unit: string, evidence: Evidence): Quantity => ({ value, low: value, high: value, unit, evidence });
    const columns = [
      { key: 'a', title: 'A' },
      { key: 'b', title: 'B' },
    ];
    const rows = [
      { a: point(1, 's', 'prior'), b: point(2, 'B', 'prior') },
      { a: point(3, 's', 'measured'), b: point(4, 'B/s', 'prior') },
    ];
    expect(lines(toCsv({ ...bare(table), columns, rows }))).toEqual([
      'A (s),"A, evidence",B,"B, unit","B, evidence"',
      '1,prior,2,B,prior',
      '3,measured,4,B/s,prior',
      '',
    ]);
    const own = [...columns, { key: 'evidence', title: 'Known' }];
    expect(lines(toCsv({ ...bare(table), columns: own, rows }))[0]).toBe('A (s),B,"B, unit",Known');
  });

  it('names the sources of each row where the table has them, and then no others', () => {
    const columns = [...table.columns, { key: 'sources', title: 'Sources', away: true }];
    const [titles = ''] = lines(toCsv({ ...table, columns }));
    expect(titles.match(/Sources/g)).toHaveLength(1);
  });

  it('leaves a cell empty for what is no number', () => {
    expect(lines(toCsv({ ...bare(table), columns: [{ key: 'n', title: 'N' }], rows: [{ n: NaN }, { n: Infinity }, { n: true }] }))).toEqual([
      'N',
      '',
      '',
      'true',
      '',
    ]);
  });

  it('is a line of titles without rows', () => {
    expect(lines(toCsv({ ...bare(table), rows: [] }))).toEqual(['Accelerator,How many,Output,Share', '']);
  });
});

describe('other copies', () => {
  it('Markdown prints as the page does, says where it is from below, and unknown in words', () => {
    expect(toMarkdown(table)).toBe(
      [
        '## Cost by accelerator',
        '',
        '| Accelerator | How many | Output |',
        '| --- | ---: | ---: |',
        '| H200 SXM, 141 GB | 1,024 | $0.51/M [0.46–0.56] (interpolated) |',
        '| =cmd\\|x | 1 | unknown |',
        '',
        'Dollars, 80 % intervals.',
        '',
        '- model version: 2026.11-1',
        '- date: 2026-11-22',
        '- address: https://lab.example/?model=qwen3-8b#costs',
        '- measured: quick, apple metal-3',
        '- sources: A price list; Its "errata", revised',
        '',
      ].join('\n'),
    );
  });

  it('JSON keeps the quantities whole', () => {
    const read = JSON.parse(toJson(table)) as Record<string, unknown>;
    expect(read).toMatchObject({
      title: 'Cost by accelerator',
      date: '2026-11-22',
      modelVersion: '2026.11-1',
      link: origin.link,
      sources: origin.sources,
    });
    expect(read['rows']).toEqual(table.rows);
  });

  it('leave out what is not known of their origin', () => {
    expect(originLines({ modelVersion: '1', date: '2026-11-22', link: '', sources: [], more: [] })).toEqual([
      ['model version', '1'],
      ['date', '2026-11-22'],
    ]);
  });

  it('are made of a table without rows', () => {
    expect(toMarkdown({ ...table, rows: [] })).toContain('| Accelerator |');
  });
});

describe('citations', () => {
  const citation = {
    modelVersion: '2026.11-1',
    date: '2026-11-22',
    link: 'https://lab.example/?model=qwen3-8b&concurrency=8#r=1.ab_c',
    subject: 'Qwen3 8B on 1 H200 & 50 %',
  };

  it('name version, day and link', () => {
    expect(citationText(citation)).toBe(
      'Inference cost lab, version 2026.11-1: Qwen3 8B on 1 H200 & 50 %. 2026-11-22. https://lab.example/?model=qwen3-8b&concurrency=8#r=1.ab_c',
    );
  });

  it.each([
    ['~', '\\textasciitilde{}'],
    ['^', '\\textasciicircum{}'],
    ['\\', '\\textbackslash{}'],
    ...['{', '}', '%', '&', '$', '#', '_'].map((each): [string, string] => [each, `\\${each}`]),
  ] satisfies [string, string][])('write %j as %j for TeX', (character, written) => {
    const title = citationBibtex({ ...citation, subject: `a${character}b` }).split('\n')[1];
    expect(title).toBe(`  title        = {Inference cost lab: a${written}b},`);
  });

  it('escape what TeX would act upon, and leave the link whole', () => {
    const text = citationBibtex(citation);
    expect(text).toContain('H200 \\& 50 \\%');
    expect(text).toContain('\\url{https://lab.example/?model=qwen3-8b&concurrency=8#r=1.ab_c}');
    expect(text).toContain('year         = {2026}');
    expect(text).toContain('month        = {11}');
    expect((text.match(/{/g) ?? []).length).toBe((text.match(/}/g) ?? []).length);
  });
});
