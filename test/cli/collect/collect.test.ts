import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../src/cli/command-line.ts';
import type { Run } from '../../../src/run/run.ts';
import { encodeResult } from '../../../src/share/result-link.ts';
import { sharedResult } from '../../../src/share/shared-result.ts';
import { goldenLink } from '../../share/golden-link.ts';
import { quickRun } from '../../share/runs.ts';

const software = JSON.parse(await readFile('test/fixtures/run-software.json', 'utf8')) as Run;
const gpu = quickRun();

const linkTo = async (run: Run, device = true): Promise<string> =>
  `https://lab.example/?v=1&model=llama-3.3-70b#r=${await encodeResult(sharedResult(run, { modelVersion: '2026.11-1', device }))}`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collect-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function collected(...words: string[]): Promise<{ status: number; out: string }> {
  let out = '';
  const status = await runCommandLine(['collect', ...words], { print: async (text) => void (out += text) });
  return { status, out };
}

interface Line {
  readonly adapter: { readonly vendor: string; readonly architecture: string; readonly fallback: boolean };
  readonly [field: string]: unknown;
}

async function lines(...words: string[]): Promise<{ status: number; rows: readonly Line[] }> {
  const { status, out } = await collected('--format', 'jsonl', ...words);
  return { status, rows: out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line])) };
}

async function table(...words: string[]): Promise<{ status: number; rows: readonly Readonly<Record<string, string>>[] }> {
  const { status, out } = await collected(...words);
  return { status, rows: parse(out, { columns: true }) };
}

