import { describe, expect, it, vi } from 'vitest';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const scenario: Scenario = { ...scenarioDefaults, model: 'llama-3.1-8b', accelerator: 'h200-sxm' };
const atSite: Scenario = { ...scenario, site: 'cassava-cape-town' };

/** As a page has them that nothing has brought the tables to. */
async function fresh() {
  vi.resetModules();
  const { siteTerms } = await import('../../src/estimate/resolve/site-terms.ts');
  return siteTerms;
}

describe('the conditions of a site', () => {
  it('are the medians of the world without one, and need no tables', async () => {
    const siteTerms = await fresh();
    const { medianCarbonIntensity, medianElectricityPrice, medianPue } = await import('../../src/catalogue/world-medians.ts');
    expect(siteTerms(scenario)).toMatchObject({ price: medianElectricityPrice, pue: medianPue, carbon: medianCarbonIntensity });
  });

  it('are refused by name before the tables came, and are those of the tables after', async () => {
    const siteTerms = await fresh();
    expect(() => siteTerms(atSite)).toThrow('the site "cassava-cape-town" came without the tables of places');
    const { fetchSites } = await import('../../src/catalogue/fetch-sites.ts');
    await fetchSites();
    const { energyAt } = await import('../../src/catalogue/energy.ts');
    const { carbonAt } = await import('../../src/catalogue/carbon.ts');
    expect(siteTerms(atSite)).toMatchObject({ ...energyAt('ZA', 'Africa'), carbon: { value: carbonAt('ZA')?.electricityMaps?.value } });
  });

  it.each(['../../src/scenario/parse.ts', '../../src/scenario/parse-training.ts'])('are there once %s is', async (parser) => {
    const siteTerms = await fresh();
    await import(/* @vite-ignore */ parser);
    expect(siteTerms(atSite).assumptions.price).toBe('site.price');
  });
});
