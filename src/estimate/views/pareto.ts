/**
 * The Pareto set of points in two directions: those that no other point beats in one and at least equals in the other.
 * Sorting decides the time: n log n.
 */

export type Direction = 'minimise' | 'maximise';

/**
 * Indices of the points that belong to the set, by x from best to worst. Equal points belong to it together; a point
 * with a coordinate that is not a finite number never does.
 */
export function paretoSet(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  directions: { readonly x: Direction; readonly y: Direction },
): readonly number[] {
  const count = x.length;
  const xs = costs(x, directions.x);
  const ys = costs(y, directions.y);
  const order: number[] = [];
  for (let index = 0; index < count; index++) if (Number.isFinite(xs[index]) && Number.isFinite(ys[index])) order.push(index);
  order.sort((a, b) => at(xs, a) - at(xs, b) || at(ys, a) - at(ys, b) || a - b);
  const set: number[] = [];
  let bestY = Infinity;
  let bestX = Infinity;
  for (const index of order) {
    const cost = at(ys, index);
    if (cost < bestY || (cost === bestY && at(xs, index) === bestX)) {
      bestY = cost;
      bestX = at(xs, index);
      set.push(index);
    }
  }
  return set;
}

/** Less is better in all of them. */
function costs(values: ArrayLike<number>, direction: Direction): Float64Array {
  const list = Float64Array.from(values);
  if (direction === 'maximise') for (let index = 0; index < list.length; index++) list[index] = -at(list, index);
  return list;
}

const at = (list: Float64Array, index: number): number => list[index] ?? Number.NaN;