describe('collect', () => {
  test('one row an adapter and plan: the newest stays, n counts them all', async () => {
    const at = (when: string, name: string): Promise<string> => file(name, { ...software, when });
    const files = [
      await at('2026-11-20T10:00:00Z', 'a.json'),
      // Two hours ahead of UTC: before the one that follows, though its clock says more.
      await at('2026-11-22T01:30:00+02:00', 'b.json'),
      await at('2026-11-21T23:45:00Z', 'c.json'),
      await file('d.json', { ...software, plan: 'thorough' }),
    ];
    const { status, rows } = await lines(...files);
    expect(status).toBe(0);
    expect(rows.map(({ plan, when, n, origin, source }) => ({ plan, when, n, origin, source }))).toEqual([
      { plan: 'quick', when: '2026-11-21T23:45:00Z', n: 3, origin: 'measured', source: files[2] },
      { plan: 'thorough', when: software.when, n: 1, origin: 'measured', source: files[3] },
    ]);
    expect(rows[0]?.adapter).toEqual({ vendor: 'google', architecture: 'swiftshader', fallback: true });
  });

  test('a software adapter is another one than the GPU of the same name', async () => {
    const { rows } = await lines(
      await file('real.json', { ...software, adapter: { ...software.adapter, fallback: false } }),
      await file('soft.json', software),
    );
    expect(rows.map(({ adapter, n }) => [adapter.fallback, n])).toEqual([
      [false, 1],
      [true, 1],
    ]);
  });

  test('ceilings with their intervals, and of each kernel the best shape', async () => {
    const { rows } = await lines(await file('one.json', software));
    const { fmaF32, read, dispatch } = software.ceilings;
    const row = rows[0] as unknown as { ceilings: Record<string, unknown>; kernels: Record<string, { value: number; id: string; unit: string }> };
    const round = (value = Number.NaN): number => Number(value.toPrecision(5));
    const shown = (ceiling: typeof read, unit: string) => ({
      value: round(ceiling?.value),
      low: round(ceiling?.low),
      high: round(ceiling?.high),
      unit,
    });
    expect(row.ceilings).toMatchObject({
      fmaF32: shown(fmaF32, 'FLOP/s'),
      fmaF16: null,
      read: shown(read, 'B/s'),
      dispatch: shown(dispatch, 's'),
      submit: null,
    });
    expect(Object.keys(row.kernels)).toEqual(['gemm f32', 'gemv f32', 'attention.prefill f32', 'attention.decode f32']);
    // 2 · 128³ operations in 14.7 ms; the other three shapes are slower.
    expect(row.kernels['gemm f32']).toMatchObject({
      id: 'gemm/128x128x128/f32',
      unit: 'FLOP/s',
      value: round((2 * 128 ** 3) / 0.014712832000000002),
    });
  });

  test('CSV has numbers as numbers, and the unit in the title', async () => {
    const { status, rows } = await table(await file('one.json', software), await file('two.json', gpu));
    expect([status, rows.length]).toEqual([0, 2]);
    expect(rows[0]).toMatchObject({
      vendor: 'google',
      fallback: 'true',
      n: '1',
      error: '',
      'fmaF32 (FLOP/s)': '7366900000',
      'fmaF32 low (FLOP/s)': '6059200000',
      'dispatch (s)': '0.00027238',
      'gemm f32 (FLOP/s)': '285080000',
      // Only the other adapter has it.
      'gemm f16 (FLOP/s)': '',
    });
    expect(Number(rows[1]?.['gemm f16 (FLOP/s)'])).toBeGreaterThan(1e12);
    const titles = Object.keys(rows[0] ?? {});
    // By family, whatever the order in which runs brought them.
    expect(titles.indexOf('gemm f16 (FLOP/s)')).toBeLessThan(titles.indexOf('gemv f32 (B/s)'));
    expect(titles.slice(0, 9)).toEqual(['vendor', 'architecture', 'fallback', 'plan', 'when', 'n', 'origin', 'source', 'error']);
  });

  test('links are claims of a day: alone, a line each in a text file, or as operands', async () => {
    const link = await linkTo({ ...gpu, when: '2026-11-30T12:00:00Z' });
    const list = await file('links.txt', `${link}\r\n\n#r=${goldenLink}\n`);
    const { status, rows } = await lines(list, link);
    expect(status).toBe(0);
    const newest = rows.find(({ when }) => when === '2026-11-30');
    expect(newest).toMatchObject({ origin: 'claimed', source: `${list}, line 1` });
    expect(rows.reduce((sum, { n }) => sum + (n as number), 0)).toBe(3);
    // The run itself, of that same day, is newer than what its link says; one of the day before is not.
    const same = await lines(list, await file('same.json', { ...gpu, when: '2026-11-30T00:00:01Z' }));
    expect(same.rows.find(({ when }) => String(when).startsWith('2026-11-30'))).toMatchObject({ origin: 'measured' });
    const before = await lines(list, await file('before.json', { ...gpu, when: '2026-11-29T23:59:59Z' }));
    expect(before.rows.find(({ when }) => String(when).startsWith('2026-11-30'))).toMatchObject({ origin: 'claimed' });
  });

  test('adapters whose name was left out are not said to be one', async () => {
    const link = await linkTo(gpu, false);
    const { rows } = await lines(link, link);
    expect(rows.map(({ adapter, n }) => [adapter.vendor, n])).toEqual([
      ['', 1],
      ['', 1],
    ]);
  });

  test('runs a line each, among links', async () => {
    const mixed = await file('mixed.jsonl', `${JSON.stringify(software)}\n${await linkTo(gpu)}\n${JSON.stringify({ run: gpu, link: 'x' })}\n`);
    const { status, rows } = await lines(mixed);
    expect(status).toBe(0);
    expect(rows.map(({ n, origin }) => [n, origin])).toEqual([
      [1, 'measured'],
      [2, 'measured'],
    ]);
  });

  test('the lanes of a full measuring are one run', async () => {
    const [one, ...others] = software.kernels;
    const lane = (kernels: Run['kernels'], fmaF16: Run['ceilings']['fmaF16']) => ({
      outcome: 'finished',
      run: { ...software, kernels, ceilings: { ...software.ceilings, fmaF16 } },
    });
    const full = {
      version: 1,
      lanes: [lane(one ? [one] : [], null), { outcome: 'crashed', run: null }, lane(others, { value: 2, low: 1, high: 3 })],
    };
    const { status, rows } = await lines(await file('full.json', full));
    const [whole] = (await lines(await file('one.json', software))).rows;
    expect(status).toBe(0);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.['kernels']).toEqual(whole?.['kernels']);
    expect(rows[0]?.['ceilings']).toMatchObject({ fmaF16: { value: 2, low: 1, high: 3, unit: 'FLOP/s' } });
  });

  test('what is wrong is a row by its name, and the others count', async () => {
    const wrong = { ...software, kernels: software.kernels.map((kernel) => ({ ...kernel, median: -1 })) };
    const words = [
      join(folder, 'missing.json'),
      folder,
      await file('half.json', JSON.stringify(software).slice(0, 500)),
      await file('wrong.json', wrong),
      await file('empty.json', ' \n'),
      await file('bad.txt', `https://lab.example/\nhttps://lab.example/#r=1.abc\nhttps://lab.example/#r=2.abc\n`),
      await file('lanes.json', { lanes: [{ run: null }] }),
      await file('lane.json', { lanes: [{ run: wrong }] }),
      await file('good.json', software),
      'https://lab.example/#r=9',
    ];
    const { status, rows } = await lines(...words);
    expect(status).toBe(2);
    expect(rows[0]).toMatchObject({ n: 1, source: join(folder, 'good.json') });
    const errors = rows.slice(1).map(({ source, error }) => ({ source, ...(error as { code: string; path: string; message: string }) }));
    expect(errors.map(({ source, code, path }) => [String(source).replace(folder, ''), code, path])).toEqual([
      ['/missing.json', 'unreadable', ''],
      ['', 'unreadable', ''],
      ['/half.json', 'bad-json', ''],
      ['/wrong.json', 'wrong-run', 'kernels.0.median'],
      ['/empty.json', 'no-result', ''],
      ['/bad.txt, line 1', 'no-result', ''],
      ['/bad.txt, line 2', 'bad-link', ''],
      ['/bad.txt, line 3', 'bad-link', ''],
      ['/lanes.json', 'no-result', ''],
      ['/lane.json', 'wrong-run', 'kernels.0.median'],
      ['https://lab.example/#r=9', 'bad-link', ''],
    ]);
    for (const { message } of errors) expect(message).toMatch(/\w+ \w+/);
    const asTable = await table(...words);
    expect([asTable.status, asTable.rows.length]).toEqual([2, 12]);
    expect(asTable.rows[1]).toMatchObject({
      source: join(folder, 'missing.json'),
      vendor: '',
      n: '',
      error: expect.stringContaining('no such file') as string,
    });
  });

  test('names from a link run no formula in a spreadsheet', async () => {
    const { rows } = await table(await linkTo({ ...gpu, adapter: { ...gpu.adapter, vendor: '=1+1' } }));
    expect(rows[0]?.['vendor']).toBe(`'=1+1`);
  });

  test('no file at all is a wrong argument', async () => {
    expect(await collected()).toEqual({ status: 2, out: '' });
  });
});
