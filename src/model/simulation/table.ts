/**
 * A smooth function of two numbers, evaluated on a geometric grid as it is needed and interpolated between its nodes.
 * Pricing a pass takes microseconds, looking one up tens of nanoseconds; a simulation asks a million times.
 */

/** Nodes of one axis: every whole number up to `exact`, then each `ratio` times the last. */
export interface Axis {
  readonly exact: number;
  readonly ratio: number;
}

/**
 * @param f of two numbers ≥ 0
 * @returns the same, bilinear between nodes
 */
export function tabulated(f: (x: number, y: number) => number, xAxis: Axis, yAxis: Axis): (x: number, y: number) => number {
  const values = new Map<number, number>();
  const at = (i: number, j: number): number => {
    const key = i * 4096 + j;
    let value = values.get(key);
    if (value === undefined) values.set(key, (value = f(nodeAt(i, xAxis), nodeAt(j, yAxis))));
    return value;
  };
  return (x, y) => {
    const i = Math.floor(indexOf(x, xAxis));
    const j = Math.floor(indexOf(y, yAxis));
    const [x0, y0] = [nodeAt(i, xAxis), nodeAt(j, yAxis)];
    const low = at(i, j);
    const u = x === x0 ? 0 : (x - x0) / (nodeAt(i + 1, xAxis) - x0);
    const v = y === y0 ? 0 : (y - y0) / (nodeAt(j + 1, yAxis) - y0);
    const right = u === 0 ? low : low + (at(i + 1, j) - low) * u;
    if (v === 0) return right;
    const up = at(i, j + 1);
    return right + ((u === 0 ? up : up + (at(i + 1, j + 1) - up) * u) - right) * v;
  };
}

const nodeAt = (index: number, { exact, ratio }: Axis): number => (index <= exact ? index : exact * ratio ** (index - exact));

/** Position among the nodes; its floor is the node at or below. */
function indexOf(value: number, { exact, ratio }: Axis): number {
  if (value <= exact) return Math.max(value, 0);
  // A node that was computed as a power must find itself.
  return exact + Math.log(value / exact) / Math.log(ratio) + 1e-9;
}
