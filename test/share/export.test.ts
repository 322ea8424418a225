import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/catalogue/csv.ts';
import { citationBibtex, citationText } from '../../src/share/cite.ts';
import { provenance, toCsv, toJson, toMarkdown, type ExportTable } from '../../src/share/export.ts';

const table: ExportTable = {
  title: 'Cost by accelerator',
  header: provenance({
    modelVersion: '2026.11-1',
    date: '2026-11-22',
    plan: 'quick',
    device: 'apple metal-3',
    link: 'https://lab.example/?model=qwen3-8b',
    sources: ['S1', 'S6'],
  }),
  columns: [
    { key: 'accelerator', title: 'Accelerator' },
    { key: 'count', title: 'How many' },
    { key: 'cost', title: 'Output, $/M' },
  ],
  rows: [
    { accelerator: 'H200 SXM, 141 GB', count: 2, cost: { value: 0.512, low: 0.41, high: 0.71, unit: 'USD/Mtoken', evidence: 'interpolated' } },
    { accelerator: '=cmd|x', count: 1, cost: null },
  ],
};

describe('exports', () => {
  it.each(['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])('CSV never hands a spreadsheet %j as a formula', (text) => {
    const csv = toCsv({ ...table, rows: [{ accelerator: text, count: -2, cost: null }] });
    expect(csv).toContain(`'${text}`);
    // Numbers stay numbers, their sign with them.
    expect(csv).toMatch(/,-2,/);
  });

  it('CSV has numbers in full, a column each for value, ends, unit and evidence', () => {
    const csv = toCsv(table);
    expect(csv.split('\n').slice(0, 3)).toEqual(['# Cost by accelerator', '# inference cost lab: 2026.11-1', '# date: 2026-11-22']);
    expect(parseCsv(csv)).toEqual([
      {
        accelerator: 'H200 SXM, 141 GB',
        count: '2',
        cost: '0.512',
        'cost low': '0.41',
        'cost high': '0.71',
        'cost unit': 'USD/Mtoken',
        'cost evidence': 'interpolated',
      },
      { accelerator: "'=cmd|x", count: '1', cost: '', 'cost low': '', 'cost high': '', 'cost unit': '', 'cost evidence': '' },
    ]);
  });

  it('Markdown prints as the page does, with provenance above and unknown in words', () => {
    const text = toMarkdown(table);
    expect(text).toContain('- measured: quick, apple metal-3');
    expect(text).toContain('- sources: S1 S6');
    expect(text).toContain('| Accelerator | How many | Output, $/M |');
    expect(text).toContain('| --- | ---: | ---: |');
    expect(text).toMatch(/\| H200 SXM, 141 GB \| 2 \| \$0\.5\d*\/M \[[^\]]+\] \(interpolated\) \|/);
    expect(text).toContain('| =cmd\\|x | 1 | unknown |');
  });

  it('JSON keeps the quantities whole', () => {
    const read = JSON.parse(toJson(table)) as { rows: unknown[]; date: string };
    expect(read.date).toBe('2026-11-22');
    expect(read.rows).toEqual(table.rows);
  });

  it('leaves out what is not known of its origin', () => {
    expect(provenance({ modelVersion: '1', date: '2026-11-22' })).toEqual([
      ['inference cost lab', '1'],
      ['date', '2026-11-22'],
    ]);
  });

  it('exports a table without rows', () => {
    const empty = { ...table, rows: [] };
    expect(parseCsv(toCsv(empty))).toEqual([]);
    expect(toMarkdown(empty)).toContain('| Accelerator |');
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
