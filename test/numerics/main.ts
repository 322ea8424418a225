/**
 * `npm run check:kernels`: every kernel's numbers against float64 on one adapter, as a table, saved to
 * docs/measurements/numerics-*.json. VK_DRIVER_FILES chooses the driver; without it a GPU, else SwiftShader.
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { findVulkan } from '../../src/cli/browser/find-vulkan.ts';
import type { Numerics } from './judge-all.ts';
import { kernelLines, printNumerics } from './table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outDir = `${root}node_modules/.cache/numerics`;
await build({
  root, configFile: false, logLevel: 'warn', publicDir: false,
  ssr: { noExternal: true, external: ['webgpu'] },
  build: { ssr: 'test/numerics/child.ts', outDir, emptyOutDir: true, minify: false, target: 'node20', rolldownOptions: { output: { entryFileNames: 'child.js', codeSplitting: false } } },
});
const { environment } = await findVulkan();
const running = promisify(execFile)(process.execPath, [`${outDir}/child.js`], { env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 });
running.child.stderr?.pipe(process.stderr);
const { adapter, judged } = JSON.parse((await running).stdout) as Numerics;

const name = /^[a-z]+/.exec(adapter.toLowerCase())?.[0] ?? 'adapter';
const file = `docs/measurements/numerics-${name}.json`;
await mkdir(`${root}docs/measurements`, { recursive: true });
await writeFile(`${root}${file}`, `${JSON.stringify({ when: new Date().toISOString(), adapter, kernels: kernelLines(judged) }, null, 1)}\n`);
process.stdout.write(`${adapter}\n\n${printNumerics(judged)}\n\nSaved ${file}\n`);
const failed = judged.filter(({ checks }) => checks.some(({ passed }) => !passed));
for (const each of failed) process.stdout.write(`wrong: ${each.kernel} ${each.precision}, ${each.variant}, ${each.case}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
