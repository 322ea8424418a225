import { describe, expect, it } from 'vitest';
import type { Sensitivity } from '../../src/estimate/views/sensitivity.ts';
import { endWords, tornadoLine, tornadoTitle, tornadoWords } from '../../src/ui/text/tornado.ts';

const found: Sensitivity = {
  base: { value: 0.954, low: 0.43, high: 2.12, unit: 'USD/Mtoken', evidence: 'interpolated' },
  swings: [
    { assumption: 'utilisation', of: 'utilisation', unit: '1', low: { at: 0.5, usd: 1.908 }, high: { at: 1, usd: 0.954 } },
    { assumption: 'concurrency', of: 'concurrency', unit: 'requests', low: { at: 16, usd: 1.777 }, high: { at: 64, usd: 0.541 } },
    { assumption: 'inputTokens', of: 'inputTokens', unit: 'tokens', low: { at: 512, usd: 0.9541 }, high: { at: 2048, usd: null } },
  ],
};

describe('what moves an answer', () => {
  it('says which moves it most, and each change, with no more digits than the answer has', () => {
    const words = tornadoWords(found, 'usd-per-million');
    expect(tornadoTitle(words)).toBe('This answer moves most with the share of paid hours that serve: $0.95 to $1.91');
    expect(words.bars.map(({ change }) => change)).toEqual(['+$0.95', '−$0.41 to +$0.82', 'less than $0.01']);
    expect(tornadoLine(words.bars[2]!, words)).toBe('Input tokens of a request: $0.95 at 512 tokens, cannot be served at 2k tokens.');
  });
  it('turns over with the unit of the page', () => {
    const words = tornadoWords(found, 'tokens-per-usd');
    expect(words.base).toBeCloseTo(1.048, 3);
    expect(words.bars[1]).toMatchObject({ low: { at: '16 users' }, change: '−0.5M to +0.8M' });
  });
  it('has words for nothing that moves', () => {
    expect(tornadoTitle(tornadoWords({ ...found, swings: [] }, 'usd-per-million'))).toMatch(/^Nothing/);
  });
  it.each([
    [0.04, 'USD/kWh', '$0.04/kWh'],
    [1.32, '1', '1.32'],
    [0.2, '1', '20 %'],
    [1, 'requests', '1 user'],
    [4.8e12, 'B/s', '4.80 TB/s'],
    ['sglang', '', 'SGLang'],
    ['fp8', '', 'fp8'],
  ])('says %s %s as %s', (at, unit, words) => {
    expect(endWords({ at, usd: 1 }, unit)).toBe(words);
  });
});
