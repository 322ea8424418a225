/**
 * Cost against speed: what a million output tokens cost on each of several accelerators as the speed of each user is asked for faster and
 * faster, everything else of the demand kept.
 */
import { estimateScenario, type EstimateOptions } from '../estimate/estimate-scenario.ts';
import { targetOf } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Quantity } from '../units/quantity.ts';

export interface FrontierPoint {
  /** tokens/s */
  readonly tokensPerSecondPerUser: number;
  /** USD/Mtoken, all-in per output token */
  readonly cost: Quantity;
  readonly accelerators: number;
}

export interface Frontier {
  readonly accelerator: string;
  /** Slowest first; each is dearer than the one before it. */
  readonly points: readonly FrontierPoint[];
}

/** tokens/s asked for: from reading speed to what no chip here reaches, about a factor of 1.5 apart. */
const speeds = [10, 16, 25, 40, 60, 90, 140, 200];

/**
 * One estimate a step: each yield is the share that is done. The load stays where a rate was given, else it is found for each speed.
 *
 * @param accelerators catalogue ids
 */
export function* frontierSteps(
  scenario: Scenario,
  accelerators: readonly string[],
  options: EstimateOptions = {},
): Generator<number, readonly Frontier[]> {
  // One token has no time between tokens.
  if (scenario.outputTokens === 1) return [];
  const frontiers: Frontier[] = [];
  for (const [index, accelerator] of accelerators.entries()) {
    const points: FrontierPoint[] = [];
    for (const [step, speed] of speeds.entries()) {
      yield (index + step / speeds.length) / accelerators.length;
      const estimate = estimateScenario(
        { ...scenario, accelerator, concurrency: null, session: null, target: { ...targetOf(scenario), timePerOutputToken: 1 / speed } },
        options,
      );
      // What misses one speed misses every faster one.
      if (!estimate.feasible) break;
      const { tokensPerSecondPerUser: reached, usdPerMillionOutputTokensAllIn: cost, accelerators: count } = estimate;
      if (reached && cost && count !== null) points.push({ tokensPerSecondPerUser: reached.value, cost, accelerators: count });
    }
    frontiers.push({ accelerator, points: undominated(points) });
  }
  return frontiers;
}

/** Those that no other point beats in speed and cost at once. */
function undominated(points: readonly FrontierPoint[]): readonly FrontierPoint[] {
  const kept: FrontierPoint[] = [];
  for (const point of points.toSorted((a, b) => b.tokensPerSecondPerUser - a.tokensPerSecondPerUser || a.cost.value - b.cost.value))
    if (point.cost.value < (kept.at(-1)?.cost.value ?? Infinity)) kept.push(point);
  return kept.toReversed();
}
