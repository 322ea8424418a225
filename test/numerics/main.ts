/**
 * `npm run check:kernels`: every kernel's numbers against float64 on one adapter, as a table, saved to
 * docs/measurements/numerics-*.json. VK_DRIVER_FILES chooses the driver; without it a GPU, else SwiftShader.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { dataModules } from '../../src/catalogue/build/data-modules.ts';
import { findVulkan } from '../../src/cli/browser/find-vulkan.ts';
import type { Numerics } from './judge-all.ts';
import { kernelLines, printNumerics } from './table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outDir = `${root}node_modules/.cache/numerics`;
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [dataModules],
  ssr: { noExternal: true, external: ['webgpu'] },
  build: {
    ssr: 'test/numerics/child.ts',
    outDir,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'child.js', codeSplitting: false } },
  },
});
const { environment } = await findVulkan();
const child = spawn(process.execPath, [`${outDir}/child.js`], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
const closed = once(child, 'close') as Promise<[number | null]>;
const printed: Buffer[] = [];
for await (const chunk of child.stdout) printed.push(chunk as Buffer);
const [status] = await closed;
if (status !== 0) process.exit(1);
const { adapter, judged } = JSON.parse(Buffer.concat(printed).toString()) as Numerics;

const name = /^[a-z]+/.exec(adapter.toLowerCase())?.[0] ?? 'adapter';
const file = `docs/measurements/numerics-${name}.json`;
await mkdir(`${root}docs/measurements`, { recursive: true });
await writeFile(`${root}${file}`, `${JSON.stringify({ when: new Date().toISOString(), adapter, kernels: kernelLines(judged) }, null, 1)}\n`);
process.stdout.write(`${adapter}\n\n${printNumerics(judged)}\n\nSaved ${file}\n`);
const failed = judged.filter(({ checks }) => checks.some(({ passed }) => !passed));
for (const each of failed) process.stdout.write(`wrong: ${each.kernel} ${each.precision}, ${each.variant}, ${each.case}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
