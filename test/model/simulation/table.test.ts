import { describe, expect, it } from 'vitest';
import { tabulated } from '../../../src/model/simulation/table.ts';

describe('a tabulated function', () => {
  const axis = { exact: 4, ratio: 1.1 };

  it('is exact for what is bilinear, at nodes and between them', () => {
    const f = tabulated((x, y) => 3 + 2 * x + 5 * y + x * y, axis, axis);
    for (const [x, y] of [
      [0, 0],
      [1, 3],
      [4, 4],
      [4.4, 7.3],
      [1000, 0],
      [123.4, 567.8],
      [0.5, 2.5],
    ] as const)
      expect(f(x, y)).toBeCloseTo(3 + 2 * x + 5 * y + x * y, 6);
  });

  it('lies within a per cent of what curves gently', () => {
    const curved = (x: number, y: number): number => Math.sqrt(1 + x) * (1 + y) ** 1.5;
    const f = tabulated(curved, axis, axis);
    for (let x = 5; x < 3000; x *= 1.37) for (let y = 5; y < 3000; y *= 1.53) expect(Math.abs(f(x, y) / curved(x, y) - 1)).toBeLessThan(0.01);
  });

  it('asks for a node once', () => {
    let asked = 0;
    const f = tabulated(
      (x) => {
        asked++;
        return x;
      },
      axis,
      axis,
    );
    f(2, 3);
    f(2, 3);
    expect(asked).toBe(1);
  });
});
