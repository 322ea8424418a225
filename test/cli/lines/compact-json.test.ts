import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactJson } from '../../../src/cli/lines/compact-json.ts';

describe('compactJson', () => {
  it('writes what JSON.stringify writes where nothing is rounded', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => !JSON.stringify(value).includes('.') && !/\de/.test(JSON.stringify(value))),
        (value) => {
          expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
    );
  });

  it('rounds to five digits', () => {
    expect(compactJson([0.060588123, 12345.678, 123456.7, 1.00004999, -0.00012345678, 1e-30 * 1.234567, 0.1 + 0.2])).toBe(
      '[0.060588,12346,123460,1,-0.00012346,1.2346e-30,0.3]',
    );
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
        const read = Number(compactJson(value));
        if (Number.isInteger(value)) expect(read).toBe(value + 0);
        else expect(Math.abs(read - value)).toBeLessThanOrEqual(5.001e-5 * Math.abs(value));
      }),
    );
  });

  it('leaves out what is undefined, and has no number that JSON lacks', () => {
    expect(compactJson({ a: undefined, b: null, 'c d': [Infinity, Number.NaN], 'e"': 'x\u2028"' })).toBe(
      JSON.stringify({ b: null, 'c d': [null, null], 'e"': 'x\u2028"' }),
    );
  });
});
