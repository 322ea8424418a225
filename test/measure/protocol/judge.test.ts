import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteRanges,
  decodeRanges,
  exactCheck,
  halfToNumber,
  poisonCheck,
  relativeRms,
  rmsCheck,
  wrongEntries,
} from '../../../src/measure/protocol/judge.ts';

describe('relativeRms', () => {
  it('is 0 for equal values and the size of a uniform relative error', () => {
    expect(relativeRms([1, 2, 3], [1, 2, 3])).toBe(0);
    expect(relativeRms([1.01, 2.02, 3.03], [1, 2, 3])).toBeCloseTo(0.01, 12);
  });

  it.each([[[NaN, 2]], [[Infinity, 2]], [[-Infinity, 2]]])('never lets %s pass', (found) => {
    expect(relativeRms(found, [1, 2])).toBe(Infinity);
    expect(rmsCheck('sampled', found, [1, 2], 1e-3)).toMatchObject({ passed: false });
    expect(Number.isFinite(rmsCheck('sampled', found, [1, 2], 1e-3).error)).toBe(true);
  });

  it('sees a value where zero was expected', () => {
    expect(relativeRms([1], [0])).toBe(Infinity);
    expect(relativeRms([0], [0])).toBe(0);
  });

  it('refuses lists of different lengths', () => {
    expect(() => relativeRms([1], [1, 2])).toThrow(RangeError);
  });
});

describe('exact entries', () => {
  it('counts what differs, NaN included', () => {
    expect(wrongEntries([1, 2, NaN, 4], [1, 2, 3, 5], 0)).toBe(2);
    expect(exactCheck([1, 2], [1, 2], 0)).toEqual({ kind: 'exact', error: 0, tolerance: 0, passed: true });
    expect(exactCheck([1, 3], [1, 2], 0).passed).toBe(false);
  });

  it('allows one rounding where asked', () => {
    expect(wrongEntries([1 + 1e-7], [1], 1e-6)).toBe(0);
    expect(wrongEntries([0.1], [0], 1e-6)).toBe(1);
    // Two neighbouring f16 numbers below 2^-14, and a value between them.
    expect(wrongEntries([498 * 2 ** -24, 499 * 2 ** -24], [498.4 * 2 ** -24, 498.4 * 2 ** -24], 5e-4, 2 ** -24)).toBe(1);
    expect(wrongEntries([2 ** -25], [0], 0, 2 ** -24)).toBe(1);
  });
});

describe('poison', () => {
  it('counts rows whose sum is not finite', () => {
    expect(poisonCheck([1, -2, 0]).passed).toBe(true);
    expect(poisonCheck([1, NaN, Infinity])).toMatchObject({ error: 2, passed: false });
  });
});

describe('reading ranges', () => {
  it('decodes f16 as IEEE 754 does', () => {
    expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x8000].map(halfToNumber)).toEqual([1, -2, 65504, 2 ** -24, 2 ** -14, -0]);
    expect(halfToNumber(0x7c00)).toBe(Infinity);
    expect(halfToNumber(0x7e00)).toBeNaN();
  });

  it('finds odd f16 entries inside 4-byte words', () => {
    const ranges = [
      { start: 1, values: Float64Array.of(0) },
      { start: 2, values: Float64Array.of(0, 0, 0) },
    ];
    expect(byteRanges(ranges, 2)).toEqual([
      { offset: 0, size: 4 },
      { offset: 4, size: 8 },
    ]);
    const halves = Uint16Array.of(0x3c00, 0x4000, /* second range */ 0x4200, 0x4400, 0x4500, 0x4600);
    expect([...decodeRanges(halves.buffer, ranges, 'f16')]).toEqual([2, 3, 4, 5]);
  });

  it('gives back any f32 values from any places', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ start: fc.nat(100), count: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 6 }), (places) => {
        const all = Float32Array.from({ length: 110 }, (_, index) => index / 3);
        const ranges = places.map(({ start, count }) => ({ start, values: new Float64Array(count) }));
        const bytes = new Uint8Array(byteRanges(ranges, 4).flatMap(({ offset, size }) => [...new Uint8Array(all.buffer, offset, size)]));
        expect([...decodeRanges(bytes.buffer, ranges, 'f32')]).toEqual(places.flatMap(({ start, count }) => [...all.subarray(start, start + count)]));
      }),
    );
  });
});
