/** The map of the world: where marks stand, which is under a pointer, and what the picture says beside the land. */
import { describe, expect, it } from 'vitest';
import { worldAt } from '../../src/charts/world-land.ts';
import { toneColour, worldLayout, worldMarkAt, type WorldFlow, type WorldMark } from '../../src/charts/world-map.ts';

const lagos = [3.39, 6.45] as const,
  tokyo = [139.7, 35.7] as const,
  santiago = [-70.6, -33.4] as const;

const mark = (id: string, where: WorldMark['where'], rest: Partial<WorldMark> = {}): WorldMark => ({
  id,
  kind: 'possible',
  where,
  size: 0.5,
  tone: null,
  label: id,
  ...rest,
});

const marks = [mark('tokyo', tokyo, { kind: 'plan', size: 1 }), mark('lagos', lagos, { kind: 'users' }), mark('santiago', santiago, { size: null })];
const flow: WorldFlow = { from: lagos, to: tokyo, weight: 1, kind: 'users', label: '250 ms' };

describe('the world', () => {
  it.each([320, 760, 1180])('holds all inhabited continents at %i pixels', (width) => {
    const world = worldAt(width);
    expect(world.land.length).toBeGreaterThan(10_000);
    for (const where of [lagos, tokyo, santiago, [151.2, -33.9], [-74, 40.7], [8.7, 50.1], [77, 28.6]] as const) {
      const { x, y } = world.at(where);
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(world.height);
    }
  });

  it('stands north up and east right', () => {
    const { at } = worldAt(760);
    expect(at(lagos).x).toBeLessThan(at(tokyo).x);
    expect(at(tokyo).y).toBeLessThan(at(santiago).y);
  });

  it('draws the shortest way over the globe: from Lagos to Tokyo it goes north of both', () => {
    const world = worldAt(760);
    const arc = world.arc(lagos, tokyo);
    expect(arc.path).toMatch(/^M[\d.,L-]+/);
    expect(arc.y).toBeLessThan((world.at(lagos).y + world.at(tokyo).y) / 2);
  });
});

describe('its layout', () => {
  const layout = worldLayout(marks, [flow], { tone: null }, 760);

  it('gives areas by size, and the smallest mark to what is not known', () => {
    const [first, users, unknown] = layout.marks;
    expect(first?.radius).toBe(9);
    expect(users?.radius).toBe(unknown?.radius);
    expect(unknown?.radius).toBeLessThan(3);
  });

  it('finds the mark under a pointer, and none at sea', () => {
    for (const [index, { x, y }] of layout.marks.entries()) expect(worldMarkAt(layout, x + 3, y - 3)).toBe(index);
    const { x, y } = worldAt(760).at([-30, -40]);
    expect(worldMarkAt(layout, x, y)).toBeNull();
  });

  it('names marks and round trips where there is room', () => {
    expect(layout.marks.map(({ label }) => label !== null)).toEqual([true, true, true]);
    expect(layout.flows[0]?.label).not.toBeNull();
  });

  it('stacks its legend where it is narrow, and adds a line for what colours', () => {
    const height = (width: number, tone: boolean): number => {
      const { height: all, mapHeight } = worldLayout(marks, [], { tone: tone ? { name: 'Carbon', low: '20', high: '700' } : null }, width);
      return all - mapHeight;
    };
    expect(height(350, false)).toBeGreaterThan(height(760, false));
    expect(height(760, true)).toBeGreaterThan(height(760, false));
  });

  it('colours in five steps from pale to the accent', () => {
    expect(new Set([0, 0.1, 0.19].map(toneColour)).size).toBe(1);
    expect(new Set([0, 0.3, 0.5, 0.7, 1].map(toneColour)).size).toBe(5);
    expect(toneColour(1)).toContain('100%');
  });
});
