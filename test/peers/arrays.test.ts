/** Layouts and number formats between our kernels and the libraries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackInto } from '../../src/measure/kernels/quantised.ts';
import { nibblePairs, permuted } from './arrays.ts';
import { fromHalfBits, toHalfBits } from './half.ts';

describe('layouts', () => {
  it('transposes', () => {
    expect([...permuted(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0])]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('comes back by the inverse order', () => {
    const dims = [2, 3, 4];
    const values = Float32Array.from({ length: 24 }, (_, at) => at);
    expect([...permuted(permuted(values, dims, [2, 0, 1]), [4, 2, 3], [1, 2, 0])]).toEqual([...values]);
  });

  it('holds the same integers as pairs of halves', () => {
    fc.assert(
      fc.property(fc.uint32Array({ minLength: 1, maxLength: 8 }), (words) => {
        const expected = new Float64Array(8 * words.length);
        unpackInto('q4', words, expected);
        const pairs = nibblePairs(words);
        const read = Array.from(expected, (_, at) => (((pairs[at >> 1] ?? 0) >> (4 * (at & 1))) & 15) - 8);
        expect(read).toEqual([...expected]);
      }),
    );
  });
});

describe('binary16', () => {
  it.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [0.333251953125, 0x3555],
    [Infinity, 0x7c00],
    [0, 0],
  ])('writes %d as IEEE 754 has it', (value, bits) => {
    expect(toHalfBits(Float32Array.of(value))[0]).toBe(bits);
    expect(fromHalfBits(Uint16Array.of(bits))[0]).toBe(value);
  });

  it('comes back from every pattern that is a number', () => {
    const patterns = Uint16Array.from({ length: 65_536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    expect(toHalfBits(fromHalfBits(patterns))).toEqual(patterns);
  });
});
