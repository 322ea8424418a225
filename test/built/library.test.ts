import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { estimate, modelVersion } from '../../src/index.ts';

/** Somebody else's project, with the package in it as npm packs it, and nothing else. */
let project: string;

const npm = (words: readonly string[], cwd: string): string =>
  execFileSync('npm', [...words], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'library-'));
  // What is in `dist` already is what is tested: packing builds it only where scripts run.
  const packed = npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', project], '.').trim();
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  npm(['install', '--offline', '--ignore-scripts', '--no-audit', join(project, packed)], project);
}, 180_000);

afterAll(() => rmSync(project, { recursive: true }));

function node(script: string): unknown {
  writeFileSync(join(project, 'main.js'), script);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['main.js'], { cwd: project, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

const example = {
  model: 'llama-3.3-70b',
  accelerator: 'h200-sxm',
  accelerators: 2,
  engine: 'vllm',
  weights: 'fp8',
  parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 },
  inputTokens: 1024,
  outputTokens: 1024,
  concurrency: 32,
} as const;

describe('the package, installed without a network', () => {
  test('brings nothing along', () => {
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['inference-cost-lab']);
    const files = readdirSync(join(project, 'node_modules/inference-cost-lab'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /^(src|test|workers|node_modules)\b/.test(file))).toEqual([]);
  });

  test('answers in plain Node as it does here', () => {
    const placed = { ...example, site: 'cassava-cape-town' };
    const script = `import { estimate, modelVersion } from 'inference-cost-lab';
      console.log(JSON.stringify([estimate(${JSON.stringify(placed)}), estimate(${JSON.stringify(example)}), modelVersion]))`;
    expect(node(script)).toEqual(JSON.parse(JSON.stringify([estimate(placed), estimate(example), modelVersion])));
  });

  test('simulates, and validates against the published rows, in parts that load then', () => {
    const script = `import { simulate, validate } from 'inference-cost-lab';
      const { feasible } = await simulate(${JSON.stringify(example)}, { answers: 400 });
      const stop = new AbortController();
      const scored = validate({ signal: stop.signal, onProgress: (share) => { if (share > 0) stop.abort('seen'); } });
      console.log(JSON.stringify([feasible, await scored.catch((reason) => reason)]))`;
    expect(node(script)).toEqual([true, 'seen']);
  });

  test('answers in a worker', () => {
    const worker = `import { estimate } from 'inference-cost-lab'; import { parentPort } from 'node:worker_threads';
      parentPort.postMessage(estimate(${JSON.stringify(example)}).replicas)`;
    writeFileSync(join(project, 'worker.js'), worker);
    expect(node(`import { Worker } from 'node:worker_threads'; new Worker('./worker.js').on('message', (replicas) => console.log(replicas))`)).toBe(
      1,
    );
  });

  test('runs the example of the README', () => {
    const [, code = ''] = /## As a library\n[^#]*?```js\n(.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? [];
    expect(code.trim().split('\n').length).toBeGreaterThan(3);
    expect(node(code.replace(/console\.log\((.*)\);/, 'console.log(JSON.stringify($1));'))).toMatch(/^\$\d/);
  });

  test('imports its own files alone, and of Node what the solver asks for there', () => {
    // Loaded with the first placement, behind a look at where it runs.
    const ofNode = new Set(['node:module']);
    const folder = join(project, 'node_modules/inference-cost-lab/dist/library');
    const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
    expect(scripts).toContain('index.js');
    for (const file of scripts) {
      const imported = Array.from(readFileSync(join(folder, file), 'utf8').matchAll(/^(?:import|export) .*?from "(.*?)";|import\("(.*?)"\)/gm));
      const foreign = imported.map(([, early, late]) => ({ early, name: early ?? late ?? '' })).filter(({ name }) => !name.startsWith('./'));
      expect(foreign.filter(({ early, name }) => early !== undefined || !ofNode.has(name))).toEqual([]);
    }
  });

  test.each(['nodenext', 'bundler'])('has declarations that stand alone (%s)', (resolution) => {
    writeFileSync(
      join(project, 'consumer.ts'),
      `import { estimate, type Estimate } from 'inference-cost-lab';
const answer: Estimate = estimate({ model: 'llama-3.3-70b', accelerator: 'h200-sxm', concurrency: 32 });
export const dollars: number | undefined = answer.usdPerMillionOutputTokens?.value;
// @ts-expect-error a scenario has a model
estimate({ accelerator: 'h200-sxm' });\n`,
    );
    const module = resolution === 'nodenext' ? 'nodenext' : 'esnext';
    const compilerOptions = { strict: true, noEmit: true, target: 'es2022', module, moduleResolution: resolution, types: [], skipLibCheck: false };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const { status, stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', project], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  test('has the command line, which says what it lacks', () => {
    const bin = join(project, 'node_modules/.bin/inference-cost-lab');
    const answered = spawnSync(bin, ['estimate'], { cwd: project, encoding: 'utf8', input: `${JSON.stringify(example)}\n` });
    expect({ status: answered.status, err: answered.stderr }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(answered.stdout)).toMatchObject({ feasible: true, accelerators: 2, replicas: 1 });
    const measured = spawnSync(bin, ['measure'], { cwd: project, encoding: 'utf8', env: { ...process.env, VK_DRIVER_FILES: '/none' } });
    expect(measured.status).toBe(1);
    expect(measured.stderr).toContain('npm install webgpu');
  });
});

describe('without src/ui and without src/measure', () => {
  test('a library remains: what it is compiled from touches neither, nor what stands above it', () => {
    const listed = execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.declarations.json', '--listFilesOnly'], {
      encoding: 'utf8',
    });
    const own = listed
      .split('\n')
      .map((file) => /\/src\/(.*)$/.exec(file)?.[1])
      .filter((file) => file !== undefined && !listed.includes(`node_modules/${file}`));
    expect(own).toContain('index.ts');
    expect(own.filter((file) => /^(ui|measure|session|share|charts|cli)\//.test(file ?? ''))).toEqual([]);
    // And without the DOM: the build has no other types than those of the language and of Node.
    expect(listed).not.toContain('lib.dom');
  });
});
