/** Where one way of writing a number turns into another. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  evidenceMeaning,
  formatAt,
  formatCount,
  formatDate,
  formatDuration,
  formatFactor,
  formatMemory,
  formatMoney,
  formatQuantity,
  formatRange,
  formatRate,
  formatShare,
  formatTokensPerDollar,
  lastDigit,
  tokensPerDollar,
} from '../../src/units/format.ts';
import { evidenceLevels, weakest, type Quantity } from '../../src/units/quantity.ts';

const point = (value: number, unit: string): Quantity => ({ value, low: value, high: value, unit, evidence: 'prior' });

describe('an interval', () => {
  it('is written ± only where it stays above zero', () => {
    expect(formatQuantity({ value: 5, low: 1, high: 9, unit: 'W', evidence: 'prior' }).interval).toBe('± 4.0');
    expect(formatQuantity({ value: 5, low: 0, high: 10, unit: 'W', evidence: 'prior' }).interval).toBe('0.0–10.0');
    expect(formatQuantity({ value: 5, low: -1, high: 11, unit: 'W', evidence: 'prior' }).interval).toBe('-1.0–11.0');
  });

  it('is even up to a middle that is off by a fifth of its half-width', () => {
    expect(formatQuantity({ value: 1000, low: 910, high: 1130, unit: 'W', evidence: 'prior' }).interval).toBe('± 100');
    expect(formatQuantity({ value: 1000, low: 920, high: 1130, unit: 'W', evidence: 'prior' }).interval).toBe('900–1,100');
  });

  it('of equal ends is one number, and of a point nothing', () => {
    expect(formatRange(2, 2)).toBe('2.00');
    expect(formatRange(1.01, 1.02, -1)).toBe('1.0');
    expect(formatQuantity(point(5, 'W'))).toEqual({ value: '5.00', unit: 'W', interval: '', range: '', text: '5.00 W' });
  });
});

describe('the last digit', () => {
  it('lies at the half-width, within two to four significant digits', () => {
    expect(lastDigit({ value: 1234, low: 1200, high: 1268 })).toBe(1);
    expect(lastDigit({ value: 1234, low: 1233.9, high: 1234.1 })).toBe(0);
    expect(lastDigit({ value: 1234, low: 100, high: 9000 })).toBe(2);
    expect(lastDigit({ value: 1234, low: 1234, high: 1234 })).toBe(1);
    expect(lastDigit({ value: 0, low: 0, high: 0 })).toBe(-2);
    expect(lastDigit({ value: 1000, low: 900, high: 1100 })).toBe(2);
    expect(lastDigit({ value: -0.05, low: -0.06, high: -0.04 })).toBe(-3);
  });
});

describe('seconds', () => {
  it.each([
    [0, '0.00 s'],
    [9.994e-7, '999 ns'],
    [1e-6, '1.00 µs'],
    [1e-3, '1.00 ms'],
    [0.9991, '999 ms'],
    [1, '1.00 s'],
    [90, '90.0 s'],
    [119, '119 s'],
    [120, '2.00 min'],
    [7199, '2.00 h'],
    [7200, '2.00 h'],
    [172_799, '2.00 d'],
    [172_800, '2.00 d'],
    [864_000, '10.0 d'],
  ])('%f are %s', (seconds, text) => {
    expect(formatDuration(seconds).text).toBe(text);
  });
});

describe('rates and bytes', () => {
  it.each([
    [999, 'B', '999 B'],
    [1000, 'B', '1.00 kB'],
    [1e6, 'B/s', '1.00 MB/s'],
    [2.91e11, 'B/s', '291 GB/s'],
    [1.1e13, 'FLOP/s', '11.0 TFLOP/s'],
    [2.5e15, 'OP/s', '2.50 POP/s'],
    [3e18, 'FLOP', '3.00 EFLOP'],
    [12_345, 'tokens/s', '12,300 tokens/s'],
  ] as const)('%f %s are %s', (value, unit, text) => {
    expect(formatRate(value, unit).text).toBe(text);
  });

  it('memory is in GiB, with a decimal below ten', () => {
    expect(formatMemory(8.5 * 2 ** 30)).toBe('8.5 GiB');
    expect(formatMemory(10 * 2 ** 30)).toBe('10 GiB');
    expect(formatMemory(79.6 * 2 ** 30)).toBe('80 GiB');
  });
});

describe('counts', () => {
  it.each([
    [999, '999'],
    [1000, '1k'],
    [1024, '1k'],
    [1500, '1.5k'],
    [131_072, '128k'],
    [2_000_000, '2M'],
    [1_250_000, '1.3M'],
    [7e9, '7B'],
    [1.5e12, '1.5T'],
  ])('%d is %s when short', (count, text) => {
    expect(formatCount(count, 'short')).toBe(text);
  });

  it('in full are grouped, with a decimal only below ten', () => {
    expect([1_024, 9.55, 12.6, 3].map((count) => formatCount(count))).toEqual(['1,024', '9.6', '13', '3']);
  });

  it('shares and factors', () => {
    expect([0, 0.004, 0.01, 0.655, 1].map(formatShare)).toEqual(['0 %', '< 1 %', '1 %', '66 %', '100 %']);
    expect([0.5, 1.84, 9.94, 10, 25.4].map(formatFactor)).toEqual(['0.5×', '1.8×', '9.9×', '10×', '25×']);
  });
});

describe('a quantity by its unit', () => {
  it.each([
    [point(0.0123, 's'), '12.3 ms'],
    [point(3.1, 'USD/Mtoken'), '$3.10 /M'],
    [point(2.5, 'USD/h'), '$2.50 /h'],
    [point(30_000, 'USD'), '$30,000'],
    [point(1.2e12, 'FLOP/s'), '1.20 TFLOP/s'],
    [point(1.2e12, 'OP/s'), '1.20 TOP/s'],
    [point(4.8e12, 'B/s'), '4.80 TB/s'],
    [point(4.8e12, 'byte/s'), '4.80 TB/s'],
    [point(8e10, 'B'), '80.0 GB'],
    [point(8e10, 'byte'), '80.0 GB'],
    [point(2.4e6, 'tokens/$'), '2.40 M'],
    [point(1.041e6, 'tokens/s/MW'), '1.04 M tokens/s/MW'],
    [point(95.5, 'gCO2e/Mtoken'), '95.5 g CO₂e/M'],
    [point(0.961, 'J/token'), '0.961 J/token'],
  ])('%j is %s', (quantity, text) => {
    expect(formatQuantity(quantity).text).toBe(text);
  });

  it('dollars have two decimals where they would have one, and their own below a cent', () => {
    expect(formatMoney(3.1).value).toBe('$3.10');
    expect(formatMoney({ value: 31.4, low: 31.2, high: 31.6 }).value).toBe('$31.4');
    expect(formatMoney(0.00412).value).toBe('$0.00412');
    expect(formatMoney(1234).value).toBe('$1,230');
  });

  it('tokens a dollar turn a price over, ends and all', () => {
    const price: Quantity = { value: 0.5, low: 0.4, high: 0.8, unit: 'USD/Mtoken', evidence: 'anchored' };
    expect(tokensPerDollar(price)).toEqual({ value: 2e6, low: 1.25e6, high: 2.5e6, unit: 'tokens/$', evidence: 'anchored' });
    expect(formatTokensPerDollar(price)).toMatchObject({ value: '2.0', unit: 'M tokens/$', range: '1.3–2.5' });
  });
});

describe('the rest', () => {
  it('dates read as a day in words, whatever the zone, and stay as they are where they are none', () => {
    expect(formatDate('2026-11-22')).toBe('22 Nov 2026');
    expect(formatDate('soon')).toBe('soon');
  });

  it('a number that rounds to nothing has no sign', () => {
    expect(formatAt(-0.004, -2)).toBe('0.00');
    expect(formatAt(1234.5, 2)).toBe('1,200');
  });

  it('the weakest word wins', () => {
    expect(weakest('measured', 'prior', 'anchored')).toBe('prior');
    expect(weakest()).toBe('measured');
    expect(evidenceLevels.map(evidenceMeaning)).toEqual([
      'timed on this adapter in this run',
      'tied to a measured point of your own',
      'between published timings of this very accelerator',
      'from accelerators of the same class',
      'from announced or substituted facts',
    ]);
  });
});

describe('a unit', () => {
  const number = (text: string): number => Number(text.replaceAll(',', ''));
  const limits: Readonly<Record<string, number>> = { ns: 1000, µs: 1000, ms: 1000, s: 120, min: 120, h: 48, d: Infinity };
  /** Just below and above each limit, where rounding decides, and anywhere. */
  const near = (at: readonly number[]): fc.Arbitrary<number> =>
    fc.oneof(
      fc.tuple(fc.constantFrom(...at), fc.double({ min: -3e-3, max: 3e-3, noNaN: true })).map(([limit, share]) => limit * (1 + share)),
      fc.double({ min: -9, max: 9, noNaN: true }).map((power) => 10 ** power),
    );
  const width = fc.double({ min: 0, max: 0.9, noNaN: true });
  const spread = (value: number, share: number) => ({ value, low: value * (1 - share), high: value * (1 + share) });

  it('never holds as much as makes one of the next', () => {
    expect(formatDuration(0.99996).text).toBe('1.00 s');
    expect(formatDuration(119.96).text).toBe('2.00 min');
    expect(formatDuration(-0.99996).text).toBe('-1.00 s');
    expect(formatRate(999_960, 'B/s').text).toBe('1.00 MB/s');
    expect(formatCount(999_950, 'short')).toBe('1M');
    expect(formatCount(999_499, 'short')).toBe('999k');
    fc.assert(
      fc.property(near([1e-6, 1e-3, 1, 120, 7200, 172_800]), width, (value, share) => {
        const { value: text, unit } = formatDuration(spread(value, share));
        expect(number(text), `${text} ${unit}`).toBeLessThan(limits[unit] ?? 0);
      }),
    );
    fc.assert(
      fc.property(near([1e3, 1e6, 1e9, 1e12, 1e15, 1e18]), width, (value, share) => {
        const { value: text, unit } = formatRate(spread(value, share), 'B/s');
        expect(number(text), `${text} ${unit}`).toBeLessThan(1000);
      }),
    );
    fc.assert(
      fc.property(near([1e3, 1e6, 1e9, 1e12]), (value) => {
        expect(number(formatCount(Math.round(value), 'short').replace(/[kMBT]$/, ''))).toBeLessThan(1000);
      }),
    );
  });
});
