import { describe, expect, it } from 'vitest';
import { apiPrices, apiPricesOf } from '../../src/catalogue/api-prices.ts';
import { clientGpus, clientGpusOf } from '../../src/catalogue/client-gpus.ts';
import { costParameter, costParameters } from '../../src/catalogue/cost-parameters.ts';
import { accelerator } from '../../src/catalogue/accelerators.ts';
import { placeSources } from '../../src/catalogue/place-sources.ts';
import { systemPower, systemPowerFromRated } from '../../src/catalogue/power.ts';
import { residency, sovereigntyCriteria } from '../../src/catalogue/residency.ts';
import { latencyConstants } from '../../src/catalogue/latency-constants.ts';
import { source, sources } from '../../src/catalogue/sources.ts';
import { workloadFact, workloadFacts } from '../../src/catalogue/workload-facts.ts';

describe('workload facts', () => {
  it('hold the published DeepSeek fleet', () => {
    expect(workloadFact('dsk-fleet-nodes')).toMatchObject({ value: 226.75, high: 278, topic: 'fleet', source: ['T11'] });
    expect(workloadFact('dsk-fleet-output')?.value).toBe(168);
    expect(workloadFact('dsk-fleet-price')?.value).toBe(2);
  });

  it('keep a quantile apart from its words', () => {
    expect(workloadFact('tl-tool-lat')).toMatchObject({ value: 0.3, high: 13.6, unit: 's' });
    expect(workloadFact('azure-trace')?.value).toBeNull();
    expect(workloadFacts().length).toBe(125);
  });
});

describe('cost parameters', () => {
  it('are facts where they have a value', () => {
    expect(costParameter('net-cost')).toMatchObject({ value: 0.15, unit: 'USD/GPU-h', source: ['E6'] });
    expect(costParameter('cost-of-capital')).toMatchObject({ value: 10, low: 6, high: 14, source: ['A0'] });
    expect(costParameters().length).toBe(24);
  });

  it('refuse one without a value', () => {
    expect(() => costParameter('pue-model')).toThrow('no cost parameter "pue-model"');
  });
});

describe('client GPUs', () => {
  it('are read in SI units, memory in all its sizes', () => {
    const gpu = clientGpus().find(({ id }) => id === 'nvidia-rtx-5060-ti');
    expect(gpu).toMatchObject({
      memorySizes: [16 * 2 ** 30, 8 * 2 ** 30],
      memoryBandwidth: { value: 448e9, trust: 'datasheet' },
      shaderPeak: { value: 23.7e12 },
    });
    expect(clientGpus()).toHaveLength(93);
    expect(clientGpusOf('apple')).toHaveLength(20);
  });
});

describe('API prices', () => {
  it('find the hosts of an open model', () => {
    expect(apiPrices()).toHaveLength(166);
    const offers = apiPricesOf('llama-3.3-70b');
    expect(offers.length).toBeGreaterThan(0);
    for (const offer of offers) expect(offer.output?.unit).toBe('USD/Mtoken');
  });
});

describe('system power', () => {
  it('is read where it was, and derived with a range where it was not', () => {
    const h200 = accelerator('h200-sxm');
    const l4 = accelerator('l4');
    expect(h200 && systemPower(h200)?.value).toBe(1370);
    const derived = l4 && systemPower(l4);
    expect(derived?.trust).toBe('derived');
    expect(derived?.value).toBeGreaterThan(72);
    expect(derived?.low).toBeLessThan(derived?.value ?? 0);
    const unknown = accelerator('tpu-v6e');
    expect(unknown && systemPower(unknown)).toBeNull();
    expect(systemPowerFromRated(700).value).toBeCloseTo(10 * systemPowerFromRated(70).value, 9);
  });
});

describe('places', () => {
  it('have published constants of latency', () => {
    expect(latencyConstants().find(({ id }) => id === 'backbone-fit-slope')).toMatchObject({ value: 0.01481, unit: 'ms per km' });
  });

  it('have a transfer regime and criteria of sovereignty', () => {
    expect(residency('GB')).toMatchObject({ localisation: 'conditional', basis: 'D' });
    expect(residency('XX')).toBeUndefined();
    expect(sovereigntyCriteria().find(({ item }) => item === 'SOV-5')?.weight).toBe(0.2);
  });
});

describe('sources', () => {
  it('explain their codes', () => {
    expect(source('S3c')).toMatchObject({ licence: 'Apache-2.0 (repo); model licences apply to weights' });
    expect(source('Z9')).toBeUndefined();
    const codes = [...sources(), ...placeSources()].map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
