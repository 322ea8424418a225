import { describe, expect, it } from 'vitest';
import { isQuantised, stepOf, windowSeconds } from '../../../src/measure/protocol/clock.ts';

describe('stepOf', () => {
  it('finds the 65,536 ns that Dawn quantises to', () => {
    expect(stepOf([65536 * 3, 65536 * 5, 0, 65536 * 8, 65536])).toBe(65536);
  });

  it('finds the nanosecond of a fine clock', () => {
    expect(stepOf([1031, 2050, 998, 1503])).toBe(1);
  });

  it('has no answer for a clock that does not run, or runs backwards', () => {
    expect(stepOf([0, 0, 0, 0, 0])).toBeNull();
    expect(stepOf([-5, NaN, 3, 7, 9])).toBeNull();
  });
});

describe('windows', () => {
  it('are 20 ms on the GPU clock and longer where the event loop is read too', () => {
    const quantised = { kind: 'timestamp', step: 65536e-9 } as const;
    expect(windowSeconds(quantised)).toBe(0.02);
    expect(isQuantised(quantised)).toBe(true);
    expect(isQuantised({ kind: 'timestamp', step: 1e-9 })).toBe(false);
    expect(windowSeconds({ kind: 'wall', step: 1e-4 })).toBeGreaterThan(0.1);
    expect(windowSeconds({ kind: 'wall', step: 1e-3 })).toBeGreaterThan(windowSeconds({ kind: 'wall', step: 1e-4 }));
  });
});
