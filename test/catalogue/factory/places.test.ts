import { describe, expect, it } from 'vitest';
import { place, places, suggestedPlaces } from '../../../src/catalogue/factory/places.ts';
import { sites } from '../../../src/catalogue/sites.ts';

describe('places', () => {
  it('are countries at their most populous city, and metros', () => {
    expect(place('NG')).toMatchObject({ kind: 'country', name: 'Nigeria', city: 'Lagos', continent: 'Africa' });
    expect(place('lagos')).toMatchObject({ kind: 'metro', country: 'NG', city: 'Lagos' });
    expect(place('NG')?.population?.value).toBeGreaterThan(150e6);
    expect(place('Atlantis')).toBeUndefined();
    expect(new Set(places().map(({ continent }) => continent)).size).toBe(6);
  });

  it('hold the country of every site, on the same continent', () => {
    for (const { id, country, continent } of sites()) expect(place(country)?.continent, id).toBe(continent);
  });

  it('put every metro in a country that is a place, with no more people than it', () => {
    for (const { id, kind, country, population } of places()) {
      if (kind !== 'metro') continue;
      const whole = place(country)?.population?.value ?? 0;
      // City proper and country are of different years: Hong Kong and Singapore are one and the same.
      expect((population?.value ?? 0) / whole, id).toBeLessThan(1.2);
    }
  });

  it('are suggested by name and by id', () => {
    expect(suggestedPlaces('Nigeria')[0]).toBe('NG');
    expect(suggestedPlaces('lagoss')).toContain('lagos');
    expect(suggestedPlaces('qqqqqqqq')).toEqual([]);
  });
});
