import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accelerator } from '../../../src/catalogue/accelerators.ts';
import { barredTable, coverageTable } from '../../../src/catalogue/build/coverage-table.ts';
import { acceleratorRange, siteCapacity, wattsPerAccelerator } from '../../../src/catalogue/factory/capacity.ts';
import { siteCoverage } from '../../../src/catalogue/factory/coverage.ts';
import { operator, operators, ownerOf } from '../../../src/catalogue/factory/operators.ts';
import { allSiteFacts, siteFacts, type SiteFacts } from '../../../src/catalogue/factory/site-facts.ts';
import { siteDetails } from '../../../src/catalogue/site-details.ts';
import { site, sites } from '../../../src/catalogue/sites.ts';

const months = fc
  .tuple(fc.integer({ min: 2024, max: 2030 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => `${String(y)}-${String(m).padStart(2, '0')}`);
const anySite = fc.constantFrom(...sites());
const factsOf = (id: string): SiteFacts => {
  const found = siteFacts(id);
  if (!found) throw new Error(id);
  return found;
};

describe('capacity of a site', () => {
  it('is a finite range with its origin, or barred with a reason, at any date', () => {
    fc.assert(
      fc.property(anySite, months, fc.boolean(), ({ id }, date, announced) => {
        const { range, barred } = siteCapacity(id, { date, announced });
        expect((range === null) !== (barred === null), id).toBe(true);
        if (barred) expect(barred.text.length).toBeGreaterThan(10);
        if (!range) return;
        expect(range.low).toBeGreaterThan(0);
        expect(range.low).toBeLessThanOrEqual(range.value);
        expect(range.value).toBeLessThanOrEqual(range.high);
        expect(range.high).toBeLessThan(1e7);
        expect(range.source.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('never shuts a site because time passes, once it operates or its month is after the catalogue’s', () => {
    fc.assert(
      fc.property(anySite, months, months, ({ id }, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        if (siteCapacity(id, { date: early }).range) expect(siteCapacity(id, { date: late }).range, id).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('today is that of operating sites with confirmed and named accelerators alone', () => {
    for (const { id, state } of sites()) {
      if (!siteCapacity(id).range) continue;
      expect(state, id).toBe('operating');
      expect(factsOf(id).confirmed, id).toBe(true);
      expect(factsOf(id).accelerators.length, id).toBeGreaterThan(0);
    }
  });

  it('says why not, in words', () => {
    expect(siteCapacity('azure-chilecentral').barred).toMatchObject({ code: 'accelerators-not-confirmed' });
    expect(siteCapacity('elea-rio-ai-city').barred).toMatchObject({ code: 'not-open-yet' });
    expect(siteCapacity('stargate-uae').barred).toMatchObject({ code: 'not-confirmed-live', text: expect.stringContaining('2026-09') as string });
    expect(siteCapacity('olkaria-g42').barred).toMatchObject({ code: 'stalled' });
    expect(siteCapacity('cassava-cape-town').barred).toMatchObject({
      code: 'accelerator-not-named',
      text: expect.stringContaining('NVIDIA') as string,
    });
    expect(siteCapacity('stargate-abilene').barred).toMatchObject({ code: 'not-for-rent', text: expect.stringContaining('OpenAI') as string });
    expect(() => siteCapacity('atlantis')).toThrow('no site "atlantis"');
  });

  it('opens a site that is being built in its month, with its plan', () => {
    expect(siteCapacity('softbank-sakai', { date: '2026-11' }).range).toBeNull();
    expect(siteCapacity('softbank-sakai', { date: '2026-12' }).range).toMatchObject({ value: 100_000, origin: 'stated' });
    expect(siteCapacity('omnia-pecem', { date: '2030-01', announced: true }).barred).toMatchObject({ code: 'not-for-rent' });
  });

  it('counts no plan of a site that operates as installed', () => {
    const abilene = factsOf('stargate-abilene');
    expect(abilene).toMatchObject({ installed: null, planned: { value: 450_000 } });
    expect(acceleratorRange(abilene, 'operating')).toMatchObject({ origin: 'power' });
    expect(acceleratorRange(abilene, 'announced')).toMatchObject({ origin: 'stated' });
  });

  it('takes between 1 and 4 kW of building for an accelerator, as sites that state both have it', () => {
    const { value, low, high, n } = wattsPerAccelerator();
    expect(n).toBe(11);
    expect(low).toBeGreaterThan(1000);
    expect(value).toBeGreaterThan(low);
    expect(high).toBeLessThan(4000);
  });
});

describe('facts of sites', () => {
  it('name accelerators and operators that exist', () => {
    for (const facts of allSiteFacts()) {
      for (const id of facts.accelerators) expect(accelerator(id), `${facts.id}: ${id}`).toBeDefined();
      expect(operator(facts.operator), facts.id).toBeDefined();
    }
  });

  it('leave unknown what was not read', () => {
    expect(factsOf('aws-af-south-1')).toMatchObject({
      buildingPower: null,
      firstPhase: null,
      installed: null,
      planned: null,
      confirmed: false,
      accelerators: [],
      acceleratorBasis: null,
      rackPower: null,
      cooling: null,
      pue: null,
    });
    expect(factsOf('kasi-lagos')).toMatchObject({
      buildingPower: { value: 5.5e6 },
      installed: null,
      rackPower: { low: 50e3, value: 100e3, high: 150e3 },
    });
    expect(factsOf('aws-rainier')).toMatchObject({ buildingPower: { value: 1092e6, source: ['D', 'EP1'] } });
    expect(site('bytedance-pecem')).toBeUndefined();
  });
});

describe('what the words of a site do not say', () => {
  it.each(allSiteFacts().map((facts) => [facts.id, facts] as const))('became no number: %s', (id, facts) => {
    const words = siteDetails(id);
    const digits = (text: string | undefined): string => (text ?? '').replace(/[ ,]/g, '');
    if (facts.installed) expect(digits(words?.gpus)).toContain(String(facts.installed.value));
    if (facts.planned) expect(digits(words?.gpus)).toContain(String(facts.planned.value));
    // China's other chips and Ascend: named, but not which.
    if (facts.acceleratorBasis !== null) expect(words?.accelerators).not.toBe('');
    if (words?.accelerators === '') expect(facts).toMatchObject({ accelerators: [], confirmed: false });
    if (facts.pue) expect(words?.notes).toContain(String(facts.pue.value));
  });
});

describe('operators', () => {
  it('are counted by their owners', () => {
    expect(ownerOf('fastweb').id).toBe('swisscom');
    expect(ownerOf('core42').id).toBe('g42');
    expect(ownerOf('nebius').id).toBe('nebius');
    expect(() => ownerOf('nobody')).toThrow('no operator "nobody"');
    for (const { id } of operators()) expect(ownerOf(id).parent, id).toBeNull();
  });
});

describe('coverage', () => {
  it('adds up to the world, every site once', () => {
    const rows = siteCoverage();
    const world = rows.at(-1);
    expect(world?.continent).toBe('World');
    expect(rows).toHaveLength(7);
    expect(rows.slice(0, -1).reduce((sum, row) => sum + row.sites, 0)).toBe(world?.sites);
    for (const row of rows) expect(row.open + Object.values(row.barred).reduce((sum, n) => sum + n, 0), row.continent).toBe(row.sites);
  });

  it('has buildings and accelerators in two columns: Africa states 193 MW and 3,000', () => {
    const africa = siteCoverage().find(({ continent }) => continent === 'Africa');
    expect(africa).toMatchObject({ operatingMegawatts: 193, operatingStated: 5, accelerators: 3000, acceleratorsStated: 1 });
  });

  it('is the table of docs/factory.md', () => {
    // A formatter may pad cells and rules.
    const plain = (text: string): string => text.replace(/ +/g, ' ').replace(/-{2,}/g, '--');
    const page = plain(readFileSync(new URL('../../../docs/factory.md', import.meta.url), 'utf8'));
    expect(page).toContain(plain(coverageTable()));
    expect(page).toContain(plain(barredTable()));
  });
});
