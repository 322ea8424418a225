import { describe, expect, it } from 'vitest';
import { apiPricesOf } from '../../src/catalogue/api-prices.ts';
import { model } from '../../src/catalogue/models.ts';
import { answeringPower } from '../../src/estimate/own-gpu/own-gpu.ts';
import { homeCost, type HomeCost, type HomeTerms } from '../../src/estimate/own-gpu/home-cost.ts';
import { breakEvenWords, homeSentences, homeTitle } from '../../src/ui/text/home-cost.ts';

const llama = model('llama-3.1-8b') ?? expect.fail('no model');
/** 50 tokens a second, a fifth either way. */
const own = { model: llama, tokensPerSecond: { value: 50, low: 50 / 1.2, high: 60, unit: 'tokens/s', evidence: 'interpolated' as const } };
const at = (terms: Partial<HomeTerms>): HomeCost =>
  homeCost(own, { power: { watts: 180, logSd: 0 }, usdPerKilowattHour: 0.1, purchaseUsd: null, ...terms });

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
    for (const { usd, breakEven } of hosts) {
      expect(breakEven?.value).toBeCloseTo(1e6 / usd, 3);
      expect([breakEven?.soonest, breakEven?.latest]).toEqual([breakEven?.value, breakEven?.value]);
      expect(breakEven?.outOfReach).toBe(1e6 / usd > 4_320_000);
    }
  });

  it('says what the range of the electricity leaves open: 5, 10 and 20 cents against a host that asks 8', () => {
    // A factor of two either way; $43.83 in 1,461 days are 3 cents a day.
    const wide = homeCost(
      { ...own, tokensPerSecond: { ...own.tokensPerSecond, low: 25, high: 100 } },
      { power: { watts: 180, logSd: 0 }, usdPerKilowattHour: 0.1, purchaseUsd: 43.83 },
    );
    const { hosts } = wide;
    const groq = hosts.find(({ usd }) => usd === 0.08);
    expect(groq?.breakEven?.soonest).toBeCloseTo(1e6, 3);
    expect([groq?.breakEven?.value, groq?.breakEven?.latest, groq?.breakEven?.outOfReach]).toEqual([null, null, false]);
    expect(groq && breakEvenWords(groq)).toBe('1M or more, or never');
    expect(homeSentences(wide, 43.83).join(' ')).toContain('perhaps never: the range of the electricity decides.');
    const dear = hosts.find(({ usd }) => usd === 0.18);
    // 3 cents a day of 13, 8 and −2 cents a million.
    expect(dear && breakEvenWords(dear)).toBe('380k, 230k or more');
    expect(breakEvenWords({ breakEven: { value: 5e6, soonest: 4.5e6, latest: 9e6, outOfReach: true } })).toBe('4.5M or more: more than it makes');
    expect(breakEvenWords({ breakEven: { value: 2e6, soonest: 1e6, latest: 9e6, outOfReach: false } })).toBe('2M, 1M to 9M');
  });

  it('takes four fifths of a rated power, as boards draw while they read weights, and is as sure as they differ', () => {
    const { watts, logSd } = answeringPower(300);
    expect(watts).toBeCloseTo(237, 9);
    const { electricity } = homeCost(own, { power: { watts, logSd }, usdPerKilowattHour: 0.1, purchaseUsd: null });
    // 20 % of speed and 15 % of power at 80 %.
    expect(electricity.high / electricity.value).toBeCloseTo(Math.exp(Math.hypot(Math.log(1.2), Math.log(1.15))), 9);
    expect(electricity.evidence).toBe('prior');
  });

  it('never pays against a host that asks no more than the electricity, and says so', () => {
    const dear = at({ usdPerKilowattHour: 1, purchaseUsd: 500 });
    expect(dear.hosts.every(({ breakEven, against }) => breakEven?.soonest === null && against === 'no more than electricity')).toBe(true);
    expect(homeSentences(dear, 500)[0]).toContain('no more than your electricity alone: running it at home saves nothing');
    expect(homeTitle(llama.name, dear)).toMatch(/^A million tokens of Llama 3\.1 8B cost about \$1\.0+ of electricity here; \w+ asks \$0\.\d+$/);
  });

  it('leaves hosts out where nobody lists the model', () => {
    const alone = homeCost(
      { ...own, model: { ...llama, id: 'nobody-lists-it' } },
      { power: { watts: 180, logSd: 0 }, usdPerKilowattHour: 0.1, purchaseUsd: 500 },
    );
    expect([alone.hosts, alone.cheapest, alone.median]).toEqual([[], null, null]);
    expect(homeSentences(alone, 500)).toEqual(['No public API in the catalogue lists this model, so there is no price to compare with.']);
  });
});
