import { describe, expect, it } from 'vitest';
import { apiPricesOf } from '../../src/catalogue/api-prices.ts';
import { model } from '../../src/catalogue/models.ts';
import { homeCost, type HomeCost, type HomeTerms } from '../../src/estimate/own-gpu/home-cost.ts';
import { homeSentences, homeTitle } from '../../src/ui/text/home-cost.ts';

const llama = model('llama-3.1-8b') ?? expect.fail('no model');
/** 50 tokens a second, a fifth either way. */
const own = { model: llama, tokensPerSecond: { value: 50, low: 50 / 1.2, high: 60, unit: 'tokens/s', evidence: 'interpolated' as const } };
const at = (terms: Partial<HomeTerms>): HomeCost => homeCost(own, { watts: 180, usdPerKilowattHour: 0.1, purchaseUsd: null, ...terms });

describe('a token at home', () => {
  it('is its electricity: 180 W at 0.10 $/kWh over 20,000 s, 1 kWh, are 10 cents', () => {
    const { electricity, tokensPerDay } = at({});
    expect(electricity.value).toBeCloseTo(0.1, 12);
    expect([electricity.low, electricity.high].map((usd) => usd.toFixed(4))).toEqual(['0.0833', '0.1200']);
    expect(tokensPerDay).toBe(4_320_000);
  });

  it('is less sure where nobody said what electricity costs: the range over countries comes on top', () => {
    const { electricity } = at({ usdPerKilowattHour: null });
    expect(electricity.value).toBeCloseTo(0.105, 12);
    // √(ln 1.2² + (½ ln(0.163/0.0414))²) either way.
    const half = Math.hypot(Math.log(1.2), Math.log(0.163 / 0.0414) / 2);
    expect(electricity.high / electricity.value).toBeCloseTo(Math.exp(half), 6);
  });

  it('names each host once at its cheapest offer, in order, and their median', () => {
    const { hosts, cheapest, median } = at({});
    const providers = new Set(apiPricesOf('llama-3.1-8b').flatMap(({ provider, output }) => (output ? [provider] : [])));
    expect(new Set(hosts.map(({ provider }) => provider))).toEqual(providers);
    expect(hosts).toHaveLength(providers.size);
    const prices = hosts.map(({ usd }) => usd);
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
    expect(cheapest?.usd).toBe(prices[0]);
    const [low, high] = [prices[Math.floor((prices.length - 1) / 2)] ?? 0, prices[Math.ceil((prices.length - 1) / 2)] ?? 0];
    expect(median?.usd).toBeCloseTo((low + high) / 2, 12);
  });

  it('pays by the day what a host asks above electricity: $1461 over 4 years are a dollar a day', () => {
    const { hosts } = at({ usdPerKilowattHour: 0, purchaseUsd: 1461 });
    // Without electricity, a dollar a day buys 1/usd million tokens.
    for (const { usd, breakEven } of hosts) expect(breakEven).toBeCloseTo(1e6 / usd, 3);
    for (const { breakEven, outOfReach } of hosts) expect(outOfReach).toBe((breakEven ?? 0) > 4_320_000);
  });

  it('never pays against a host that asks no more than the electricity, and says so', () => {
    const dear = at({ usdPerKilowattHour: 1, purchaseUsd: 500 });
    expect(dear.hosts.every(({ breakEven, against }) => breakEven === null && against === 'no more than electricity')).toBe(true);
    expect(homeSentences(dear, 500)[0]).toContain('no more than your electricity alone: running it at home saves nothing');
    expect(homeTitle(llama.name, dear)).toMatch(/^A million tokens of Llama 3\.1 8B cost about \$1\.0+ of electricity here; \w+ asks \$0\.\d+$/);
  });

  it('leaves hosts out where nobody lists the model', () => {
    const alone = homeCost({ ...own, model: { ...llama, id: 'nobody-lists-it' } }, { watts: 180, usdPerKilowattHour: 0.1, purchaseUsd: 500 });
    expect([alone.hosts, alone.cheapest, alone.median]).toEqual([[], null, null]);
    expect(homeSentences(alone, 500)).toEqual(['No public API in the catalogue lists this model, so there is no price to compare with.']);
  });
});
