/**
 * `npm run check:full`: what takes too long for every change. Runs each check in turn, goes on after one that fails, and writes what it
 * saw with the date to docs/measurements/check-full.json.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { modelVersion } from '../../src/estimate/model-version.ts';

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Folders whose arithmetic must kill at least 80 % of 200 planted errors. */
const mutated = ['model', 'estimate', 'calibration', 'scenario', 'share', 'agent', 'placement'];

const checks: readonly Check[] = [
  {
    name: 'what is decided beside brute force, 300 cases',
    command: ['npx', 'vitest', 'run', '--project', 'node', 'test/estimate/load/search.test.ts'],
    environment: { LAB_SEARCH_CASES: '300' },
  },
  ...mutated.map((folder): Check => ({
    name: `200 planted errors in src/${folder}`,
    command: ['npm', 'run', 'mutate', '--', '--folder', folder, '--count', '200', '--seed', '1', '--save'],
  })),
  { name: 'the queries of docs/million.md in DuckDB', command: ['npm', 'run', 'check:duckdb'] },
  { name: 'kernels against float64', command: ['npm', 'run', 'check:kernels'] },
];

const results = checks.map(({ name, command, environment }) => {
  process.stdout.write(`\n== ${name}\n`);
  const start = performance.now();
  const [program = '', ...words] = command;
  const { status } = spawnSync(program, words, { stdio: 'inherit', env: { ...process.env, ...environment } });
  return { name, passed: status === 0, minutes: Number(((performance.now() - start) / 60_000).toFixed(1)) };
});

writeFileSync(
  new URL('../../docs/measurements/check-full.json', import.meta.url),
  `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), modelVersion, results }, null, 2)}\n`,
);
for (const { name, passed, minutes } of results) process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${minutes} min  ${name}\n`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
