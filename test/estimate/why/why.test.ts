/**
 * Why a number is what it is, as a law over drawn scenarios: terms make their numbers, every assumption of an answer is one of
 * some term's, and every fact is a cell of the catalogue with a source that it knows.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineById } from '../../../src/catalogue/engines.ts';
import { placeSources } from '../../../src/catalogue/place-sources.ts';
import { source } from '../../../src/catalogue/sources.ts';
import { rowsOf, type Table } from '../../../src/catalogue/table.ts';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { explain } from '../../../src/estimate/views/why/explain.ts';
import { explained } from '../../../src/estimate/views/why/explained.ts';
import { partsOf, type CitedFact, type Term, type Why } from '../../../src/estimate/views/why/why.ts';
import { sensitivity } from '../../../src/estimate/views/sensitivity.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

const custom = {
  name: 'mine',
  class: 'nvidia-datacenter',
  memoryBytes: 141e9,
  memoryBandwidth: 4.8e12,
  peak: { bf16: 989e12, fp8: 1979e12 },
  scaleUp: { bandwidth: 450e9, size: 8 },
  tdp: 700,
  usd: 30_000,
};
const pool = { accelerators: null, parallel: null };

const loads = [
  {},
  { concurrency: 32 },
  { concurrency: 'max' },
  { batch: { outputTokens: 1e9, hours: 48 } },
  { batch: { requests: 40, hours: 1 } },
  { requestsPerSecond: 1.5, peakToMean: 2 },
  { concurrency: 16, session: { requestsPerUser: 5 } },
  { concurrency: 24, anchor: [{ concurrency: 24, timePerOutputToken: 0.02 }] },
  { requestsPerSecond: 2, serving: { prefill: pool, decode: pool } },
  { concurrency: 48, serving: { prefill: pool, decode: pool } },
];

const drawn = fc
  .record({
    model: fc.constantFrom('llama-3.1-8b', 'llama-3.3-70b', 'gpt-oss-120b', 'qwen3-235b-a22b', 'deepseek-v3'),
    accelerator: fc.constantFrom<unknown>(
      'h100-80-sxm',
      'h200-sxm',
      'b200',
      'mi300x',
      'a100-80-sxm',
      'tpu-v6e',
      'm4-max',
      'ryzen-ai-max-395',
      custom,
    ),
    load: fc.constantFrom(...loads),
    more: fc.record(
      {
        engine: fc.constantFrom('vllm', 'sglang'),
        weights: fc.constantFrom('fp8', 'bf16'),
        kvCache: fc.constantFrom('fp8', 'bf16'),
        ownership: fc.constantFrom<unknown>('rent-reserved', 'own', { usdPerAcceleratorHour: 2 }, { own: { years: 5, usdPerKilowattHour: 0.1 } }),
        site: fc.constantFrom('cassava-lagos', 'cassava-cape-town'),
        egress: fc.constant({ usdPerGigabyte: 0.09 }),
        speculative: fc.constant({ draftTokens: 3, acceptance: 0.7 }),
        inputTokens: fc.integer({ min: 1, max: 8000 }),
        outputTokens: fc.integer({ min: 1, max: 2000 }),
        prefixHitRate: fc.constantFrom(0.3, 0.9),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ load, more, ...rest }) => parseScenario({ ...rest, ...load, ...more }))
  .filter((parsed) => parsed.ok)
  .map((parsed): Scenario => parsed.value);

const round = 1e-9;

/** What a term's parts make. */
function made({ sum, times = [], over = [] }: Term, { terms }: Why): number {
  const value = (id: string): number => terms[id]?.value ?? Number.NaN;
  if (sum) return sum.reduce((all, id) => all + value(id), 0);
  return times.reduce((all, id) => all * value(id), 1) / over.reduce((all, id) => all * value(id), 1);
}

const files = import.meta.glob<{ table: Table }>('../../../src/catalogue/data/{accelerators,models,energy,carbon,cost-parameters}.csv', {
  eager: true,
});
const tables = new Map(Object.entries(files).map(([path, { table }]) => [path.split('/').at(-1)?.replace('.csv', ''), rowsOf(table)]));

/** A cell that is filled; of three columns for low, middle and high, one of them. Medians of the world are over all rows. */
function isInCatalogue({ id }: CitedFact): boolean {
  const [table = '', row = '', column = ''] = id.split('/');
  if (table === 'engines') return engineById(row) !== undefined && column in (engineById(row) ?? {});
  const rows = (tables.get(table) ?? []).filter((each) => row === 'world-median' || each['id'] === row);
  return rows.some((each) => Object.entries(each).some(([name, cell]) => (name === column || name.startsWith(`${column}_`)) && cell !== ''));
}

