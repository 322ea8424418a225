import { describe, expect, it } from 'vitest';
import { RunRecord } from '../../src/measure/run-record.ts';
import type { PlanPoint } from '../../src/run/plans.ts';
import type { KernelResult, Run } from '../../src/run/run.ts';

const result = (kernel: string, change: Partial<KernelResult> = {}): KernelResult => ({
  id: `${kernel}/1`,
  kernel,
  variant: '',
  dtype: 'f32',
  shape: {},
  flops: 1,
  bytes: 1,
  samples: [1],
  median: 1,
  low: 0.99,
  high: 1.01,
  checks: [],
  badges: [],
  ...change,
});
const point: PlanPoint = { kernel: 'peak.fma', dtype: 'f32', ladder: [{ threads: 256, turns: 1 }] };
const rest = {
  when: '2026-11-22T10:00:00Z',
  clock: { kind: 'timestamp', step: 1e-9 },
  plan: 'thorough',
  seed: 1,
  elapsed: 9,
  paused: 0,
  adapter: { vendor: '', architecture: '', device: '', description: '', fallback: false, features: [], limits: {} },
} as const;

function begun(): RunRecord {
  const record = new RunRecord();
  record.add(point, { result: result('peak.fma'), left: [] }, 1);
  record.add(point, { result: result('gemm'), left: [] }, 2);
  return record;
}

const unstable = ({ kernels }: Pick<Run, 'kernels'>): boolean[] => kernels.map(({ badges }) => badges.includes('thermally-unstable'));

describe('the pace of a run', () => {
  it('is told by the probe that it began with, once there is something else to compare with', () => {
    const record = new RunRecord();
    expect(record.pacemaker).toBeNull();
    record.add(point, { result: result('peak.fma'), left: [] }, 1);
    expect(record.pacemaker).toBeNull();
    record.add(point, { result: result('gemm'), left: [] }, 2);
    expect(record.pacemaker?.kernel).toBe('peak.fma');
    const other = new RunRecord();
    for (const kernel of ['gemm', 'peak.fma']) other.add(point, { result: result(kernel), left: [] }, 1);
    expect(other.pacemaker).toBeNull();
  });

  it('is kept, and badges nothing while it holds', () => {
    const record = begun();
    record.paced(5, { value: 1.01, low: 1, high: 1.02 });
    const run = record.run(rest);
    expect(run.pace).toEqual([
      { at: 1, value: 1, low: 0.99, high: 1.01 },
      { at: 5, value: 1.01, low: 1, high: 1.02 },
    ]);
    expect(unstable(run)).toEqual([false, false]);
  });

  it('badges every result once it has changed by more than 3 % beyond noise, whenever that shows', () => {
    const record = begun();
    record.paced(5, { value: 1.06, low: 1.05, high: 1.07 });
    record.paced(9, { value: 1, low: 0.99, high: 1.01 });
    expect(unstable(record.run(rest))).toEqual([true, true]);
  });
});

describe('what a run holds', () => {
  it('is nothing that was not measured', () => {
    const run = begun().run(rest);
    expect(Object.keys(run)).not.toEqual(expect.arrayContaining(['caches']));
    expect([run.caches, run.widths, run.host, run.paused]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is the sweep, the pause and the way to the host where they were', () => {
    const record = begun();
    const width = { points: [{ groups: 1, rate: 1 }], groups: 1 };
    const caches = { points: [{ bytes: 1, rate: 1 }], levels: [], lastLevel: null };
    record.add(point, { result: null, left: [], caches }, 3);
    record.add(point, { result: null, left: [], widths: { fma: width } }, 3);
    record.add(point, { result: null, left: [], widths: { read: width } }, 3);
    const host = { roundTrip: { value: 1e-4, low: 1e-4, high: 1e-4 }, upload: null, readback: null };
    record.reached(host);
    expect(record.run({ ...rest, paused: 2 })).toMatchObject({ caches, host, paused: 2, widths: { fma: width, read: width } });
    expect(record.caches).toEqual(caches);
  });
});
