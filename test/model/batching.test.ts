import { describe, expect, it } from 'vitest';
import { draft } from '../../src/model/batching.ts';

describe('a draft', () => {
  it('of four tokens at 0.7 brings 2.7731 tokens a step and checks five', () => {
    // 1 + 0.7 + 0.49 + 0.343 + 0.2401
    expect(draft(4, 0.7).progress).toBeCloseTo(2.7731, 12);
    expect(draft(4, 0.7).width).toBe(5);
  });

  it('brings one token when none is accepted, and all when all are', () => {
    expect(draft(3, 0)).toEqual({ width: 4, progress: 1 });
    expect(draft(3, 1)).toEqual({ width: 4, progress: 4 });
  });
});
