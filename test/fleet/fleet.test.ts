import { describe, expect, it } from 'vitest';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import { apiPricesOf } from '../../src/catalogue/api-prices.ts';
import { acceleratorPrice } from '../../src/catalogue/prices.ts';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { rankedCost } from '../../src/estimate/views/rank.ts';
import { exclusionCodes, fleet, type FleetAnswer } from '../../src/fleet/fleet.ts';
import { hostPrices, usdPerRequest } from '../../src/fleet/hosts.ts';
import { probabilityCheapest } from '../../src/fleet/probability.ts';
import { parseFleetRequest } from '../../src/fleet/request.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Quantity } from '../../src/units/quantity.ts';

function asked(scenario: object, only?: object): FleetAnswer {
  const request = parseFleetRequest({ scenario, ...(only && { only }) });
  if (!request.ok) throw new Error(request.error.message);
  return fleet(request.value);
}
const error = (input: unknown) => {
  const request = parseFleetRequest(input);
  return request.ok ? null : request.error;
};
const few = ['h200-sxm', 'h100-80-sxm', 'mi325x', 'l4', 'vr200-nvl72', 'gaudi3', 'b200-sxm'];
const base = { model: 'llama-3.3-70b', accelerator: few, requestsPerSecond: 5, target: { timePerOutputToken: 0.04, timeToFirstToken: 1 } };

describe('a fleet for one demand', () => {
  const answer = asked(base);

  it('names every accelerator once, the served ones cheapest first', () => {
    expect([...answer.fleets.map((row) => row.accelerator), ...answer.excluded.map((row) => row.accelerator)].sort()).toEqual([...few].sort());
    const months = answer.fleets.map((row) => row.usdPerMonth?.value ?? Infinity);
    expect(months).toEqual([...months].sort((a, b) => a - b));
    for (const { reason } of answer.excluded) expect(exclusionCodes).toContain(reason.code);
  });

  it('answers each as the estimate does', () => {
    for (const { accelerator, probabilityCheapest: _, ...row } of answer.fleets) {
      expect(row).toEqual(estimateScenario({ ...scenarioDefaults, ...base, accelerator }));
    }
  });

  it('shares the chance of being cheapest among those that may be best, and gives the first of them', () => {
    const rivals = answer.fleets.filter((row) => row.probabilityCheapest !== null);
    expect(rivals.reduce((sum, row) => sum + (row.probabilityCheapest ?? 0), 0)).toBeCloseTo(1, 12);
    expect(answer.best).toBe(rivals[0]?.accelerator);
    for (const row of rivals) expect(row.usdPerMonth?.evidence).not.toBe('projected');
  });

  it('says why the others are out', () => {
    const why = Object.fromEntries(answer.excluded.map(({ accelerator, reason }) => [accelerator, reason.code]));
    expect(why).toMatchObject({ 'vr200-nvl72': 'announced', gaudi3: 'no-price' });
  });

  it('keeps to what may be used', () => {
    const vendors = asked(base, { vendors: ['amd'] });
    expect(vendors.fleets.map((row) => row.accelerator)).toEqual(['mi325x']);
    const small = asked(base, { maxAccelerators: 1 });
    for (const row of small.fleets) expect(row.accelerators).toBe(1);
    const announced = asked({ ...base, accelerator: ['vr200-nvl72'] }, { status: ['announced'] });
    expect(announced).toMatchObject({ best: null, fleets: [{ accelerator: 'vr200-nvl72', probabilityCheapest: null }] });
    const unpriced = asked({ ...base, accelerator: ['gaudi3', 'h200-sxm'] }, { priced: false });
    expect(unpriced.fleets.at(-1)).toMatchObject({ accelerator: 'gaudi3', usdPerMonth: null, probabilityCheapest: null });
  });

  it('never makes a rent below what owning costs the best', () => {
    const all = asked({ ...base, accelerator: 'any' });
    for (const { accelerator } of all.fleets) {
      const row = accelerators().find((each) => each.id === accelerator)!;
      const [rent, own] = [acceleratorPrice(row, 'rent-on-demand'), acceleratorPrice(row, 'own')];
      if (rent.known && own.known) expect(rent.usdPerHour.value).toBeGreaterThanOrEqual(own.usdPerHour.low);
    }
  });

  it('ranks by dollars per output token where no rate is asked', () => {
    const found = asked({ model: 'llama-3.3-70b', accelerator: few });
    const costs = found.fleets.map((row) => rankedCost(row, { requestsPerSecond: null })?.value ?? Infinity);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });
});

