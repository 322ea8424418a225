import { describe, expect, it } from 'vitest';
import { timeLayout } from '../../src/charts/time-chart.ts';
import { timeTitle, type TimePart } from '../../src/charts/time-title.ts';

const part = (name: string, seconds: number): TimePart => ({ id: name, name, colour: '', seconds });

describe('parts of a token', () => {
  it('fill the bar in proportion', () => {
    const placed = timeLayout([part('Weights', 3), part('KV', 1)], 400);
    expect(placed.map(({ share }) => share)).toEqual([0.75, 0.25]);
    const last = placed.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(400);
  });
  it('leave out what takes no time', () => {
    expect(timeLayout([part('Weights', 1), part('Experts', 0)], 400)).toHaveLength(1);
  });
});

describe('title', () => {
  it.each([
    [0.66, 'Two thirds of each token is reading weights'],
    [0.5, 'Half of each token is reading weights'],
    [0.98, 'Nearly all of each token is reading weights'],
  ])('says %d in words', (share, title) => {
    const rest = (1 - share) / 3;
    expect(timeTitle([part('Reading weights', share), part('A', rest), part('B', rest), part('C', rest)])).toBe(title);
  });
  it('claims no share where the largest is small', () => {
    expect(timeTitle(['A', 'B', 'C', 'D', 'E'].map((name, index) => part(name, 1 + index / 100)))).toMatch(/^The largest part/);
  });
  it('has words for nothing', () => {
    expect(timeTitle([])).toBe('Where the time of a token goes');
  });
});
