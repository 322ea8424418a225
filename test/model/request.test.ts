import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requestTokens } from '../../src/model/request.ts';

it('counts cached and fresh tokens of a request, and its context at mid-answer', () => {
  expect(requestTokens(1000, 200, 0.25)).toEqual({ cached: 250, fresh: 750, contextAtMidAnswer: 1100 });
  expect(requestTokens(1000, 1, 1)).toEqual({ cached: 999, fresh: 1, contextAtMidAnswer: 1000.5 });
});

it('never loses a token, and always computes one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e7 }), fc.double({ min: 0, max: 1, noNaN: true }), (input, rate) => {
      const { cached, fresh } = requestTokens(input, 1, rate);
      expect(cached + fresh).toBe(input);
      expect(fresh).toBeGreaterThanOrEqual(1);
      expect(cached).toBeGreaterThanOrEqual(0);
    }),
    { seed: 20261128 },
  );
});
