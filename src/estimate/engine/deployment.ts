/**
 * A model laid out on accelerators: one parallel arrangement of one replica, its bytes, and how many requests its
 * memory admits. Built once per arrangement; operating points are then cheap.
 */
import { runtimeBytes, type EngineFacts } from '../../catalogue/engines.ts';
import type { Model } from '../../catalogue/facts.ts';
import { cacheBytes, sequenceBytes, weightBytes, type CacheBytes } from '../../model/memory.ts';
import { RememberedPasses } from '../../model/remembered-passes.ts';
import { stage, type Stage } from '../../model/step.ts';
import { memo } from '../../stats/memo.ts';
import type { Parallel } from '../../scenario/scenario.ts';
import type { ServingParameters } from '../../calibration/priors/serving.ts';
import type { EngineOperators } from './bind-operators.ts';
import type { BoundOperators } from './operators-in-engine.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { Spread } from '../spread.ts';

export interface Deployment {
  readonly resolved: Resolved;
  readonly parallel: Parallel;
  readonly spread: Spread;
  readonly serving: ServingParameters;
  readonly weightBytes: number;
  readonly cache: CacheBytes;
  /** Its passes as an engine runs them; the same object for engines that launch the same kernels. */
  under(engine: EngineFacts): Execution;
}

export interface Execution {
  readonly stage: Stage;
  /** Of the stage; what one row asked for is remembered for the engines after it. */
  readonly passes: RememberedPasses;
  readonly operators: BoundOperators;
}

export function deploy(resolved: Resolved, parallel: Parallel, operators: EngineOperators, serving: ServingParameters): Deployment {
  return { resolved, serving, parallel, spread: operators.spread, ...layOut(resolved, parallel, operators) };
}

type Layout = Pick<Deployment, 'under' | 'weightBytes' | 'cache'>;

/** By operators, which know model, chip and formats. */
const layouts = memo<Layout>(256);

function layOut({ model, stored, kvCache }: Resolved, parallel: Parallel, operators: EngineOperators): Layout {
  const key = `${parallel.tensor}/${parallel.pipeline}/${parallel.expert}/${parallel.attentionData}`;
  return layouts([operators], key, () => ({
    under: executions(model, parallel, operators),
    weightBytes: weightBytes(model, stored, parallel),
    cache: cacheBytes(model, kvCache, parallel),
  }));
}

function executions(model: Model, parallel: Parallel, engineOperators: EngineOperators): Deployment['under'] {
  const made: Execution[] = [];
  return (engine) => {
    const operators = engineOperators.under(engine);
    let execution = made.find((each) => each.operators === operators);
    if (!execution) {
      const laidOut = stage(model, parallel, operators);
      made.push((execution = { stage: laidOut, passes: new RememberedPasses(laidOut), operators }));
    }
    return execution;
  };
}

/** Bytes of cache that one accelerator has room for under an engine; negative when the weights alone do not fit. */
export function cacheRoom(deployment: Deployment, engine: EngineFacts, runtime: number = runtimeBytes.value): number {
  const memory = deployment.resolved.chip.memoryBytes ?? 0;
  // Small boards cannot give the 3.5 GiB that the runtime takes on large ones; their engines use less.
  return engine.memoryShare * memory - deployment.weightBytes - Math.min(runtime, runtimeShareLimit * memory);
}

/** On a board of 24 GB published start-up logs show 1.5–2.5 GB beside weights and cache. */
const runtimeShareLimit = 0.08;

/** Share of cache blocks that lie half empty at the end of sequences. */
const blockWaste = 0.02;

/** Bytes of cache that hold tokens. */
const blockRoom = (deployment: Deployment, engine: EngineFacts): number => cacheRoom(deployment, engine) * (1 - blockWaste);

/** Requests that one attention-data rank runs at once: what memory holds, at most what the engine allows. */
export function admittedPerRank(deployment: Deployment, engine: EngineFacts, inputTokens: number, outputTokens: number): number {
  const room = blockRoom(deployment, engine);
  const context = inputTokens + engine.reservedOutput * outputTokens;
  const perSequence = sequenceBytes(deployment.resolved.model, deployment.cache, context);
  const held = perSequence > 0 ? Math.floor(room / perSequence) : Infinity;
  return Math.min(held, engine.maxSequences);
}

const fitsUnder = (deployment: Deployment, engine: EngineFacts, inputTokens: number, outputTokens: number): boolean =>
  blockRoom(deployment, engine) >= sequenceBytes(deployment.resolved.model, deployment.cache, inputTokens + outputTokens);

/** True when weights and one whole request fit under at least one of the engines. */
export function fits(deployment: Deployment, inputTokens: number, outputTokens: number): boolean {
  return deployment.resolved.engines.some((engine) => fitsUnder(deployment, engine, inputTokens, outputTokens));
}

/** … under every one of them: what a free choice of accelerators looks for, so that no engine of a mixture starves. */
export function fitsAll(deployment: Deployment, inputTokens: number, outputTokens: number): boolean {
  return deployment.resolved.engines.every((engine) => fitsUnder(deployment, engine, inputTokens, outputTokens));
}