describe('hosts of the same model', () => {
  const scenario: Scenario = { ...scenarioDefaults, model: 'llama-3.3-70b', accelerator: 'h200-sxm', requestsPerSecond: 2 };

  it('are billed for a month of the same traffic, cheapest first', () => {
    const hosts = hostPrices(scenario);
    expect(hosts.length).toBeGreaterThan(1);
    const [first] = hosts;
    // 2 requests a second, 730 hours, 1,024 tokens in and out.
    expect(first?.usdPerMonth).toBeCloseTo((2 * 730 * 3600 * 1024 * (first!.usdPerMillionInputTokens + first!.usdPerMillionOutputTokens)) / 1e6, 6);
    const bills = hosts.map((host) => host.usdPerMonth ?? Infinity);
    expect(bills).toEqual([...bills].sort((a, b) => a - b));
  });

  it('take cached input at its own price', () => {
    const offer = apiPricesOf('llama-3.3-70b').find((each) => each.input && each.output)!;
    const cached = { ...offer, cachedInput: { ...offer.input!, value: offer.input!.value / 10 } };
    const saved = usdPerRequest(offer, { ...scenario, prefixHitRate: 0.5 })! - usdPerRequest(cached, { ...scenario, prefixHitRate: 0.5 })!;
    expect(saved).toBeCloseTo((512 * offer.input!.value * 0.9) / 1e6, 12);
  });

  it('are undercut from the break-even rate on, and not just below it', () => {
    // Served as people do, no rate is cheaper than the cheapest host of this model.
    const tuned = { ...base, host: 'benchmark' } as const;
    const answer = asked({ ...tuned, accelerator: ['b200-sxm'], requestsPerSecond: 5 });
    const { breakEven: at, hosts } = answer;
    if (!at || !hosts[0]?.usdPerMonth) throw new Error('the control has a break-even rate');
    const perRate = hosts[0].usdPerMonth / 5;
    const own = (rate: number): number =>
      estimateScenario({ ...scenarioDefaults, ...tuned, accelerator: 'b200-sxm', requestsPerSecond: rate }).usdPerMonth!.value;
    expect(at.against).toBe(hosts[0].provider);
    expect(own(at.requestsPerSecond)).toBeLessThan(perRate * at.requestsPerSecond);
    expect(own(at.requestsPerSecond * 0.98)).toBeGreaterThanOrEqual(perRate * at.requestsPerSecond * 0.98);
    for (const more of [1.5, 3, 10]) expect(own(at.requestsPerSecond * more)).toBeLessThan(perRate * at.requestsPerSecond * more);
  });
});

describe('the chance of being cheapest', () => {
  const cost = (value: number, factor: number): Quantity => ({
    value,
    low: value / factor,
    high: value * factor,
    unit: 'USD/month',
    evidence: 'prior',
  });

  it('is all of it where intervals do not meet, and even where costs are alike', () => {
    expect(probabilityCheapest([cost(1, 1.01), cost(2, 1.01)])).toEqual([1, 0]);
    const [a = 0, b = 0] = probabilityCheapest([cost(1, 1.5), cost(1, 1.5)]);
    expect(a).toBeCloseTo(0.5, 1);
    expect(a + b).toBe(1);
  });

  it('moves errors that all share together: half of the variance decides nothing', () => {
    // ln 1.2 apart, each with sd ln 1.5/1.2816: what is not shared differs with √2 · √½ of that; Φ(0.182/0.316) = 0.718.
    const [first = 0] = probabilityCheapest([cost(1, 1.5), cost(1.2, 1.5)]);
    expect(first).toBeGreaterThan(0.69);
    expect(first).toBeLessThan(0.745);
  });
});

describe('a demand that is wrong', () => {
  it.each([
    [[], 'wrong-type', ''],
    [{}, 'wrong-type', 'scenario'],
    [{ scenario: base, onyl: {} }, 'unknown-field', 'onyl'],
    [{ scenario: { ...base, accelerator: [] } }, 'out-of-range', 'scenario.accelerator'],
    [{ scenario: { ...base, accelerator: ['h200'] } }, 'unknown-id', 'scenario.accelerator.0'],
    [{ scenario: { ...base, accelerator: [7] } }, 'wrong-type', 'scenario.accelerator.0'],
    [{ scenario: { ...base, concurrency: 4 } }, 'inconsistent', 'scenario.requestsPerSecond'],
    [{ scenario: base, only: { vendors: ['Nvidiaa'] } }, 'unknown-id', 'only.vendors.0'],
    [{ scenario: base, only: { status: ['sold'] } }, 'unknown-id', 'only.status.0'],
    [{ scenario: base, only: { maxAccelerators: 0 } }, 'out-of-range', 'only.maxAccelerators'],
    [{ scenario: base, only: { price: true } }, 'unknown-field', 'only.price'],
  ])('%j is %s at "%s"', (input, code, path) => {
    expect(error(input)).toMatchObject({ code, path });
  });
});
