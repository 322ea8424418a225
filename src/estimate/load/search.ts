/** What a search is given, what it answers, and how far it looks. */
import type { AnchoringSet } from '../../calibration/anchoring.ts';
import type { ServingParameters } from '../../calibration/priors/serving.ts';
import { acceleratorsPerServer } from '../../model/server.ts';
import type { Load } from '../../scenario/load.ts';
import type { Scenario, Target } from '../../scenario/scenario.ts';
import type { EngineOperators } from '../engine/bind-operators.ts';
import type { Reason } from '../estimate.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { Choice } from './contest.ts';

export interface Search {
  readonly resolved: Resolved;
  /** Without its session: what is chosen is chosen for steady state. */
  readonly scenario: Scenario;
  readonly load: Load;
  readonly target: Target | null;
  readonly operators: EngineOperators;
  readonly serving: ServingParameters;
  readonly anchoring: AnchoringSet;
}

export type Chosen<Kind extends Choice = Choice> = { readonly ok: true; readonly value: Kind } | { readonly ok: false; readonly reason: Reason };

/** Largest replica that is tried. */
export const largestReplica = 256;

/** Up to which count a free one is searched: four times the fewest that hold the model, and a scale-up domain. */
export const searchedAccelerators = ({ chip }: Resolved, fewest: number): number =>
  Math.min(Math.max(4 * fewest, chip.scaleUpSize ?? 1, acceleratorsPerServer), largestReplica);
