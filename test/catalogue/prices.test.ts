import { describe, expect, it } from 'vitest';
import { accelerator, accelerators } from '../../src/catalogue/accelerators.ts';
import type { Accelerator } from '../../src/catalogue/facts.ts';
import { capitalRecovery, ownedCost } from '../../src/catalogue/owned-cost.ts';
import { acceleratorPrice, reservedShare, type Price } from '../../src/catalogue/prices.ts';

function chip(id: string): Accelerator {
  const found = accelerator(id);
  if (!found) throw new Error(`no accelerator ${id}`);
  return found;
}

function known(price: Price): Price & { known: true } {
  if (!price.known) throw new Error(price.reason);
  return price;
}

describe('acceleratorPrice', () => {
  it('takes the price that was read, with the ends that were read', () => {
    const price = known(acceleratorPrice(chip('h200-sxm'), 'rent-on-demand'));
    expect(price.basis).toBe('on-demand');
    expect(price.usdPerHour).toEqual({ value: 3.5, low: 2.25, high: 8, unit: 'USD/h', evidence: 'measured' });
    expect(known(acceleratorPrice(chip('h100-80-sxm'), 'rent-reserved')).usdPerHour).toMatchObject({
      value: 2,
      low: 1.75,
      high: 2.25,
      evidence: 'measured',
    });
  });

  it('scales a reserved price to on demand by the median ratio, projected and wider than the ratio alone', () => {
    const price = known(acceleratorPrice(chip('gb200-nvl72'), 'rent-on-demand'));
    const share = reservedShare();
    expect(price.basis).toBe('on-demand from reserved');
    expect(price.usdPerHour.value).toBeCloseTo(4 / share.value, 10);
    expect(price.usdPerHour.evidence).toBe('projected');
    expect(price.usdPerHour.high / price.usdPerHour.low).toBeGreaterThan(share.high / share.low);
  });

  it('scales the other way for a reserved price', () => {
    const price = known(acceleratorPrice(chip('tpu-v6e'), 'rent-reserved'));
    expect(price.basis).toBe('reserved from on-demand');
    expect(price.usdPerHour.value).toBeCloseTo(2.7 * reservedShare().value, 10);
  });

  it('falls back to the cost of owning where only a purchase price is known, its high end raised to a rent', () => {
    const rented = known(acceleratorPrice(chip('h20'), 'rent-on-demand'));
    const own = known(acceleratorPrice(chip('h20'), 'own'));
    expect(rented.basis).toBe('owned');
    expect(rented.usdPerHour.evidence).toBe('projected');
    expect(rented.usdPerHour.value).toBe(own.usdPerHour.value);
    expect(rented.usdPerHour.high).toBeGreaterThan(1.5 * own.usdPerHour.high);
  });

  it('names the fact that is missing where nothing is known', () => {
    expect(acceleratorPrice(chip('gaudi3'), 'rent-on-demand')).toEqual({
      known: false,
      reason: 'neither a rental nor a purchase price of Gaudi 3 was read',
    });
    expect(acceleratorPrice(chip('tpu-v6e'), 'own')).toEqual({ known: false, reason: 'no purchase price of TPU v6e Trillium was read' });
  });

  it('marks the price of an announced chip projected', () => {
    expect(known(acceleratorPrice(chip('vr200-nvl72'), 'rent-reserved')).usdPerHour.evidence).toBe('projected');
  });

  it('prices at least twelve accelerators of four vendors', () => {
    const priced = accelerators().filter((candidate) => acceleratorPrice(candidate, 'rent-on-demand').known);
    expect(priced.length).toBeGreaterThanOrEqual(12);
    expect(new Set(priced.map((candidate) => candidate.vendor)).size).toBeGreaterThanOrEqual(4);
  });

  it('has an ordered, positive interval of some width for every price', () => {
    for (const candidate of accelerators()) {
      for (const ownership of ['rent-on-demand', 'rent-reserved', 'own'] as const) {
        const price = acceleratorPrice(candidate, ownership);
        if (!price.known) continue;
        const { low, value, high } = price.usdPerHour;
        expect(low, `${candidate.id} ${ownership}`).toBeGreaterThan(0);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high).toBeGreaterThan(low);
      }
    }
  });
});

