import { describe, expect, it } from 'vitest';
import { combine, logSdOfRange, quantity, z80 } from '../../src/estimate/spread.ts';

describe('an interval', () => {
  it('of 80 % reaches 1.2816 standard deviations: a tenth of a normal lies beyond each end', () => {
    expect(z80).toBe(1.2816);
    // ln-deviation 0.25: factor e^0.3204 = 1.37768.
    const { value, low, high } = quantity(10, 's', { logSd: 0.25, evidence: 'prior' });
    expect(value).toBe(10);
    expect(high).toBeCloseTo(13.7768, 4);
    expect(low).toBeCloseTo(10 / 1.37768, 4);
  });

  it('of a range is that range again', () => {
    const { low, high } = quantity(2, 's', { logSd: logSdOfRange(1, 4), evidence: 'prior' });
    expect(low).toBeCloseTo(1, 12);
    expect(high).toBeCloseTo(4, 12);
    expect(logSdOfRange(3, 3)).toBe(0);
    expect(logSdOfRange(0, 3)).toBe(0);
    expect(logSdOfRange(4, 1)).toBe(0);
  });

  it('of a product adds variances and takes the weaker word: 3 and 4 make 5', () => {
    expect(combine({ logSd: 0.3, evidence: 'interpolated' }, { logSd: 0.4, evidence: 'measured' })).toEqual({ logSd: 0.5, evidence: 'interpolated' });
    expect(combine({ logSd: 0.3, evidence: 'prior' }, { logSd: 0, evidence: 'projected' })).toEqual({ logSd: 0.3, evidence: 'projected' });
  });
});
