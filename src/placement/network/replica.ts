/**
 * What one replica of a workload carries, costs and draws on an accelerator: the coefficients of a plan. One estimate for each pair of
 * workload and accelerator, of the best load within the target; what a site changes (price of power, PUE, carbon) is applied outside.
 */
import { accelerator as acceleratorById } from '../../catalogue/accelerators.ts';
import { engineNames } from '../../catalogue/engines.ts';
import type { Accelerator } from '../../catalogue/facts.ts';
import { medianPue } from '../../catalogue/world-medians.ts';
import type { Estimate } from '../../estimate/estimate.ts';
import { estimateScenario } from '../../estimate/estimate-scenario.ts';
import { logSdOfRange, type Spread } from '../../estimate/spread.ts';
import type { ChipSpec } from '../../model/chip.ts';
import type { EngineId, Scenario } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Exclusion } from './site.ts';

export interface Replica {
  readonly accelerator: Accelerator;
  readonly scenario: Scenario;
  readonly accelerators: number;
  /** At its target. */
  readonly requestsPerSecond: number;
  readonly rateSpread: Spread;
  /** W of IT, before PUE; null where the power of the accelerator is not known. */
  readonly watts: number | null;
  /** Without that of PUE. */
  readonly wattsSpread: Spread;
}

export type ReplicaAnswer = { readonly ok: true; readonly value: Replica } | { readonly ok: false; readonly why: Exclusion };

export interface ReplicaOptions {
  readonly scaleOut: number;
  /** Engines that may not be used. */
  readonly without: readonly string[];
}

/** Answers kept by workload and accelerator: an edit of users, limits or sites asks for none of them again. */
const kept = new Map<string, ReplicaAnswer>();
/** Twenty workloads on forty accelerators, a few times over. */
const mostKept = 4096;

export function replicaOn(scenario: Scenario, id: string, options: ReplicaOptions): ReplicaAnswer {
  const key = JSON.stringify([scenario, id, options]);
  const known = kept.get(key);
  if (known) return known;
  const answer = computed({ ...scenario, accelerator: id }, id, options);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, answer);
  return answer;
}

function computed(scenario: Scenario, id: string, { scaleOut, without }: ReplicaOptions): ReplicaAnswer {
  const accelerator = acceleratorById(id);
  if (!accelerator) throw new Error(`no accelerator "${id}"`);
  const chip = (stated: ChipSpec): ChipSpec =>
    stated.scaleOutBandwidth === null ? stated : { ...stated, scaleOutBandwidth: stated.scaleOutBandwidth * scaleOut };
  const estimates = enginesOf(scenario, without).map((engine) => {
    const asked = { ...scenario, engine };
    return { asked, estimate: estimateScenario(asked, scaleOut === 1 ? {} : { chip }) };
  });
  let best: Replica | null = null;
  for (const { asked, estimate } of estimates) {
    const replica = replicaOf(asked, accelerator, estimate);
    // Of engines that are told apart, the one that carries more on an accelerator.
    if (replica && (best === null || perAccelerator(replica) > perAccelerator(best))) best = replica;
  }
  if (best) return { ok: true, value: best };
  const [first] = estimates;
  return { ok: false, why: { code: 'model', text: first?.estimate.reason?.message ?? 'no engine is left that may serve it' } };
}

const perAccelerator = ({ requestsPerSecond, accelerators }: Replica): number => requestsPerSecond / accelerators;

/** The engine asked for; else all of them mixed; else, where some may not be used, each of the others. */
function enginesOf({ engine }: Scenario, without: readonly string[]): readonly (EngineId | null)[] {
  const out = (name: string): boolean => without.includes(name);
  if (engine !== null) return out(engine) ? [] : [engine];
  return engineNames.some(out) ? engineNames.filter((name) => !out(name)) : [null];
}

function replicaOf(scenario: Scenario, accelerator: Accelerator, estimate: Estimate): Replica | null {
  const { accelerators, servedRequestsPerSecond: served, joulesPerOutputToken: joules, outputTokensPerSecond: tokens } = estimate;
  if (!estimate.feasible || accelerators === null || !served || !tokens) return null;
  const replicas = typeof estimate.replicas === 'number' ? estimate.replicas : 1;
  const rateSpread = spreadOf(served);
  const energy = joules && spreadOf(joules);
  return {
    accelerator,
    scenario,
    accelerators: accelerators / replicas,
    requestsPerSecond: served.value / replicas,
    rateSpread,
    watts: joules && (joules.value * tokens.value) / medianPue.value / replicas,
    wattsSpread: energy
      ? { ...energy, logSd: Math.sqrt(Math.max(0, energy.logSd ** 2 - logSdOfRange(medianPue.low ?? 0, medianPue.high ?? 0) ** 2)) }
      : { logSd: 0, evidence: served.evidence },
  };
}

const spreadOf = ({ low, high, evidence }: Quantity): Spread => ({ logSd: logSdOfRange(low, high), evidence });
