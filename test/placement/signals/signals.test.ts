import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sites } from '../../../src/catalogue/sites.ts';
import { alternatives } from '../../../src/placement/signals/alternatives.ts';
import { concentration, herfindahl } from '../../../src/placement/signals/concentration.ts';
import { partners } from '../../../src/placement/signals/partners.ts';
import { against, ratioOf, signalIds, unanimous, type Signal } from '../../../src/placement/signals/signal.ts';
import { signals } from '../../../src/placement/signals/signals.ts';
import { throughputPerWatt } from '../../../src/placement/signals/throughput-per-watt.ts';
import { tokenEconomics } from '../../../src/placement/signals/token-economics.ts';
import { worldCapacity } from '../../../src/placement/signals/world-capacity.ts';

const date = '2026-11';
const one = ['llama-3.3-70b'];
const made: readonly Signal[] = [tokenEconomics(date, one), worldCapacity(date), throughputPerWatt(date), partners(date), alternatives(date, one)];
const valueOf = (signal: Signal, group: string): Signal['values'][number] => {
  const found = signal.values.find((value) => value.group.includes(group));
  if (!found) throw new Error(`${signal.id} has no ${group}`);
  return found;
};
const byId = (id: Signal['id']): Signal => made.find((signal) => signal.id === id) as Signal;

describe('every signal', () => {
  it('is one of five', () => {
    expect(made.map(({ id }) => id)).toEqual(signalIds);
  });

  it.each(made.map((signal) => [signal.id, signal] as const))('has a definition, a month, n, and intervals in order: %s', (_id, signal) => {
    expect(signal.definition.length).toBeGreaterThan(40);
    expect(signal.asOf).toBe(date);
    expect(signal.values.length).toBeGreaterThan(0);
    expect(signal.sources.length).toBeGreaterThan(0);
    if (signal.coverage !== null) expect(signal.coverage).toBeGreaterThanOrEqual(0);
    expect(signal.coverage ?? 0).toBeLessThanOrEqual(1);
    for (const { group, value, low, high, n } of signal.values) {
      expect([low, value, high].every(Number.isFinite), group).toBe(true);
      expect(low, group).toBeLessThanOrEqual(value);
      expect(value, group).toBeLessThanOrEqual(high);
      expect(n, group).toBeGreaterThan(0);
    }
    expect(new Set(signal.values.map(({ group }) => group)).size).toBe(signal.values.length);
  });
});

describe('what each says', () => {
  it('token economics: below list prices, and undecided where fewer than three hosts list a model', () => {
    const { value, n, notes } = valueOf(byId('token-economics'), 'llama-3.3-70b');
    expect(value).toBeGreaterThan(0.1);
    expect(value).toBeLessThan(1);
    expect(n).toBe(3);
    expect(notes[0]).toContain('$/Mtoken against');
    expect(tokenEconomics(date, ['kimi-k2']).values[0]).toMatchObject({ n: 1, verdict: 'not-decided' });
  });

  it('capacity: Africa has buildings and 3,000 accelerators stated, and none open to work', () => {
    const capacity = byId('capacity');
    expect(valueOf(capacity, 'Africa: building power that operates').value).toBe(193e6);
    expect(valueOf(capacity, 'Africa: accelerators installed').value).toBe(3000);
    expect(capacity.values.some(({ group }) => group === 'Africa: accelerators open to work')).toBe(false);
    expect(valueOf(capacity, 'World: streams').notes[0]).toContain('above a pilot');
    const share = capacity.coverage ?? 0;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.3);
  });

  it('throughput per watt: later boards give more, the facility less than the rack, the rack less than the chip', () => {
    const signal = byId('throughput-per-watt');
    const facility = (id: string): number =>
      signal.values.find(({ group }) => group.startsWith(`${id} (`) && group.endsWith('facility'))?.value ?? NaN;
    expect(facility('b200-sxm')).toBeGreaterThan(facility('h200-sxm'));
    expect(facility('h200-sxm')).toBeGreaterThan(facility('a100-80-sxm'));
    const h200 = signal.values.filter(({ group }) => group.startsWith('h200-sxm')).map(({ value }) => value);
    expect(h200).toEqual([...h200].sort((a, b) => b - a));
  });

  it('partners: location is spread, control is not', () => {
    const signal = byId('partners');
    expect(signal.n).toBe(sites().filter(({ state }) => state === 'operating').length);
    expect(partners('2028-12').n).toBeGreaterThan(signal.n);
    expect(partners('2024-01').n).toBeLessThan(signal.n);
    expect(signal.verdict).toBe('worse');
    expect(valueOf(signal, 'jurisdiction, by sites').low).toBeGreaterThan(valueOf(signal, 'country, by sites').high);
  });

  it('alternatives: what another vendor costs, what it lacks, and no verdict where intervals cross', () => {
    const [value] = byId('alternatives').values;
    expect(value?.group).toContain('llama-3.3-70b: ');
    expect(value?.notes[0]).toContain('open sites');
    expect(value && value.low < 1 && value.high > 1).toBe(value?.verdict === 'not-decided');
  });

  it('has no accelerator of a later year at an earlier month', () => {
    expect(throughputPerWatt('2023-06').values.some(({ group }) => /\(202[4-9]\)/.test(group))).toBe(false);
  });
});

