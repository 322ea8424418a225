import { describe, expect, it } from 'vitest';
import { agentPresets } from '../../src/catalogue/agent-presets.ts';
import { workloadFact } from '../../src/catalogue/workload-facts.ts';
import { answered, requestOf } from './answered.ts';

const fact = (id: string): number => workloadFact(id)?.value ?? NaN;
/** List prices of the model that most sessions ran, USD per million tokens. */
const list = { input: 5, cached: 0.5, output: 25 };

describe('a session of TraceLab', () => {
  const session = answered({ task: { preset: 'coding-session' }, prices: list });

  it('costs what was published within 10 %', () => {
    expect(session.usdPerTask?.value).toBeWithinPercent(fact('tl-cost'), 10);
    expect(session.usdPerTask?.low).toBeLessThan(fact('tl-cost'));
    expect(session.usdPerTask?.high).toBeGreaterThan(fact('tl-cost'));
  });

  it('splits into cached, new and output within 4 points', () => {
    const { usd } = session.shares;
    expect(Math.abs(100 * (usd?.cached ?? NaN) - fact('tl-cost-split-cached'))).toBeLessThan(4);
    expect(Math.abs(100 * (usd?.new ?? NaN) - fact('tl-cost-split-new'))).toBeLessThan(4);
    expect(Math.abs(100 * (usd?.output ?? NaN) - fact('tl-cost-split-output'))).toBeLessThan(4);
  });

  it('reads 96 % from the cache, within a point, and makes the published tokens', () => {
    const { tokens } = session;
    const [fresh, cached] = [tokens?.new.value ?? NaN, tokens?.cached.value ?? NaN];
    expect(Math.abs((100 * cached) / (fresh + cached) - fact('tl-hit'))).toBeLessThan(1.5);
    expect(fresh + cached).toBeWithinPercent((fact('tl-input') * 1e9) / fact('tl-sessions'), 1);
    expect(tokens?.output.value).toBeWithinPercent((fact('tl-output') * 1e6) / fact('tl-sessions'), 1);
  });

  it('takes as long as its requests did together, in its interval', () => {
    // 9.2 requests of 258 s on average, the user’s pauses left out.
    const published = 9.2 * 258;
    expect(session.secondsPerTask?.mean.low).toBeLessThan(published);
    expect(session.secondsPerTask?.mean.high).toBeGreaterThan(published);
  });

  it('has no price of a success, because nobody published one', () => {
    expect(session.usdPerSuccess).toBeNull();
    expect(session.unknown['usdPerSuccess']).toContain('task.success');
    expect(answered({ task: { preset: 'coding-session', success: 0.5 }, prices: list }).usdPerSuccess?.value).toBeCloseTo(
      2 * (session.usdPerTask?.value ?? 0),
      9,
    );
  });

  it('the totals of TraceLab at list prices: 9.96 $, 10.63 $ where new input is a cache write', () => {
    // One call that makes a tenth of the published sums: 0.54 M new, 12.33 M cached, 43.8 k out.
    const sums = { steps: 1, systemTokens: 1.287e6, systemCached: 12.33 / 12.87, taskTokens: 0, newTokensPerStep: 0, outputTokensPerStep: 4380 };
    const at = (prices: object) => 10 * (answered({ task: sums, prices }).usdPerTask?.value ?? NaN);
    expect(at(list)).toBeCloseTo(9.96, 1);
    expect(at({ ...list, cacheWrite: 6.25 })).toBeCloseTo(10.63, 1);
  });
});

describe('other published figures', () => {
  it('82 sessions of one developer: 98.7 % from the cache, 292 k context a turn', () => {
    const { tokens, secondsPerTask, unknown } = answered({ task: { preset: 'heavy-coding-session' }, prices: list });
    const [fresh, cached] = [tokens?.new.value ?? NaN, tokens?.cached.value ?? NaN];
    expect((100 * cached) / (fresh + cached)).toBeCloseTo(fact('cc82-hit'), 1);
    expect((fresh + cached) / 363).toBeWithinPercent(fact('cc82-context'), 1);
    expect(secondsPerTask).toBeNull();
    expect(unknown['secondsPerTask']).toContain('task.toolSeconds');
  });

  it('one model, three scaffolds, 0.70 to 1.54 $ (Sonnet 4.5): steps and cache alone reach them all', () => {
    const sonnet = { input: 3, cacheWrite: 3.75, cached: 0.3, output: 15 };
    const at = (task: object) => answered({ task: { preset: 'benchmark-fix', ...task }, prices: sonnet }).usdPerTask?.value ?? NaN;
    expect(at({ steps: 15 })).toBeLessThan(fact('acp-sonnet-4-5-swe-usd'));
    expect(at({ steps: 40 })).toBeGreaterThan(fact('sub-sonnet-4-5-swe-usd'));
    // Each of the three lies where steps rise by one.
    for (const id of ['acp-sonnet-4-5-swe-usd', 'oh-claude-sonnet-4-5-swe-bench-usd', 'sub-sonnet-4-5-swe-usd']) {
      const steps = Array.from({ length: 30 }, (_, index) => 12 + index).find((count) => at({ steps: count }) >= fact(id));
      expect(at({ steps })).toBeWithinPercent(fact(id), 8);
    }
    // A third of the prompts lost makes the same task half as dear again.
    expect(at({ steps: 20, evictionRate: 0.33 })).toBeGreaterThan(1.5 * at({ steps: 20 }));
  });

  it('more steps at a tenth of the price cost more a success: a cheap model may be the dearer one', () => {
    const dear = answered({ task: { preset: 'benchmark-fix', steps: 20, success: 0.77 }, prices: { input: 5, cached: 0.5, output: 25 } });
    const cheap = answered({ task: { preset: 'benchmark-fix', steps: 120, success: 0.3, evictionRate: 1 }, prices: { input: 0.5, output: 2.5 } });
    expect(cheap.usdPerSuccess?.value).toBeGreaterThan(dear.usdPerSuccess?.value ?? Infinity);
  });
});

describe('presets', () => {
  it.each(agentPresets().map((preset) => [preset.id, preset] as const))('%s is a whole task, each value with its source', (id, preset) => {
    const answer = answered({ task: { preset: id }, prices: list }, { tasks: 100 });
    expect(answer.usdPerTask?.low).toBeLessThan(answer.usdPerTask?.value ?? 0);
    expect(['prior', 'projected']).toContain(answer.usdPerTask?.evidence);
    for (const { source, definition, date, low, high, value } of preset.values) {
      expect(source.length).toBeGreaterThan(0);
      expect(definition).not.toBe('');
      expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(low ?? value).toBeLessThanOrEqual(value);
      expect(high ?? value).toBeGreaterThanOrEqual(value);
    }
    expect(answer.sources).toEqual([...new Set(preset.values.flatMap(({ source }) => source))]);
  });

  it('give way to what is given, and then lend no range to it', () => {
    const request = requestOf({ task: { preset: 'coding-session', steps: 10, toolSeconds: 2 }, prices: list });
    expect(request.task).toMatchObject({ steps: 10, toolSeconds: { p50: 2, p90: 2 }, outputTokensPerStep: 523 });
    expect(request.values.map(({ field }) => field)).not.toContain('steps');
    expect(request.values.map(({ field }) => field)).not.toContain('toolSeconds.p50');
  });
});