const isKnown = (code: string): boolean =>
  !/^[A-Z]{1,2}\d/.test(code) || source(code) !== undefined || placeSources().some((place) => place.code === code);

describe('why', () => {
  it('holds for drawn scenarios', () => {
    fc.assert(
      fc.property(drawn, (scenario) => {
        const { estimate, why } = explain(scenario);
        expect(estimate).toEqual(estimateScenario(scenario));
        expect(why !== null).toBe(estimate.feasible);
        if (!why) return;
        for (const term of Object.values(why.terms)) {
          const parts = partsOf(term);
          if (parts[0] !== term.id) expect(made(term, why), term.id).toBeWithinPercent(term.value, round * 100);
          for (const id of parts) expect(why.terms[id], `${term.id}: ${id}`).toBeDefined();
          for (const id of term.facts) expect(why.facts[id], `${term.id}: ${id}`).toBeDefined();
          for (const id of term.assumptions) expect(why.assumptions[id], `${term.id}: ${id}`).toBeDefined();
        }
        // Every quantity has a term of its own value.
        for (const [field, value] of Object.entries(estimate) as [string, unknown][]) {
          if (typeof value !== 'object' || value === null || !('evidence' in value) || !('value' in value)) continue;
          expect(why.terms[field]?.value, field).toBe(value.value);
        }
        const used = new Set(Object.values(why.terms).flatMap(({ assumptions }) => assumptions));
        for (const id of estimate.assumptions) expect([...used], `assumption ${id}`).toContain(id);
        expect([...used].sort()).toEqual(Object.keys(why.assumptions).sort());
        const cited = new Set(Object.values(why.terms).flatMap(({ facts }) => facts));
        for (const fact of Object.values(why.facts)) {
          expect(isInCatalogue(fact), fact.id).toBe(true);
          expect([...cited], fact.id).toContain(fact.id);
          expect(fact.source.length, fact.id).toBeGreaterThan(0);
          expect(fact.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
          for (const code of fact.source) expect(isKnown(code), `${fact.id}: ${code}`).toBe(true);
        }
        for (const assumption of Object.values(why.assumptions)) for (const id of assumption.facts) expect(why.facts[id], id).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });

  it('leads from the number on screen to the catalogue in three steps', () => {
    const parsed = parseScenario({ model: 'llama-3.3-70b', accelerator: 'h200-sxm', concurrency: 32 });
    if (!parsed.ok) throw new Error('a scenario');
    const { why, ...answer } = explained(parsed.value);
    const { terms } = answer.timePerOutputToken as unknown as { terms: readonly string[] };
    expect(terms).toContain('decode.weights');
    const facts = why?.terms['decode.weights']?.facts ?? [];
    expect(facts).toContain('accelerators/h200-sxm/bandwidth_gbs');
    const fact = why?.facts['accelerators/h200-sxm/bandwidth_gbs'];
    expect(fact?.value).toBe(4.8e12);
    expect(why?.sources[fact?.source[0] ?? '']?.locator).toMatch(/^https:/);
    // The price too, though it is made of times that are made of facts.
    const price = why?.terms['usdPerMillionOutputTokens'];
    expect(partsOf(price!).some((id) => why?.terms[id]?.facts.includes('accelerators/h200-sxm/bandwidth_gbs'))).toBe(true);
  });

  it('says nothing of a place that neither money nor energy reads', () => {
    const parsed = parseScenario({ model: 'llama-3.3-70b', accelerator: 'h200-sxm', concurrency: 32, site: 'cassava-lagos' });
    if (!parsed.ok) throw new Error('a scenario');
    const rented = estimateScenario(parsed.value).assumptions;
    expect(rented.filter((id) => id.startsWith('site.price'))).toEqual([]);
    const owned = estimateScenario({ ...parsed.value, ownership: 'own' }).assumptions;
    expect(owned.filter((id) => id.startsWith('site.price'))).toHaveLength(1);
  });

  it('is where the tornado reads what can move', () => {
    const parsed = parseScenario({ model: 'llama-3.3-70b', accelerator: 'h200-sxm', concurrency: 32, ownership: 'own' });
    if (!parsed.ok) throw new Error('a scenario');
    const { why } = explain(parsed.value);
    const { assumptions = [], facts = [] } = why?.terms['usdPerMillionOutputTokens'] ?? {};
    for (const { of } of sensitivity(parsed.value)?.swings ?? []) expect([...assumptions, ...facts]).toContain(of);
  });
});
