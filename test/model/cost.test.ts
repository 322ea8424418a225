import { describe, expect, it } from 'vitest';
import { tokenPrices } from '../../src/model/cost.ts';

describe('prices of tokens', () => {
  // 1000 new tokens of 1 ms, 500 cached ones of 0.1 ms, 200 answers of 10 ms: 1 + 0.05 + 2 = 3.05 s of accelerators.
  const work = {
    inputTokens: 1000,
    cachedTokens: 500,
    outputTokens: 200,
    secondsPerInputToken: 1e-3,
    secondsPerCachedToken: 1e-4,
    secondsPerOutputToken: 1e-2,
  };

  it('share a request of 0.61 cents by accelerator-seconds: 0.2 cents a second', () => {
    const prices = tokenPrices(0.0061, work);
    expect(prices.input).toBeCloseTo(2, 12);
    expect(prices.cached).toBeCloseTo(0.2, 12);
    expect(prices.output).toBeCloseTo(20, 12);
    // All of it over 200 answers, and over 1700 tokens.
    expect(prices.outputAllIn).toBeCloseTo(30.5, 12);
    expect(prices.all).toBeCloseTo(6100 / 1700, 12);
  });

  it('charge what leaves the data centre to output alone', () => {
    // A microdollar a token is a dollar per million.
    const prices = tokenPrices(0.0061, work, 1e-6);
    expect(prices.input).toBeCloseTo(2, 12);
    expect(prices.output).toBeCloseTo(21, 12);
    expect(prices.outputAllIn).toBeCloseTo(31.5, 12);
    expect(prices.all).toBeCloseTo((6100 + 200) / 1700, 12);
  });
});
