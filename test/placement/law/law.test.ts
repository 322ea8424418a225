import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { places } from '../../../src/catalogue/factory/places.ts';
import { residencies } from '../../../src/catalogue/residency.ts';
import { sites } from '../../../src/catalogue/sites.ts';
import { residencyVerdict } from '../../../src/placement/law/residency.ts';
import { controlOf } from '../../../src/placement/law/site-control.ts';
import { passesMinimum, sovereigntyOf, type Control, type SovereigntyMinimum } from '../../../src/placement/law/sovereignty.ts';
import { isHome, regimeOf, sameDataTerritory } from '../../../src/placement/law/territory.ts';

const countries = places().flatMap(({ id, kind }) => (kind === 'country' ? [id] : []));
const anyCountry = fc.constantFrom(...countries);
const anySite = fc.constantFrom(...sites().map(({ id }) => id));
const gates: readonly SovereigntyMinimum[] = ['SEAL-1', 'SEAL-2', 'SEAL-3', 'SEAL-4'];

describe('residency', () => {
  it('never lets pass what was not read, unless the work stays', () => {
    fc.assert(
      fc.property(anyCountry, anyCountry, (user, at) => {
        const { passes, code, text } = residencyVerdict(user, at, 'law');
        const read = residencies().some(({ country }) => country === regimeOf(user));
        if (!read && !sameDataTerritory(user, at)) expect({ passes, code }).toEqual({ passes: false, code: 'unknown-law' });
        if (user === at) expect(passes).toBe(true);
        expect(text).not.toBe('');
      }),
    );
  });

  it('quotes the rule and its source', () => {
    expect(residencyVerdict('RW', 'ZA', 'law')).toMatchObject({
      passes: false,
      code: 'strict',
      source: ['L6'],
      text: expect.stringContaining('Law 058/2021') as string,
    });
    expect(residencyVerdict('DE', 'US', 'law')).toMatchObject({ passes: true, code: 'conditional', text: expect.stringContaining('GDPR') as string });
    expect(residencyVerdict('DE', 'NO', 'law')).toMatchObject({ passes: true, code: 'same-territory' });
    expect(residencyVerdict('EG', 'DE', 'law').text).toContain('kept in the country: financial, telecom');
    expect(residencyVerdict('BO', 'BR', 'law')).toMatchObject({ passes: false, code: 'unknown-law' });
  });

  it('by a list lets pass the list alone; without a rule everything', () => {
    fc.assert(
      fc.property(anyCountry, anyCountry, fc.uniqueArray(anyCountry, { maxLength: 4 }), (user, at, list) => {
        expect(residencyVerdict(user, at, list).passes).toBe(list.includes(at));
        expect(residencyVerdict(user, at, null).passes).toBe(true);
      }),
    );
  });

  it('tells the data territory from the home: Norway is under the GDPR, not in the EU', () => {
    expect(sameDataTerritory('FR', 'NO')).toBe(true);
    expect(isHome('NO', 'FR')).toBe(false);
    expect(isHome('DE', 'EU')).toBe(true);
    expect(isHome('BR', 'AR')).toBe(false);
  });
});

/** All that a home can have of its own. */
const ownOf = (home: string): Control => ({
  territory: home,
  operator: home,
  owner: home,
  controlPlane: home,
  operations: home,
  models: home,
  chipMakers: ['US'],
  openSoftware: true,
  carbon: 50,
});

describe('sovereignty', () => {
  // Twelve homes on six continents, each against a foreign control plane.
  const pairs = [
    ['DE', 'US'],
    ['FR', 'CN'],
    ['GB', 'US'],
    ['ZA', 'GB'],
    ['NG', 'US'],
    ['KE', 'GB'],
    ['BR', 'MX'],
    ['AR', 'US'],
    ['IN', 'US'],
    ['JP', 'US'],
    ['AU', 'SG'],
    ['CA', 'US'],
  ] as const;

  it.each(pairs)('of %s falls with a control plane, operations or models in %s', (home, foreign) => {
    const own = sovereigntyOf(ownOf(home), home);
    for (const outside of [{ controlPlane: foreign }, { operations: foreign }, { models: foreign }]) {
      const other = sovereigntyOf({ ...ownOf(home), ...outside }, home);
      expect(other.score).toBeLessThan(own.score);
    }
  });

  it('has the weights of the framework, and no objective at its top by what a catalogue knows', () => {
    const { objectives, score, levels } = sovereigntyOf(ownOf('DE'), 'EU');
    expect(objectives.map(({ id }) => id)).toEqual(['SOV-1', 'SOV-2', 'SOV-3', 'SOV-4', 'SOV-5', 'SOV-6', 'SOV-7', 'SOV-8']);
    expect(objectives.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...objectives.map(({ level }) => level ?? 0))).toBe(3);
    // 15 + 10 + 10 + 15 + 5 at 3 of 4, technology and security at 2, the chips of another country at 1.
    expect(score).toBeCloseTo((0.55 * 3 + 0.25 * 2 + 0.2 * 1) / 4, 12);
    expect(levels).toEqual({ territory: 'home', owner: 'home', chipMaker: 'abroad' });
  });

  it('lets nothing unknown through a gate', () => {
    fc.assert(
      fc.property(anySite, anyCountry, fc.constantFrom(...gates), fc.double({ min: 0, max: 1, noNaN: true }), (id, home, gate, least) => {
        const found = sovereigntyOf(controlOf(id), home);
        expect(found.score).toBeGreaterThanOrEqual(0);
        expect(found.score).toBeLessThanOrEqual(found.high);
        expect(found.high).toBeLessThanOrEqual(1);
        if (found.objectives.some(({ level }) => level === null)) expect(passesMinimum(found, gate)).toBe(false);
        expect(passesMinimum(found, least)).toBe(found.score >= least);
        expect(passesMinimum(found, 'SEAL-0')).toBe(true);
      }),
    );
  });

  it('holds a gate for each objective: SEAL-2 passes no chip of another country', () => {
    const own = sovereigntyOf(ownOf('DE'), 'DE');
    expect(own.seal).toBe(1);
    expect(passesMinimum(own, 'SEAL-1')).toBe(true);
    expect(passesMinimum(own, 'SEAL-2')).toBe(false);
    expect(passesMinimum(sovereigntyOf({ ...ownOf('DE'), chipMakers: ['FR', 'US'] }, 'DE'), 'SEAL-2')).toBe(true);
  });

  it('reads a site: territory, owner and maker of the chips', () => {
    expect(sovereigntyOf(controlOf('aws-eu-central-1'), 'DE').levels).toEqual({ territory: 'home', owner: 'abroad', chipMaker: 'unknown' });
    expect(sovereigntyOf(controlOf('dt-munich'), 'DE').levels).toEqual({ territory: 'home', owner: 'home', chipMaker: 'abroad' });
    expect(controlOf('fastweb-milan')).toMatchObject({ territory: 'IT', owner: 'CH', chipMakers: ['US'] });
    expect(controlOf('gcp-southamerica-east1', { operations: 'BR' }).operations).toBe('BR');
    expect(() => controlOf('atlantis')).toThrow('no site "atlantis"');
    const ours = sovereigntyOf(controlOf('dt-munich'), 'DE').score;
    expect(ours).toBeGreaterThan(sovereigntyOf(controlOf('azure-germanywestcentral'), 'DE').score);
  });
});
