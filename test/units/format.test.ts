import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  evidenceLegend,
  evidenceMark,
  formatCount,
  formatDuration,
  formatMoney,
  formatQuantity,
  formatRange,
  formatRate,
  formatShare,
  formatTokensPerDollar,
  lastDigit,
  tokensPerDollar,
} from '../../src/units/format.ts';

describe('digits are limited by the interval', () => {
  it('prints the digits that a tenth of the interval can carry', () => {
    expect(formatMoney({ value: 0.4187, low: 0.341, high: 0.528 })).toMatchObject({ value: '$0.42', range: '0.34–0.53' });
  });
  it('says ± for an even interval and both ends for a lopsided one', () => {
    expect(formatQuantity({ value: 47.21, low: 42.3, high: 52.1, unit: 'tokens/s', evidence: 'prior' }).text).toBe('47 tokens/s ± 5');
    expect(formatDuration({ value: 0.1801, low: 0.121, high: 0.311 }).text).toBe('180 ms 120–310');
  });
  it('keeps two significant digits however wide the interval', () => {
    expect(formatMoney({ value: 0.147, low: 0.02, high: 0.9 }).value).toBe('$0.15');
  });
  it('never rounds a low end to nothing', () => {
    expect(formatMoney({ value: 0.9, low: 0.004, high: 4 }).range).toBe('0.004–4.00');
  });
  it('prints three digits of a number without an interval', () => {
    expect(formatQuantity({ value: 3.14159, low: 3.14159, high: 3.14159, unit: 'J/token', evidence: 'measured' })).toMatchObject({
      value: '3.14',
      interval: '',
      range: '',
    });
  });
  it('never prints more than four significant digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), fc.double({ min: 0, max: 0.9, noNaN: true }), (value, relative) => {
        const power = lastDigit({ value, low: value * (1 - relative), high: value * (1 + relative) });
        expect(Math.floor(Math.log10(value) + 1e-9) - power).toBeLessThanOrEqual(3);
        expect(Math.floor(Math.log10(value) + 1e-9) - power).toBeGreaterThanOrEqual(1);
      }),
    );
  });
  it('prints a value that lies within the printed ends', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.double({ min: 0.01, max: 0.9, noNaN: true }), (value, relative) => {
        const formatted = formatQuantity({ value, low: value * (1 - relative), high: value * (1 + relative), unit: 'J/token', evidence: 'prior' });
        const number = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));
        const [low, high] = formatted.range.split('–');
        expect(number(formatted.value)).toBeGreaterThanOrEqual(number(low));
        expect(number(formatted.value)).toBeLessThanOrEqual(number(high ?? low));
      }),
    );
  });
});

describe('units', () => {
  it('writes times under a second in ms and long ones in minutes', () => {
    expect(formatDuration(0.0421).text).toBe('42.1 ms');
    expect(formatDuration(2.5e-6).text).toBe('2.50 µs');
    expect(formatDuration(7).text).toBe('7.00 s');
    expect(formatDuration(600).text).toBe('10.0 min');
    expect(formatDuration(0).text).toBe('0.00 s');
  });
  it('writes rates with a decimal prefix', () => {
    expect(formatRate({ value: 291.3e9, low: 288e9, high: 295e9 }, 'B/s').text).toBe('291 GB/s ± 4');
    expect(formatRate(11.2e12, 'FLOP/s').text).toBe('11.2 TFLOP/s');
  });
  it('writes dollars with two decimals or none, never one', () => {
    expect(formatMoney({ value: 3.1, low: 2.8, high: 3.4 }).value).toBe('$3.10');
    expect(formatMoney({ value: 1234, low: 1100, high: 1400 }).value).toBe('$1,200');
  });
  it('writes counts in full and short, powers of two as model cards do', () => {
    expect(formatCount(131072, 'short')).toBe('128k');
    expect(formatCount(1000, 'short')).toBe('1k');
    expect(formatCount(1500, 'short')).toBe('1.5k');
    expect(formatCount(70.6e9, 'short')).toBe('71B');
    expect(formatCount(1024)).toBe('1,024');
  });
  it('writes shares as per cent', () => {
    expect(formatShare(0.664)).toBe('66 %');
    expect(formatShare(0.004)).toBe('< 1 %');
    expect(formatShare(0)).toBe('0 %');
  });
  it('joins a range with an en dash and says equal ends once', () => {
    expect(formatRange(120, 310)).toBe('120–310');
    expect(formatRange(5, 5)).toBe('5.00');
  });
});

describe('dollars per million and tokens per dollar', () => {
  const quantity = { value: 0.5, low: 0.4, high: 0.8, unit: 'USD/Mtoken', evidence: 'prior' } as const;
  it('are exact reciprocals, ends swapped', () => {
    expect(tokensPerDollar(quantity)).toEqual({ value: 2e6, low: 1.25e6, high: 2.5e6, unit: 'tokens/$', evidence: 'prior' });
    expect(formatTokensPerDollar(quantity).value).toBe('2.0');
  });
});

describe('evidence', () => {
  it('has one mark per word, best known first', () => {
    expect(evidenceLegend.map((entry) => entry.mark).join('')).toBe('●◉◐○◌');
    expect(evidenceMark('projected')).toBe('◌');
  });
});
