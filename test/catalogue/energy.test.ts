import { describe, expect, it } from 'vitest';
import { carbonAt, carbonIntensity, carbonRows } from '../../src/catalogue/carbon.ts';
import { energies, energy, energyAt } from '../../src/catalogue/energy.ts';
import type { Fact } from '../../src/catalogue/facts.ts';
import { siteDetails } from '../../src/catalogue/site-details.ts';
import { site, siteEnergy, sites } from '../../src/catalogue/sites.ts';
import { medianCarbonIntensity, medianElectricityPrice, medianPue } from '../../src/catalogue/world-medians.ts';
import { quantile } from '../../src/stats/quantile.ts';

describe('energy', () => {
  it('reads a country: price with its range, PUE from climate', () => {
    expect(energy('FR')?.price).toMatchObject({ value: 0.1024, low: 0.1024, high: 0.166, unit: 'USD/kWh' });
    expect(energy('FR')?.pue).toMatchObject({ value: 1.17, unit: 'W/W', trust: 'derived' });
  });

  it('leaves a price that nobody read null', () => {
    expect(energy('TW')?.price).toBeNull();
  });

  it('gives a zone without a price its country’s, and says so', () => {
    const { price } = energyAt('US-TEX-ERCO', 'North America');
    expect(price?.value).toBe(energy('US')?.price?.value);
    expect(price?.trust).toBe('derived');
    expect(price?.definition).toContain('United States');
  });

  it('gives a country without a price its continent’s', () => {
    expect(energyAt('TW', 'Asia').price).toMatchObject({ value: 0.107, trust: 'derived' });
  });

  it('prices every site', () => {
    for (const place of sites()) expect(siteEnergy(place).price, place.id).not.toBeNull();
  });
});

describe('world medians', () => {
  const countries = energies().filter((place) => place.level === 'country');
  const close = (fact: Fact, values: readonly number[]): void => {
    // Written with three digits.
    expect(fact.value / quantile(values, 0.5)).toBeCloseTo(1, 2);
    expect((fact.low ?? 0) / quantile(values, 0.1)).toBeCloseTo(1, 2);
    expect((fact.high ?? 0) / quantile(values, 0.9)).toBeCloseTo(1, 2);
  };

  it('are those of the files', () => {
    close(
      medianElectricityPrice,
      countries.flatMap((place) => (place.price ? [place.price.value] : [])),
    );
    close(
      medianPue,
      countries.flatMap((place) => (place.pue ? [place.pue.value] : [])),
    );
    close(
      medianCarbonIntensity,
      carbonRows().flatMap((row) => (row.ember ? [row.ember.value] : [])),
    );
  });
});

describe('carbon', () => {
  it('keeps both methods apart, each with its source', () => {
    const kenya = carbonAt('KE');
    expect(kenya?.ember?.source).toEqual(['E3']);
    expect(kenya?.electricityMaps?.source).toEqual(['E4']);
    // The two methods differ by more than half for Kenya; the interval spans them.
    const intensity = kenya && carbonIntensity(kenya);
    expect((intensity?.high ?? 0) / (intensity?.low ?? 1)).toBeGreaterThan(2);
  });

  it('takes the zone before the country', () => {
    expect(carbonAt('US-NW-BPAT')?.electricityMaps?.value).toBe(129);
    expect(carbonAt('US-XX')?.id).toBe('US');
    expect(carbonAt('ZZ')).toBeUndefined();
  });
});

describe('sites', () => {
  it('holds 173 on six continents', () => {
    expect(sites()).toHaveLength(173);
    expect(new Set(sites().map((place) => place.continent)).size).toBe(6);
  });

  it('reads one: operator, place, state, whose law, grid, words', () => {
    expect(site('cassava-cape-town')).toMatchObject({
      city: 'Cape Town',
      country: 'ZA',
      continent: 'Africa',
      state: 'operating',
      gridZone: 'ZA',
    });
    expect(siteDetails('cassava-cape-town')?.gpus).toContain('3000 first phase');
  });

  it('has words and carbon for every site', () => {
    for (const place of sites()) {
      expect(siteDetails(place.id), place.id).toBeDefined();
      expect(carbonAt(place.gridZone), place.gridZone).toBeDefined();
    }
  });
});
