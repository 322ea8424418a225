/** How sure a task's seconds are: each part of the interval by itself, worked out by hand. */
import { describe, expect, it } from 'vitest';
import type { Quantity } from '../../src/units/quantity.ts';
import { z80 } from '../../src/stats/normal.ts';
import { answered, errorOf, prices } from './answered.ts';

/** Standard deviation of ln that an interval of 80 % stands for. */
const logSd = ({ low, high }: Quantity): number => Math.log(high / low) / (2 * z80);

/** Ten steps, each a call of 5 s and a wait for tools of 10 s: 150 s. */
const task = { steps: 10, systemTokens: 100, newTokensPerStep: 10, outputTokensPerStep: 10, toolSeconds: 10, callSeconds: 5 };
const secondsOf = (changed: object, tasks?: number) => {
  const { secondsPerTask } = answered({ task: { ...task, ...changed }, prices }, tasks === undefined ? {} : { tasks });
  if (!secondsPerTask) throw new Error('no seconds');
  return secondsPerTask;
};

describe('the interval of a task’s seconds', () => {
  it('has no width where nothing is random', () => {
    const { mean, p50, p99 } = secondsOf({});
    expect(mean.value).toBeCloseTo(150, 9);
    expect(logSd(mean)).toBeCloseTo(0, 12);
    expect([p50.value, p99.value]).toEqual([mean.value, mean.value]);
  });

  it('is three tenths of the share of tools where they are drawn, and of calls where those are', () => {
    const ofMean = (p90: number): number => Math.exp((Math.log(p90 / 10) / z80) ** 2 / 2);
    const tools = 100 * ofMean(12);
    expect(secondsOf({ toolSeconds: { p50: 10, p90: 12 } }).mean.value).toBeCloseTo(50 + tools, 6);
    expect(logSd(secondsOf({ toolSeconds: { p50: 10, p90: 12 } }).mean)).toBeCloseTo((0.3 * tools) / (50 + tools), 6);
    const calls = 50 * ofMean(12);
    expect(logSd(secondsOf({ callSeconds: { p50: 5, p90: 6 } }).mean)).toBeCloseTo((0.3 * calls) / (100 + calls), 6);
  });

  it('adds the two as independent ones', () => {
    const { mean } = secondsOf({ toolSeconds: { p50: 10, p90: 12 }, callSeconds: { p50: 5, p90: 6 } });
    const scale = Math.exp((Math.log(1.2) / z80) ** 2 / 2);
    const [tools, calls] = [100 * scale, 50 * scale];
    expect(logSd(mean)).toBeCloseTo((0.3 * Math.hypot(tools, calls)) / (tools + calls), 6);
  });

  it('widens percentiles by what 10,000 drawn tasks leave open, the last of them most', () => {
    // One wait of a lognormal length, and a call that hardly counts.
    const one = { steps: 1, toolSeconds: { p50: 1000, p90: 3000 }, callSeconds: 0.001 };
    const { p50, p90, p99, mean } = secondsOf(one, 10_000);
    const sigma = Math.log(3) / z80;
    const widened = (of: Quantity): number => Math.sqrt(logSd(of) ** 2 - logSd(mean) ** 2);
    // Order statistics: the density of a normal at its 50th, 90th and 99th percentile is 0.3989, 0.1755 and 0.0267.
    const left = (share: number, density: number): number => (sigma * Math.sqrt(share * (1 - share))) / density / Math.sqrt(10_000);
    for (const [of, share, density] of [
      [p50, 0.5, 0.3989],
      [p90, 0.9, 0.1755],
      [p99, 0.99, 0.0267],
    ] as const) {
      expect(widened(of) / left(share, density)).toBeGreaterThan(0.75);
      expect(widened(of) / left(share, density)).toBeLessThan(1.3);
    }
    expect(p90.value).toBeGreaterThan(0.95 * 3000);
    expect(p90.value).toBeLessThan(1.05 * 3000);
  });
});

describe('what an answer assumes', () => {
  it('a user’s pauses are left out of the seconds, and said, only where there are any', () => {
    const paused = answered({ task: { ...task, userPause: { everySteps: 2, p50: 60, p90: 600 } }, prices });
    expect(paused.assumptions).toContain('agent.no-user-time');
    expect(answered({ task, prices }).assumptions).not.toContain('agent.no-user-time');
  });
});

describe('durations of one step', () => {
  const within = (toolSeconds: unknown) => ({
    task: {
      steps: [
        { newTokens: 10, outputTokens: 5 },
        { newTokens: 10, outputTokens: 5, toolSeconds },
      ],
    },
    prices,
  });

  it('are refused at their own place, beside a graph as well', () => {
    expect(errorOf(within({ p50: 5, p90: 2 }))?.path).toBe('task.steps.1.toolSeconds.p90');
    const twice = { nodes: [{ id: 'a', kind: 'model', outputTokens: 5, after: ['b'] }] };
    expect(errorOf({ task: { steps: [{ newTokens: 10, outputTokens: 5 }, twice] }, prices })?.path).toMatch(/^task\.steps\.1/);
  });

  it('may be left open', () => {
    expect(errorOf(within(null))).toBeNull();
  });
});
