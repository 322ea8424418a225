/**
 * A full measuring whose lanes are played by a small program: one measures, one is brought down by its driver, one has no such
 * unit. What a crash in one lane leaves of the others is the point of it.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runLane, type LaneProcess } from '../../../src/cli/full/lane-process.ts';
import { lanes } from '../../../src/cli/full/lanes.ts';
import { withoutFeatures } from '../../../src/cli/full/lane-run.ts';
import { measureFull } from '../../../src/cli/full/measure-full.ts';
import { printFull } from '../../../src/cli/full/print-full.ts';
import { planPoints } from '../../../src/run/plans.ts';
import type { Run } from '../../../src/run/run.ts';

const run = JSON.parse(await readFile(new URL('../../fixtures/run-software.json', import.meta.url), 'utf8')) as Run;
let folder = '';
const file = (name: string): string => join(folder, name);
const never = new AbortController().signal;

beforeAll(async () => {
  // Lanes say how they go.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  folder = await mkdtemp(join(tmpdir(), 'full-test-'));
  await writeFile(file('run.json'), JSON.stringify(run));
  await writeFile(
    file('lanes.mjs'),
    `import { copyFileSync, writeFileSync } from 'node:fs';
     const value = (name) => process.argv[process.argv.indexOf(name) + 1];
     if (value('--lane') === 'f16') process.abort();
     if (value('--lane') === 'matrix') { console.error('no matrix units'); process.exit(1); }
     if (process.argv.includes('--lane')) copyFileSync(${JSON.stringify(file('run.json'))}, value('--out'));
     else writeFileSync(value('--out'), JSON.stringify({ cases: [] }));`,
  );
  await writeFile(file('slow.mjs'), `console.error('at work'); setInterval(() => {}, 1000);`);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

function process_(script: string, more: Partial<LaneProcess> = {}): LaneProcess {
  return { command: process.execPath, words: [file(script)], environment: process.env, file: file('out.json'), patience: 30, signal: never, ...more };
}

describe('a full measuring', () => {
  it('keeps what other lanes measured when one brings its process down', async () => {
    const full = await measureFull({ budget: 60, plan: 'quick', signal: never, program: file('lanes.mjs'), peers: file('none.js') });
    expect(full.lanes.map(({ lane, outcome }) => [lane, outcome])).toEqual([
      ['base', 'finished'],
      ['f16', 'crashed'],
      ['matrix', 'unavailable'],
    ]);
    expect(full.lanes[0]?.run?.kernels).toEqual(run.kernels);
    expect(full.lanes[1]?.message).toContain('SIGABRT');
    expect(full.lanes[2]?.message).toContain('no matrix units');
    expect(full).toMatchObject({ version: 1, adapter: run.adapter, peers: null, native: null, machine: { node: process.version } });
    expect(printFull(full)).toMatch(/f16.*crashed/);
  });

  it('runs the peers where their bundle lies, and compares a known accelerator with its vendor’s timings', async () => {
    const known: Run = {
      ...run,
      adapter: { ...run.adapter, fallback: false, description: 'NVIDIA H200' },
      kernels: [{ ...run.kernels[0]!, id: 'gemm/4096x4096x4096/f16', kernel: 'gemm', dtype: 'f16', shape: { m: 4096, n: 4096, k: 4096 } }],
    };
    await writeFile(file('run.json'), JSON.stringify(known));
    const full = await measureFull({ budget: 60, plan: 'quick', signal: never, program: file('lanes.mjs'), peers: file('lanes.mjs') });
    await writeFile(file('run.json'), JSON.stringify(run));
    expect(full.peers).toMatchObject({ outcome: 'finished', result: { cases: [] } });
    expect(full.native).toMatchObject({ system: 'h200_sxm', pairs: [{ class: 'gemm', kernel: 'gemm/4096x4096x4096/f16' }] });
  });
});

describe('a lane in a process of its own', () => {
  it('is ended when it takes longer than it may', async () => {
    expect(await runLane(process_('slow.mjs', { patience: 0.5 }))).toMatchObject({
      outcome: 'late',
      result: null,
      message: expect.stringContaining('ended after') as string,
    });
  });

  it('is ended when the command is cancelled', async () => {
    const cancel = new AbortController();
    // Cancelled when it says that it is at work: however long a busy computer takes to start it.
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      if (text.toString().includes('at work')) cancel.abort();
      return true;
    });
    expect(await runLane(process_('slow.mjs', { signal: cancel.signal }))).toMatchObject({ outcome: 'cancelled', message: '' });
  });
});

describe('the lanes', () => {
  const facts = { software: false, f16: true, subgroupMatrices: [{ component: 'f16', result: 'f32', m: 16, n: 16, k: 16 }] } as const;
  const points = planPoints('thorough', facts);

  it('leave no point of the thorough plan out', () => {
    const f32 = planPoints('thorough', { ...facts, f16: false, subgroupMatrices: [] }).filter(lanes.base.keeps);
    const kept = [...f32, ...points.filter(lanes.f16.keeps), ...points.filter(lanes.matrix.keeps)].map((point) => JSON.stringify(point));
    expect(points.filter((point) => !kept.includes(JSON.stringify(point)))).toEqual([]);
  });

  it('each measure the ceilings that others are divided by', () => {
    for (const { keeps } of Object.values(lanes))
      expect(points.filter(keeps).map(({ kernel }) => kernel)).toEqual(expect.arrayContaining(['peak.fma', 'mem.read', 'launch.dispatch']));
  });

  it('hide a feature from everything that asks the adapter, and leave its methods working', async () => {
    const adapter = {
      features: new Set(['shader-f16', 'subgroups']),
      requestDevice() {
        return this.features.size;
      },
    };
    const gpu = { requestAdapter: async () => adapter } as unknown as GPU;
    const hidden = (await withoutFeatures(gpu, ['shader-f16']).requestAdapter()) as unknown as typeof adapter;
    expect([...hidden.features]).toEqual(['subgroups']);
    expect(hidden.requestDevice()).toBe(2);
    expect(withoutFeatures(gpu, [])).toBe(gpu);
  });
});
