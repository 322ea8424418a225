/** `npm run bench`: builds the benchmarks as the lab is built, runs them and saves docs/measurements/bench-engine.json. */
import { mkdir, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { dataModules } from '../../src/catalogue/build/data-modules.ts';
import type { Rate } from './engine.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outDir = `${root}node_modules/.cache/bench`;
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [dataModules],
  ssr: { noExternal: true },
  build: {
    ssr: 'test/bench/engine.ts',
    outDir,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'engine.js', codeSplitting: false } },
  },
});
const { rates } = (await import(`${outDir}/engine.js`)) as { rates: () => Readonly<Record<string, Rate>> };

const round = (value: number): number => Number(value.toPrecision(4));
const measured = rates();
const unit = Object.values(measured)[0]?.perSecond ?? Number.NaN;
const table = Object.fromEntries(
  Object.entries(measured).map(([name, { perSecond, median }]) => [
    name,
    { perSecond: round(perSecond), median: round(median), perBaseline: round(perSecond / unit) },
  ]),
);
const machine = {
  processor: cpus()[0]?.model ?? arch(),
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  node: process.version,
  loadAverage: round(loadavg()[0] ?? 0),
};
await mkdir(`${root}docs/measurements`, { recursive: true });
await writeFile(
  `${root}docs/measurements/bench-engine.json`,
  `${JSON.stringify({ when: new Date().toISOString(), machine, rates: table }, null, 2)}\n`,
);
process.stdout.write(`${machine.processor}, ${machine.cores} cores, load ${machine.loadAverage}\n`);
for (const [name, { perSecond, median, perBaseline }] of Object.entries(table))
  process.stdout.write(`${String(perSecond).padStart(10)}/s  (median ${median}/s, ${perBaseline} of the baseline)  ${name}\n`);
