/** Simulating without blocking: the simulation is loaded when it is first asked for, and runs in slices. */
import { isWhole, type ScenarioInput } from '../whole-scenario.ts';
import { inTurns, type Work } from '../work.ts';
import type { SimulateOptions } from './simulate-scenario.ts';
import type { SimulatedEstimate } from './simulated-estimate.ts';

/**
 * @throws ScenarioError for a scenario that is wrong, RangeError for options that make no sense (a trace without requests), the reason
 *   of `signal` when it fires
 */
export async function simulate(scenario: ScenarioInput, { signal, onProgress, ...options }: SimulateOptions & Work = {}): Promise<SimulatedEstimate> {
  const whole = isWhole(scenario) ? scenario : (await import('../scenario-input.ts')).wholeScenario(scenario);
  const { scenarioSimulation } = await import('./simulate-scenario.ts');
  return inTurns(scenarioSimulation(whole, options), { ...(signal && { signal }), ...(onProgress && { onProgress }) });
}
