/** Puts labels beside points so that no two overlap: each tries a few sides in turn and takes the first that is free. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

/** Mean advance of a digit or letter of the sans face at 12 px. */
const advance = 6.7,
  line = 15;

const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * @param points in order of importance: the first is placed first
 * @param frame labels stay inside it where they can
 * @returns null for a label that found no free side; the table twin still has it
 */
export function placeLabels(
  points: readonly { readonly x: number; readonly y: number; readonly text: string }[],
  frame: Box,
  taken: readonly Box[] = [],
): readonly (PlacedLabel | null)[] {
  const boxes: Box[] = [...taken, ...points.map(({ x, y }) => ({ x: x - 5, y: y - 5, width: 10, height: 10 }))];
  return points.map(({ x, y, text }) => {
    const width = text.length * advance;
    const sides: readonly PlacedLabel[] = [
      { x: x + 10, y: y + 4, anchor: 'start' },
      { x: x - 10, y: y + 4, anchor: 'end' },
      { x: x + 8, y: y + 19, anchor: 'start' },
      { x: x - 8, y: y + 19, anchor: 'end' },
      { x: x + 8, y: y - 10, anchor: 'start' },
      { x: x - 8, y: y - 10, anchor: 'end' },
      { x, y: y + 21, anchor: 'middle' },
      { x, y: y - 12, anchor: 'middle' },
    ];
    for (const side of sides) {
      const left = side.anchor === 'start' ? side.x : side.anchor === 'end' ? side.x - width : side.x - width / 2;
      const box = { x: left, y: side.y - 11, width, height: line };
      const inside = box.x >= frame.x && box.x + width <= frame.x + frame.width && box.y >= frame.y && box.y + line <= frame.y + frame.height;
      if (!inside || boxes.some((other) => overlap(box, other))) continue;
      boxes.push(box);
      return side;
    }
    return null;
  });
}

/** Heights at least a line of text apart, in their order from top to bottom; the answer is in the order that was given. */
export function apartHeights(heights: readonly number[]): readonly number[] {
  const placed = [...heights];
  let above = -Infinity;
  for (const index of [...heights.keys()].sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0)))
    placed[index] = above = Math.max(heights[index] ?? 0, above + line);
  return placed;
}
