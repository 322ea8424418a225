/** The estimate of a scenario that cannot be served: an answer, with every quantity null and the reason in words. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Estimate, ModelRead, Reason } from './estimate.ts';
import { modelVersion } from './model-version.ts';

/** @param model what was read of the model before the scenario turned out not to be served; null where it was not */
export function infeasible(scenario: Scenario, reason: Reason, model: ModelRead | null = null): Estimate {
  return {
    feasible: false,
    reason,
    accelerators: scenario.accelerators,
    replicas: null,
    parallel: scenario.parallel,
    idleAccelerators: null,
    load: null,
    model,
    cacheTokens: null,
    servedRequestsPerSecond: null,
    usdPerHour: null,
    usdPerMonth: null,
    admittedConcurrency: null,
    timeToFirstToken: null,
    timeToFirstTokenP50: null,
    timeToFirstTokenP90: null,
    timeToFirstTokenP95: null,
    timeToFirstTokenP99: null,
    timePerOutputToken: null,
    requestLatency: null,
    tokensPerSecondPerUser: null,
    outputTokensPerSecond: null,
    outputTokensPerSecondPerAccelerator: null,
    usdPerMillionInputTokens: null,
    usdPerMillionCachedInputTokens: null,
    usdPerMillionOutputTokens: null,
    usdPerMillionOutputTokensAllIn: null,
    usdPerMillionTokens: null,
    wattsPerAccelerator: null,
    chipJoulesPerOutputToken: null,
    nodeJoulesPerOutputToken: null,
    joulesPerOutputToken: null,
    outputTokensPerSecondPerMegawatt: null,
    gramsCO2ePerMillionOutputTokens: null,
    boundBy: null,
    terms: null,
    assumptions: [],
    sources: [],
    unknown: {},
    modelVersion,
  };
}
