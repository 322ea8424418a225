/**
 * Serving parameters fitted without one accelerator, model or engine: what an estimate for something never seen would
 * have used. Written by `npm run fit:serving`, beside the parameters that have seen everything.
 */
import type { ServingParameters } from '../calibration/priors/serving.ts';
import type { AnchoringSet } from '../calibration/anchoring.ts';
import anchoringData from './held-out-anchoring.json' with { type: 'json' };
import data from './held-out.json' with { type: 'json' };
import type { ServingRow } from './serving-rows.ts';

export type Axis = 'accelerator' | 'model' | 'engine';

const sets = data as unknown as Readonly<Record<Axis, Readonly<Record<string, ServingParameters>>>>;

/** What a row belongs to along an axis; "mixture" where no engine is named. */
export function memberOf(axis: Axis, { scenario }: ServingRow): string {
  const value = scenario[axis];
  return typeof value === 'string' ? value : value === null ? 'mixture' : 'own';
}

/** Undefined for a member that no published row has: the full parameters have not seen it either. */
export function heldOut(axis: Axis, row: ServingRow): ServingParameters | undefined {
  return sets[axis][memberOf(axis, row)];
}

const anchorings = anchoringData as Readonly<Record<string, AnchoringSet>>;

/** How far an anchor speaks, found without the curves of the row's accelerator; undefined where none of them is published. */
export function heldOutAnchoring(row: ServingRow): AnchoringSet | undefined {
  return anchorings[memberOf('accelerator', row)];
}
