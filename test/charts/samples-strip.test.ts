import { describe, expect, it } from 'vitest';
import { median, stripLayout } from '../../src/charts/samples-strip.ts';

describe('samples as dots', () => {
  it('puts the median in the middle and faster above it', () => {
    const { dots, medianY } = stripLayout([90, 100, 110], 336, 64);
    expect(medianY).toBe(32);
    expect(dots.map(({ y }) => Math.sign(y - medianY))).toEqual([1, 0, -1]);
  });
  it('does not blow up noise below five per cent', () => {
    const { dots } = stripLayout([99.9, 100, 100.1], 336, 64);
    for (const { y } of dots) expect(Math.abs(y - 32)).toBeLessThan(1);
  });
  it('keeps the newest when they no longer fit', () => {
    const { dots } = stripLayout(
      Array.from({ length: 500 }, () => 1),
      336,
      64,
    );
    expect(dots.length).toBeLessThan(50);
    expect(Math.max(...dots.map(({ x }) => x))).toBeLessThan(336);
  });
  it('draws equal samples on the line', () => {
    expect(stripLayout([7, 7], 336, 64).dots.every(({ y }) => y === 32)).toBe(true);
  });
});

describe('median', () => {
  it('is the middle, or the mean of two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([1, 2, 3, 10])).toBe(2.5);
  });
});
