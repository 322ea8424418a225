/**
 * A model laid out on accelerators: one parallel arrangement of one replica, and its bytes. Built once per arrangement;
 * operating points are then cheap. `admission.ts` says how many requests its memory admits.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { Model } from '../../catalogue/facts.ts';
import { cacheBytes, weightBytes, type CacheBytes } from '../../model/memory.ts';
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
  /** What proposes tokens ahead, on the same accelerators; null without one. */
  readonly draft: { readonly stage: Stage; readonly operators: BoundOperators } | null;
}

export function deploy(resolved: Resolved, parallel: Parallel, operators: EngineOperators, serving: ServingParameters): Deployment {
  return { resolved, serving, parallel, spread: operators.spread, ...layOut(resolved, parallel, operators) };
}

type Layout = Pick<Deployment, 'under' | 'weightBytes' | 'cache'>;

/** By operators, which know model, chip and formats. */
const layouts = memo<Layout>(256);

function layOut(resolved: Resolved, parallel: Parallel, operators: EngineOperators): Layout {
  const { model, stored, arithmetic, kvCache, draft } = resolved;
  const { tensor, pipeline, expert, attentionData, decodeContext = 1 } = parallel;
  const key = `${tensor}/${pipeline}/${expert}/${attentionData}/${decodeContext}/${draft ? 1 : 0}`;
  return layouts([operators], key, () => {
    const beside = draft?.beside ? layOut(draft.beside, besideParallel(draft.beside.model, parallel), operators.draft ?? operators) : null;
    const ownHeads = draft !== null && beside === null;
    const own = cacheBytes(model, kvCache, parallel, ownHeads);
    return {
      under: executions(resolved, parallel, operators),
      weightBytes:
        weightBytes(model, stored, parallel, { fourBitUnits: arithmetic.experts === stored.experts, draft: ownHeads }) + (beside?.weightBytes ?? 0),
      cache: beside ? together(own, beside.cache) : own,
    };
  });
}

/** A draft runs on the accelerators of one tensor group, split as far as its heads allow; whole on each where they do not. */
function besideParallel(draft: Model, { tensor }: Parallel): Parallel {
  const split = draft.heads % tensor === 0 ? tensor : 1;
  return { tensor: split, pipeline: 1, expert: 1, attentionData: 1 };
}

const together = (model: CacheBytes, draft: CacheBytes): CacheBytes => ({
  perToken: model.perToken + draft.perToken,
  fixed: model.fixed + draft.fixed,
  perWindowToken: model.perWindowToken + draft.perWindowToken,
  state: model.state + draft.state,
  perTokenInFlight: model.perTokenInFlight + draft.perTokenInFlight,
});

function executions({ model, draft: drafting }: Resolved, parallel: Parallel, engineOperators: EngineOperators): Deployment['under'] {
  const made: Execution[] = [];
  return (engine) => {
    const operators = engineOperators.under(engine);
    let execution = made.find((each) => each.operators === operators);
    if (!execution) {
      const draft = drafting && draftOf(drafting, parallel, (drafting.beside && engineOperators.draft?.under(engine)) || operators);
      const laidOut = stage(model, parallel, operators, draft?.stage);
      made.push((execution = { stage: laidOut, passes: new RememberedPasses(laidOut), operators, draft }));
    }
    return execution;
  };
}

const draftOf = (
  { model, beside }: NonNullable<Resolved['draft']>,
  parallel: Parallel,
  operators: BoundOperators,
): NonNullable<Execution['draft']> => ({
  stage: stage(model, beside ? besideParallel(model, parallel) : { ...parallel, pipeline: 1 }, operators),
  operators,
});
