/**
 * The 80 % intervals of a sweep's Pareto set, the points that a choice is made from. Each is a whole estimate, so that
 * the thousands of points behind them stay quick.
 */
import { parseScenario } from '../../scenario/parse.ts';
import type { Quantity } from '../../units/quantity.ts';
import { estimateScenario } from '../estimate-scenario.ts';
import { withValue } from './sweep-axes.ts';
import type { Sweep } from './sweep.ts';

export type Interval = readonly [low: number, high: number];

export interface ParetoInterval {
  readonly x: Interval | null;
  readonly y: Interval | null;
}

/**
 * @param input what was swept
 * @returns one for each index of `swept.pareto`, in its order
 */
export function paretoIntervals(input: unknown, { x, y, keys, points, pareto }: Sweep): readonly ParetoInterval[] {
  return pareto.map((index) => {
    const values = points[index]?.point ?? {};
    const parsed = parseScenario(keys.reduce((fields, key) => withValue(fields, key, values[key]), input as Readonly<Record<string, unknown>>));
    const estimate = parsed.ok ? estimateScenario(parsed.value) : null;
    return { x: interval(estimate?.[x]), y: interval(estimate?.[y]) };
  });
}

const interval = (quantity: Quantity | null | undefined): Interval | null => (quantity ? [quantity.low, quantity.high] : null);
