import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { sensitivity, type Assumption, type Swing } from '../../src/estimate/views/sensitivity.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const scenario: Scenario = { ...defaultScenario, weights: 'fp8', concurrency: 32, parallel: { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 } };
const swingsOf = (each: Scenario): Map<Assumption, Swing> => new Map(sensitivity(each)?.swings.map((swing) => [swing.assumption, swing]));
const usd = (each: Scenario): number => estimateScenario(each).usdPerMillionOutputTokens?.value ?? Number.NaN;
const reach = (swing: Swing, base: number): number =>
  Math.max(...[swing.low.usd, swing.high.usd].map((end) => Math.abs(Math.log((end ?? base) / base))));

describe('sensitivity', () => {
  it('starts from the estimate and sorts by how far the answer moves', () => {
    const found = sensitivity(scenario);
    expect(found?.base.value).toBe(usd(scenario));
    const reaches = found?.swings.map((swing) => reach(swing, found.base.value)) ?? [];
    expect(reaches.length).toBeGreaterThan(7);
    expect(reaches).toEqual([...reaches].sort((a, b) => b - a));
  });

  it('moves the load as a new estimate would', () => {
    const { low, high } = swingsOf(scenario).get('concurrency') ?? {};
    expect(low).toEqual({ at: 16, usd: usd({ ...scenario, concurrency: 16 }) });
    expect(high).toEqual({ at: 64, usd: usd({ ...scenario, concurrency: 64 }) });
  });

  it('moves a price in proportion', () => {
    const { low } = swingsOf(scenario).get('price') ?? {};
    const at = Number(low?.at);
    expect(low?.usd).toBeWithinPercent(usd({ ...scenario, ownership: { usdPerAcceleratorHour: at } }), 1e-6);
  });

  it('gives more for faster memory, and names the engines at the ends', () => {
    const swings = swingsOf(scenario);
    const memory = swings.get('memoryBandwidth');
    expect(memory?.low.usd).toBeGreaterThan(memory?.high.usd ?? Number.NaN);
    const engine = swings.get('engine');
    expect(engine?.low.usd).toBe(usd({ ...scenario, engine: engine?.low.at as 'vllm' }));
  });

  it('moves how the cache is kept, most where memory decides how many run', () => {
    const kept = swingsOf(scenario).get('kvCache');
    expect(kept?.low).toEqual({ at: 'fp8', usd: usd({ ...scenario, kvCache: 'fp8' }) });
    const full = { ...scenario, concurrency: 'max' as const };
    const base = usd(full);
    expect(reach(swingsOf(full).get('kvCache')!, base)).toBeGreaterThan(1.5 * reach(kept!, usd(scenario)));
  });

  it('leaves out what cannot move the answer: power in a rent, the price that was given', () => {
    const rented = swingsOf({ ...scenario, ownership: { usdPerAcceleratorHour: 2 } });
    for (const assumption of ['price', 'pue', 'electricity'] as const) expect(rented.has(assumption)).toBe(false);
    const owned = swingsOf({ ...scenario, ownership: 'own' });
    for (const assumption of ['price', 'pue', 'electricity'] as const) expect(owned.has(assumption)).toBe(true);
  });

  it('leaves the share of paid hours to a rate, which says it itself', () => {
    expect(swingsOf(scenario).has('utilisation')).toBe(true);
    expect(swingsOf({ ...scenario, concurrency: null, requestsPerSecond: 1 }).has('utilisation')).toBe(false);
  });

  it('has nothing to say without a price', () => {
    expect(
      sensitivity({
        ...scenario,
        accelerator: { name: 'own', class: 'nvidia-datacenter', memoryBytes: 141e9, memoryBandwidth: 4.8e12, peak: { bf16: 989e12, fp8: 1979e12 } },
      }),
    ).toBeNull();
  });
});
