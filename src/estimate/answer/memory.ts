/** What was read of the model, and what its cache holds: the public form of a deployment's memory. */
import { longestSequence, cacheTokens, memoryBudget } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import type { EngineFacts } from '../../catalogue/engines.ts';
import { cacheBytes } from '../../model/memory.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Evidence, Quantity } from '../../units/quantity.ts';
import { z80 } from '../../stats/normal.ts';
import type { ModelRead } from '../estimate.ts';
import type { Resolved } from '../resolve/resolve.ts';

/** Bytes of one token's cache on a single accelerator: what a split divides. */
const whole = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };

export function modelRead({ model, weights, kvCache }: Resolved, { maxContext }: Pick<Scenario, 'maxContext'>): ModelRead {
  return {
    name: model.name,
    parameters: model.parametersTotal,
    activeParameters: model.parametersActive,
    weights,
    kvCache,
    cacheBytesPerToken: cacheBytes(model, kvCache, whole).perToken,
    context: maxContext ?? model.maxContext,
  };
}

/** A number under one engine with the ends that its memory gives it. */
interface Ends {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Value under the middle budget, and under budgets that leave the cache as much less and more as an 80 % interval says. */
function overBudgets(deployment: Deployment, engine: EngineFacts, scenario: Scenario, of: (cache: number) => number): Ends {
  const { cache, deviation } = memoryBudget(deployment, engine, scenario);
  return { value: of(cache), low: of(cache - z80 * deviation), high: of(cache + z80 * deviation) };
}

/** Geometric mean over engines; the interval reaches from the least to the most. */
function overEngines(deployment: Deployment, engines: readonly EngineFacts[], ends: (engine: EngineFacts) => Ends): Ends | null {
  const all = engines.map(ends).filter(({ value }) => value > 0 && Number.isFinite(value));
  if (deployment.resolved.engines.length === 0 || all.length === 0) return null;
  const value = Math.exp(all.reduce((sum, each) => sum + Math.log(each.value), 0) / all.length);
  return { value, low: Math.min(value, ...all.map((each) => each.low)), high: Math.max(value, ...all.map((each) => each.high)) };
}

/** Tokens that the cache of one attention-data rank holds. */
export function cacheTokensQuantity(
  scenario: Scenario,
  deployment: Deployment,
  engines: readonly EngineFacts[],
  evidence: Evidence,
): Quantity | null {
  const ends = overEngines(deployment, engines, (engine) => {
    const tokens = overBudgets(deployment, engine, scenario, (cache) => cacheTokens(deployment, engine, scenario, cache));
    // Whole blocks, except where windows and states make it a multiple of the longest sequence.
    const block = Math.min(engine.blockTokens, longestSequence(scenario));
    return {
      value: Math.floor(tokens.value / block) * block,
      low: Math.floor(tokens.low / block) * block,
      high: Math.ceil(tokens.high / block) * block,
    };
  });
  return ends && { value: Math.round(ends.value), low: Math.round(ends.low), high: Math.round(ends.high), unit: 'tokens', evidence };
}

/**
 * Requests that run at once: exact where what is asked or the engine decides, as wide as the memory where memory does. A count
 * says at least what a whole one more or less would.
 */
export function admittedEnds(
  admitted: (engine: EngineFacts, cache: number) => number,
  scenario: Scenario,
  deployment: Deployment,
  engines: readonly EngineFacts[],
): Ends | null {
  return overEngines(deployment, engines, (engine) => overBudgets(deployment, engine, scenario, (cache) => admitted(engine, cache)));
}