describe('ownedCost', () => {
  it('repays a sum with interest', () => {
    // 10 % over 5 years: the textbook factor.
    expect(capitalRecovery(0.1, 5)).toBeCloseTo(0.2638, 5);
    expect(capitalRecovery(0, 4)).toBe(0.25);
  });

  it('is the sum of its parts', () => {
    const cost = ownedCost(chip('h200-sxm'), {
      usdPerAccelerator: 35_040,
      years: 4,
      costOfCapital: 0,
      watts: 1000,
      pue: 1.2,
      usdPerKilowattHour: 0.1,
      hostingUsdPerKilowattMonth: 73,
      networkUsdPerAcceleratorHour: 0.15,
    });
    if (!cost.known) throw new Error(cost.missing);
    expect(cost.parts.capital).toBeCloseTo(1, 10);
    expect(cost.parts.hosting).toBeCloseTo(0.1, 10);
    expect(cost.parts.network).toBe(0.15);
    expect(cost.parts.power).toBeCloseTo(0.12, 10);
    expect(cost.usdPerHour.value).toBeCloseTo(1.37, 10);
    // Everything was given: nothing is uncertain.
    expect(cost.usdPerHour.low).toBeCloseTo(1.37, 10);
    expect(cost.usdPerHour.high).toBeCloseTo(1.37, 10);
  });

  it('recovers the network’s capital like the accelerator’s, and powers and houses it', () => {
    const terms = {
      usdPerAccelerator: 35_040,
      years: 4,
      costOfCapital: 0,
      watts: 1000,
      pue: 1.2,
      usdPerKilowattHour: 0.1,
      hostingUsdPerKilowattMonth: 73,
    };
    const cost = ownedCost(chip('h200-sxm'), { ...terms, networkUsdPerAccelerator: 7008, networkWattsPerAccelerator: 100 });
    if (!cost.known) throw new Error(cost.missing);
    // 7,008 dollars over 4 · 8,760 hours.
    expect(cost.parts.network).toBeCloseTo(0.2, 10);
    expect(cost.parts.hosting).toBeCloseTo(0.11, 10);
    expect(cost.parts.power).toBeCloseTo(0.132, 10);
    const both = ownedCost(chip('h200-sxm'), { ...terms, networkUsdPerAccelerator: 7008, networkUsdPerAcceleratorHour: 0.05 });
    expect(both.known && both.parts.network).toBeCloseTo(0.25, 10);
  });

  it('agrees with the independently modelled cost of owning within a quarter', () => {
    // Catalogue column own_cost_*: hyperscaler to neocloud, July 2026. Nothing here was fitted to it.
    for (const candidate of accelerators()) {
      const cost = ownedCost(candidate);
      if (!cost.known || !candidate.ownCost) continue;
      expect(cost.usdPerHour.value / candidate.ownCost.value, candidate.id).toBeGreaterThan(0.75);
      expect(cost.usdPerHour.value / candidate.ownCost.value, candidate.id).toBeLessThan(1.25);
    }
  });

  it('rises with price, rate, power price and PUE, and falls with life', () => {
    const value = (terms: Parameters<typeof ownedCost>[1]): number => {
      const cost = ownedCost(chip('b200-sxm'), terms);
      if (!cost.known) throw new Error(cost.missing);
      return cost.usdPerHour.value;
    };
    expect(value({ usdPerAccelerator: 50_000 })).toBeGreaterThan(value({}));
    expect(value({ costOfCapital: 0.2 })).toBeGreaterThan(value({}));
    expect(value({ usdPerKilowattHour: 0.3 })).toBeGreaterThan(value({}));
    expect(value({ pue: 1.8 })).toBeGreaterThan(value({}));
    expect(value({ years: 6 })).toBeLessThan(value({ years: 3 }));
  });
});
