/** Signals in words: titles claim what the verdicts allow, groups have names, and each leads to the page that answers more. */
import { describe, expect, test } from 'vitest';
import { alternatives } from '../../src/placement/signals/alternatives.ts';
import { partners } from '../../src/placement/signals/partners.ts';
import type { Signal } from '../../src/placement/signals/signal.ts';
import { throughputPerWatt } from '../../src/placement/signals/throughput-per-watt.ts';
import { tokenEconomics } from '../../src/placement/signals/token-economics.ts';
import { worldCapacity } from '../../src/placement/signals/world-capacity.ts';
import { drawnRows, signalsTitle, signalTitle, valueWords, verdictWords } from '../../src/ui/text/signal-words.ts';

const date = '2026-11';
const one = ['llama-3.3-70b'];
const [economics, capacity, watts, hands, others] = [
  tokenEconomics(date, one),
  worldCapacity(date),
  throughputPerWatt(date),
  partners(date),
  alternatives(date, one),
];
const made: readonly Signal[] = [economics, capacity, watts, hands, others];

describe('signals', () => {
  test('are drawn by what decides them, each group under its name with a link', () => {
    for (const signal of made) {
      const rows = drawnRows(signal);
      expect(rows.length, signal.id).toBeGreaterThan(0);
      for (const { value, name, link } of rows) {
        expect(signal.values).toContain(value);
        expect(name, signal.id).not.toMatch(/^[a-z0-9]+-[a-z0-9-]+$|^$/);
        expect(link, signal.id).not.toBeNull();
        expect(value.low, name).toBeGreaterThan(0);
        expect(valueWords(value)).toMatch(/^[\d.,]+[kMB×]?$/);
      }
    }
    expect(drawnRows(economics)[0]).toMatchObject({ name: 'Llama 3.3 70B', detail: '3 hosts', link: { page: 'choose', model: 'llama-3.3-70b' } });
    expect(drawnRows(watts)[0]?.link).toHaveProperty('accelerator');
    expect(drawnRows(others)).toHaveLength(others.values.length);
  });

  test('say no more than their verdicts', () => {
    expect(signalTitle(hands)).toMatch(/^Control lies in fewer hands than location: concentration is [\d,]+ by jurisdiction and \d+ by country$/);
    expect(signalTitle({ ...hands, verdict: 'not-decided' })).toMatch(/as concentrated as each other/);
    expect(signalTitle(economics)).toMatch(/none is told apart/);
    const below = { ...economics, values: economics.values.map((value) => ({ ...value, value: 0.1, low: 0.05, high: 0.2 })) };
    expect(signalTitle(below)).toMatch(/too few hosts list them to judge by$/);
    expect(signalTitle(watts)).toMatch(/^The best of \d{4}, .+ out of a megawatt/);
    expect(signalTitle(capacity)).toMatch(/of operating sites say how large they are; .*Europe/);
    expect(signalTitle(others)).toMatch(/at open sites, and the intervals do not decide$/);
    expect(verdictWords('not-decided')).toBe('not decided');
    const verdicts = made.map((signal, index): Signal => ({
      ...signal,
      verdict: ([null, 'better', 'worse', 'not-decided', 'not-decided'] as const)[index] ?? null,
    }));
    expect(signalsTitle(verdicts)).toBe('Of four signals with a verdict one is better, one is worse and two are not decided');
  });
});
