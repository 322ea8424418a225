/** The estimate of a scenario as a program writes it, with its defaults left out. */
import type { InputError } from '../scenario/input-error.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Estimate } from './estimate.ts';
import { estimateScenario, type EstimateOptions } from './estimate-scenario.ts';
import { isWhole, type ScenarioInput } from './whole-scenario.ts';

/** An `InputError` that is thrown: for programs, which do not expect to be wrong. `parseScenario` answers with one instead. */
export class ScenarioError extends TypeError implements InputError {
  override readonly name = 'ScenarioError';
  readonly code: InputError['code'];
  readonly path: string;
  readonly suggestions: readonly string[];

  constructor({ code, path, message, suggestions = [] }: InputError) {
    const meant = suggestions.length === 0 ? '' : `; did you mean ${suggestions.join(', ')}?`;
    super(`${path === '' ? '' : `${path}: `}${message}${meant}`);
    this.code = code;
    this.path = path;
    this.suggestions = suggestions;
  }
}

/**
 * @param scenario whole, as `parseScenario` gives it, and then taken as it is; or with keys left out, and then read as that does
 * @throws ScenarioError naming the key that is wrong
 */
export function estimate(scenario: ScenarioInput, options: EstimateOptions = {}): Estimate {
  return estimateScenario(wholeScenario(scenario), options);
}

/** @throws ScenarioError naming the key that is wrong */
export function wholeScenario(input: ScenarioInput): Scenario {
  if (isWhole(input)) return input;
  const parsed = parseScenario(input);
  if (!parsed.ok) throw new ScenarioError(parsed.error);
  return parsed.value;
}