describe('the words of a verdict', () => {
  const interval = fc.tuple(fc.double({ min: 0.01, max: 10, noNaN: true }), fc.double({ min: 1, max: 5, noNaN: true })).map(([value, factor]) => ({
    value,
    low: value / factor,
    high: value * factor,
    unit: '1',
    evidence: 'prior' as const,
  }));

  it('are decided only where an interval lies on one side', () => {
    expect(against(1, { low: 0.2, high: 0.9 })).toBe('better');
    expect(against(1, { low: 1.1, high: 2 })).toBe('worse');
    expect(against(1, { low: 0.9, high: 1.1 })).toBe('not-decided');
    expect(unanimous(['better', 'better', null])).toBe('better');
    expect(unanimous(['better', 'worse'])).toBe('not-decided');
    expect(unanimous([null])).toBeNull();
  });

  it('come from ratios that are wider than either part and turn over with it', () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const there = ratioOf(a, b, 'prior');
        const back = ratioOf(b, a, 'prior');
        expect(there.value * back.value).toBeCloseTo(1, 9);
        expect(there.low * back.high).toBeCloseTo(1, 9);
        expect(there.high / there.value).toBeGreaterThanOrEqual(Math.max(a.high / a.value, b.value / b.low) * (1 - 1e-12));
      }),
    );
  });
});

describe('concentration', () => {
  it('is 10,000 for one hand, 10,000 ÷ n for n equal ones, and blind to names and scale', () => {
    expect(herfindahl([{ holder: 'a', amount: 3 }])).toBe(10_000);
    expect(herfindahl([])).toBe(0);
    fc.assert(
      fc.property(
        fc.array(fc.record({ holder: fc.constantFrom('a', 'b', 'c', 'd'), amount: fc.integer({ min: 1, max: 1000 }) }), {
          minLength: 1,
          maxLength: 30,
        }),
        (holdings) => {
          const found = concentration(holdings);
          expect(found.hhi).toBeGreaterThanOrEqual(10_000 / found.holders - 1e-6);
          expect(found.hhi).toBeLessThanOrEqual(10_000 + 1e-6);
          expect(found.low).toBeLessThanOrEqual(found.hhi);
          expect(found.hhi).toBeLessThanOrEqual(found.high);
          const other = herfindahl(holdings.map(({ holder, amount }) => ({ holder: `${holder}'s`, amount: 7 * amount })));
          expect(other).toBeCloseTo(found.hhi, 6);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('signals', () => {
  it('answer one by name, at a month', async () => {
    const answer = await signals({ only: 'partners', date: '2026-12' });
    expect(answer.date).toBe('2026-12');
    expect(answer.signals.map(({ id }) => id)).toEqual(['partners']);
  });

  it.each(['2026-13', '26-01', 'soon', '1999-01', '2099-01'])('refuse a date that is no month: %s', async (wrong) => {
    await expect(signals({ only: 'partners', date: wrong })).rejects.toThrow('date: expected a month');
  });
});

describe('work', () => {
  it('is told of as it goes, and ends when it is asked to', async () => {
    const shares: number[] = [];
    await signals({ only: 'throughput-per-watt', date: '2024-03', onProgress: (share) => void shares.push(share) });
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    const ended = new AbortController();
    const asked = signals({ date: '2023-03', signal: ended.signal, onProgress: () => ended.abort(new Error('enough')) });
    await expect(asked).rejects.toThrow('enough');
  });
});
