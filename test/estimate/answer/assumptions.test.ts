/** What an estimate stands on, line by line, with values worked out by hand. */
import { describe, expect, it } from 'vitest';
import { accelerator } from '../../../src/catalogue/accelerators.ts';
import { explain } from '../../../src/estimate/views/why/explain.ts';
import type { Assumption, CitedFact } from '../../../src/estimate/views/why/why.ts';
import { servingPower } from '../../../src/calibration/priors/serving-power.ts';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

const base: Scenario = { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: 'h200-sxm' };
const of = (sets: Partial<Scenario>): ReadonlyMap<string, Assumption> =>
  new Map(Object.entries(explain({ ...base, ...sets }).why?.assumptions ?? {}));
const facts = (sets: Partial<Scenario>): ReadonlyMap<string, CitedFact> => new Map(Object.entries(explain({ ...base, ...sets }).why?.facts ?? {}));

describe('the assumptions of an estimate', () => {
  it('name the share of paid hours only where no rate says it', () => {
    expect(of({ concurrency: 8 }).get('utilisation')?.value).toBe(base.utilisation);
    expect(of({ requestsPerSecond: 1 }).has('utilisation')).toBe(false);
  });

  it('price answers on their way out by the million: 0.1 USD/GB · 200 bytes are 20 USD a billion tokens', () => {
    expect(of({ concurrency: 8, egress: { usdPerGigabyte: 0.1, bytesPerToken: 200 } }).get('egress')?.value).toBeCloseTo(0.02, 12);
  });

  it('say whether weights are stored as published', () => {
    expect(of({ concurrency: 8 }).get('weights.native')?.words).toBe('Weights as published');
    expect(of({ concurrency: 8, weights: 'int4' }).get('weights')?.words).toBe('Weights stored as');
  });

  it('say a load that was found in whole requests', () => {
    expect(of({}).get('load.found')?.value).toMatch(/^\d+ requests at once$/);
  });

  it('hold the facts of the accelerator', () => {
    const found = facts({ concurrency: 8 });
    const chip = accelerator('h200-sxm');
    expect(found.get('accelerators/h200-sxm/bf16_tflops')?.value).toBe(chip?.peak.bf16?.value);
    expect(found.get('accelerators/h200-sxm/memory_bytes_reported')?.value).toBe(chip?.memoryBytes?.value);
    expect(found.get('accelerators/h200-sxm/bandwidth_gbs')?.value).toBe(chip?.memoryBandwidth?.value);
  });

  it('give the least share of power 34 % of ln either way', () => {
    const power = of({ concurrency: 8 }).get('power.load');
    expect(power?.value).toBe(servingPower.least);
    expect(Number(power?.high) / Number(power?.low)).toBeCloseTo(Math.exp(2 * servingPower.halfWidth), 12);
  });
});
