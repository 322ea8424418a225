/**
 * How each engine's scheduler admits and batches, as rules that a simulation can follow. Limits come from the engine
 * facts; what they do not say is here, with where it was read (docs/simulation.md has the whole account).
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { BatchingRules, CacheRoom } from '../../model/simulation/rules.ts';
import { contextAtMidAnswer } from '../../model/request.ts';
import { variationOf } from '../../model/variation.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { heldBytes, memoryBudget } from '../engine/admission.ts';
import type { Deployment } from '../engine/deployment.ts';
import { batchingOf } from '../load/operating-point.ts';

interface Scheduler {
  readonly reserve: BatchingRules['reserve'];
}

const schedulers: Readonly<Record<EngineFacts['id'], Scheduler>> = {
  // Blocks of 16 are taken as sequences grow; when none is left the latest is preempted and computed again.
  // vllm-project/vllm vllm/v1/core/sched/scheduler.py, docs/configuration/optimization.md.
  vllm: { reserve: { own: 0, ownLimit: Infinity, running: 0 } },
  // A new request needs room for its output up to 4,096 tokens beside a share of what the running ones have left: 0.7,
  // falling to 0.14 of that over 600 steps; what they have written and 20 tokens each after a retraction.
  // sgl-project/sglang srt/managers/schedule_policy.py, srt/environ.py; page size 1.
  sglang: {
    reserve: { own: 1, ownLimit: 4096, running: 0.098, learned: { start: 0.7, fall: (0.7 - 0.098) / 600, margin: 20 } },
  },
  // GUARANTEED_NO_EVICT: what starts can finish; blocks of 32. Prompts longer than the budget are cut: its recipes turn
  // chunked prefill on for them. NVIDIA/TensorRT-LLM docs: useful runtime flags, model recipes, KV cache system.
  'tensorrt-llm': { reserve: { own: 1, ownLimit: Infinity, running: 1 } },
};

/** @param users in flight on one rank */
export function batchingRules(engine: EngineFacts, scenario: Scenario, deployment: Deployment, users = 1): BatchingRules {
  const { tokenBudget, mixesPrefill, maxSequences } = engine;
  const { draft, overheads, ahead, letIn } = batchingOf(engine, scenario, deployment);
  const { reserve } = schedulers[engine.id];
  return { tokenBudget, mixesPrefill, maxSequences, reserve, draft, ahead, letIn: letIn(users), frontEnd: overheads.frontEnd };
}

/** Memory of one accelerator for the cache under an engine. A window counts as full as it is at the middle of a request. */
export function simulatedRoom(engine: EngineFacts, scenario: Scenario, deployment: Deployment): CacheRoom {
  const { cache } = deployment;
  const context = contextAtMidAnswer(scenario.inputTokens, scenario.outputTokens, variationOf(scenario.lengths).output);
  const { windows } = engine;
  const windowShare = windows.kind === 'whole' ? 1 : windows.kind === 'share' ? windows.share : 0;
  const perToken = cache.perToken + windowShare * cache.perWindowToken;
  const fixed = heldBytes(deployment, engine, context) - perToken * context;
  return {
    bytes: Math.max(memoryBudget(deployment, engine, scenario).cache, 0),
    perToken,
    // Half of the last block of a sequence lies empty.
    perSequence: fixed + (engine.blockTokens / 2) * perToken,
  };
}
