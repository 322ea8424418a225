import { describe, expect, it } from 'vitest';
import { Trace } from '../../../src/model/simulation/trace.ts';
import { checkWorkload, drawGap, drawLengths, type Workload } from '../../../src/model/simulation/workload.ts';
import { seeded } from '../../../src/stats/random.ts';

const good: Workload = { arrivals: { kind: 'closed', clients: 4 }, inputTokens: 100, outputTokens: 50, spread: { kind: 'fixed' }, prefixHitRate: 0 };

describe('a row of a trace', () => {
  it.each([
    [
      'trace row 2, inputTokens',
      [
        { arrival: 0, inputTokens: 1, outputTokens: 1 },
        { arrival: 0, inputTokens: 0, outputTokens: 1 },
      ],
    ],
    ['trace row 1, outputTokens', [{ arrival: 0, inputTokens: 1, outputTokens: 0.5 }]],
    ['trace row 1, arrival', [{ arrival: -1, inputTokens: 1, outputTokens: 1 }]],
    ['trace row 1, arrival', [{ arrival: Infinity, inputTokens: 1, outputTokens: 1 }]],
  ] as const)('is refused by its number and column: %s', (name, rows) => {
    expect(() => Trace.of(rows)).toThrow(name);
  });
});

describe('a workload', () => {
  it.each([
    ['inputTokens', { inputTokens: 0 }],
    ['inputTokens', { inputTokens: 1.5 }],
    ['outputTokens', { outputTokens: 0 }],
    ['prefixHitRate', { prefixHitRate: -0.1 }],
    ['prefixHitRate', { prefixHitRate: 1.1 }],
    ['prefixHitRate', { prefixHitRate: Number.NaN }],
    ['spread', { spread: { kind: 'uniform', low: 0, high: 1 } }],
    ['spread', { spread: { kind: 'uniform', low: 1, high: 0.9 } }],
    ['spread', { spread: { kind: 'lognormal', sigma: -0.1 } }],
    ['spread', { spread: { kind: 'lognormal', sigma: 3.1 } }],
    ['clients', { arrivals: { kind: 'closed', clients: 0 } }],
    ['requests', { arrivals: { kind: 'burst', requests: 0 } }],
    ['rate', { arrivals: { kind: 'poisson', rate: 0 } }],
    ['rate', { arrivals: { kind: 'poisson', rate: Infinity } }],
    ['trace', { arrivals: { kind: 'trace', rows: [] } }],
  ] as const)('is refused by its %s: %j', (name, sets) => {
    expect(() => checkWorkload({ ...good, ...(sets as Partial<Workload>) })).toThrow(name);
  });

  it.each([
    {},
    { prefixHitRate: 1 },
    { inputTokens: 1, outputTokens: 1 },
    { spread: { kind: 'uniform', low: 1, high: 1 } },
    { spread: { kind: 'lognormal', sigma: 0 } },
    { spread: { kind: 'lognormal', sigma: 3 } },
    { arrivals: { kind: 'burst', requests: 1 } },
    { arrivals: { kind: 'poisson', rate: 0.01 } },
    { arrivals: { kind: 'trace', rows: [{ arrival: 0, inputTokens: 1, outputTokens: 1 }] } },
  ] as const)('is taken with %j', (sets) => {
    expect(() => checkWorkload({ ...good, ...(sets as Partial<Workload>) })).not.toThrow();
  });
});

describe('lengths', () => {
  const drawn = (spread: Workload['spread'], times = 4000): readonly number[] => {
    const random = seeded(3);
    return Array.from({ length: times }, () => drawLengths(random, { ...good, inputTokens: 1000, spread }).input);
  };
  const mean = (list: readonly number[]): number => list.reduce((sum, each) => sum + each, 0) / list.length;

  it('are as stated when fixed', () => expect(new Set(drawn({ kind: 'fixed' }, 9))).toEqual(new Set([1000])));

  it('lie evenly between two shares', () => {
    const list = drawn({ kind: 'uniform', low: 0.5, high: 1.1 });
    expect(Math.min(...list)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...list)).toBeLessThanOrEqual(1100);
    expect(Math.min(...list)).toBeLessThan(505);
    expect(Math.max(...list)).toBeGreaterThan(1095);
    expect(mean(list)).toBeWithinPercent(800, 1);
  });

  it('have the stated mean and the log deviation asked for when lognormal, and are never below one', () => {
    const list = drawn({ kind: 'lognormal', sigma: 0.5 });
    expect(mean(list)).toBeWithinPercent(1000, 3);
    const logs = list.map(Math.log);
    expect(Math.sqrt(mean(logs.map((log) => (log - mean(logs)) ** 2)))).toBeWithinPercent(0.5, 4);
    const random = seeded(5);
    const tiny = Array.from({ length: 500 }, () => drawLengths(random, { ...good, inputTokens: 1, spread: { kind: 'lognormal', sigma: 2 } }).input);
    expect(Math.min(...tiny)).toBe(1);
  });

  it('between independent arrivals are a mean gap of one over the rate', () => {
    const random = seeded(7);
    const gaps = Array.from({ length: 4000 }, () => drawGap(random, 5));
    expect(mean(gaps)).toBeWithinPercent(0.2, 4);
    // Exponential: the deviation is the mean.
    expect(Math.sqrt(mean(gaps.map((gap) => (gap - 0.2) ** 2)))).toBeWithinPercent(0.2, 6);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
  });
});
