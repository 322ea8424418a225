import { describe, expect, it } from 'vitest';
import { allUnstable, drifted } from '../../../src/measure/protocol/drift.ts';
import { joined, settled, visitPolicy } from '../../../src/measure/protocol/rounds.ts';
import { planPolicy } from '../../../src/run/plans.ts';
import type { KernelResult } from '../../../src/run/run.ts';

const thorough = planPolicy('thorough', { software: false, f16: true });
const result: KernelResult = {
  id: 'gemm/64x64x64/f32',
  kernel: 'gemm',
  variant: '32x32x16 4x4 64',
  dtype: 'f32',
  shape: { m: 64, n: 64, k: 64 },
  flops: 2 * 64 ** 3,
  bytes: 12 * 64 ** 2,
  samples: [1, 1.001, 0.999, 1],
  median: 1,
  low: 0.999,
  high: 1.001,
  checks: [],
  badges: ['quantised-clock'],
};

describe('visits', () => {
  it('share the samples of the plan; one visit takes them all', () => {
    const visit = visitPolicy(thorough);
    expect(visit.fewest * thorough.rounds).toBeGreaterThanOrEqual(thorough.fewest);
    expect(visit.most * thorough.rounds).toBeGreaterThanOrEqual(thorough.most);
    const quick = planPolicy('quick', { software: false, f16: true });
    expect(visitPolicy(quick)).toEqual(quick);
  });

  it('take at least three samples each, however few the plan wants', () => {
    expect(visitPolicy({ ...thorough, fewest: 4, most: 6, rounds: 4 })).toMatchObject({ fewest: 3, most: 3 });
  });

  it('go on until there are enough samples and they agree', () => {
    expect(settled(result, thorough)).toBe(false);
    const more = joined(result, [1, 1.001, 0.999, 1, 1, 1, 1.001, 0.999], thorough, 1);
    expect(more.samples).toHaveLength(12);
    expect(more.samples.slice(0, 4)).toEqual(result.samples);
    expect(settled(more, thorough)).toBe(true);
    expect(more.badges).toEqual(['quantised-clock']);
  });

  it('say noisy when the samples do not agree, and take it back when they do', () => {
    const wild = joined(result, [1.2, 0.8, 1.25, 0.75, 1.1, 0.9, 1, 1], thorough, 1);
    expect(wild.badges).toContain('noisy');
    const calm = joined(wild, new Array<number>(60).fill(1), thorough, 1);
    expect(calm.badges).not.toContain('noisy');
  });

  it('say thermally unstable when a later visit is slower than the first', () => {
    expect(joined(result, [1.05, 1.06, 1.05, 1.05], thorough, 1).badges).toContain('thermally-unstable');
    expect(joined(result, [1.01, 1.01, 1.02, 1.01], thorough, 1).badges).not.toContain('thermally-unstable');
  });
});

describe('drift', () => {
  const around = (value: number, half: number): { value: number; low: number; high: number } => ({ value, low: value - half, high: value + half });

  it('is a change that is both large and sure', () => {
    expect(drifted(around(1, 0.005), around(1.1, 0.005))).toBe(true);
    expect(drifted(around(1, 0.005), around(0.9, 0.005))).toBe(true);
  });

  it('is no small change, however sure, and no large one that noise explains', () => {
    expect(drifted(around(1, 0.001), around(1.02, 0.001))).toBe(false);
    expect(drifted(around(1, 0.2), around(1.1, 0.2))).toBe(false);
  });

  it('badges every result once', () => {
    const twice = allUnstable(allUnstable([result, result]));
    expect(twice.map(({ badges }) => badges)).toEqual([
      ['quantised-clock', 'thermally-unstable'],
      ['quantised-clock', 'thermally-unstable'],
    ]);
  });
});
