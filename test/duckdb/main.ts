/**
 * `npm run check:duckdb`: the queries of docs/million.md on what `estimate` wrote, as it is, against the same sums in plain code.
 * Installs DuckDB beside this file once, from its own lock file; the built command line must be there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = import.meta.dirname;
const root = join(folder, '../..');

interface Answer {
  readonly id: string;
  readonly feasible: boolean;
  readonly usdPerMillionOutputTokensAllIn: { readonly value: number; readonly low: number; readonly high: number } | null;
}

interface Rows {
  getRowObjectsJson(): readonly Readonly<Record<string, unknown>>[];
}

interface Database {
  runAndReadAll(sql: string): Promise<Rows>;
}

async function connect(): Promise<Database> {
  if (!existsSync(join(folder, 'node_modules'))) {
    process.stderr.write('Installing DuckDB (about 70 MB, once)\n');
    execFileSync('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  // Not a package of the lab itself, so that its types are not there either.
  const name = '@duckdb/node-api';
  const { DuckDBInstance } = (await import(name)) as { DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Database> }> } };
  return (await DuckDBInstance.create(':memory:')).connect();
}

/** Each query of the page, by the words above it. */
function queriesOf(page: string): readonly string[] {
  return [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, query = '']) => query);
}

const scenarios = ['h100-80-sxm', 'h200-sxm', 'b200-sxm', 'mi300x', 'l4'].flatMap((accelerator) =>
  ['llama-3.1-8b', 'llama-3.3-70b', 'deepseek-v3'].flatMap((model) =>
    [256, 2048].map((inputTokens) => ({ id: `${model}/${accelerator}/${inputTokens}`, scenario: { model, accelerator, inputTokens } })),
  ),
);
const work = mkdtempSync(join(tmpdir(), 'lab-duckdb-'));
try {
  const text = execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'estimate'], {
    input: scenarios.map((row) => JSON.stringify(row)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  writeFileSync(join(work, 'answers.jsonl'), text);
  const answers = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  const database = await connect();
  const [cheapest = '', refused = ''] = queriesOf(readFileSync(join(root, 'docs/million.md'), 'utf8'));
  const ask = async (query: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await database.runAndReadAll(query.replaceAll('answers.jsonl', join(work, 'answers.jsonl')))).getRowObjectsJson();

  const priced = answers.flatMap(({ id, usdPerMillionOutputTokensAllIn: price }) => (price ? [{ id, usd: price.value }] : []));
  const models = [...new Set(priced.map(({ id }) => id.split('/')[0]))];
  const expected = models.map((model) => Math.min(...priced.filter(({ id }) => id.startsWith(`${model ?? ''}/`)).map(({ usd }) => usd)));
  const found = await ask(cheapest);
  const values = found.map(({ usd }) => Number(usd));
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((value, index) => Math.abs(value / (b[index] ?? 0) - 1) < 1e-9);
  const ascending = (list: readonly number[]): readonly number[] => [...list].sort((a, b) => a - b);
  if (!same(ascending(values), ascending(expected)))
    throw new Error(`the cheapest of each model: ${JSON.stringify(found)}, expected ${expected.join(', ')}`);

  const infeasible = answers.filter(({ feasible }) => !feasible).length;
  const counted = (await ask(refused)).reduce((sum, { rows }) => sum + Number(rows), 0);
  if (counted !== infeasible) throw new Error(`refused: ${counted}, expected ${infeasible}`);
  process.stdout.write(`DuckDB reads ${answers.length} answers as they are: ${values.length} models, ${counted} without an answer\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
