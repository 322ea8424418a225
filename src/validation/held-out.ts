/**
 * Parameters fitted without one accelerator, model or engine: what an estimate for something never seen would have used.
 * Serving parameters are written by `npm run fit:serving`, the reach of anchors by `npm run fit:transfer`, operators by
 * `src/calibration/priors/fit/main.ts`, each beside those that have seen everything.
 */
import type { AnchoringSet } from '../calibration/anchoring.ts';
import { unseenPrior, type Lookup, type StandIns } from '../calibration/priors/pack.ts';
import type { ServingParameters } from '../calibration/priors/serving.ts';
import type { EstimateOptions } from '../estimate/estimate-scenario.ts';
import anchoringData from './held-out-anchoring.json' with { type: 'json' };
import operatorData from './held-out-operators.json' with { type: 'json' };
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

/** What an estimate that has not seen the row's accelerator, model or engine uses; nothing special where nothing is held out. */
export function optionsWithout(axis: Axis | null, row: ServingRow): EstimateOptions {
  if (axis === null) return {};
  const serving = heldOut(axis, row);
  const anchoring = axis === 'accelerator' ? heldOutAnchoring(row) : undefined;
  return { ...(serving && { serving }), ...(anchoring && { anchoring }) };
}

const standIns = operatorData as unknown as Readonly<Record<string, StandIns>>;

/** Operator priors as if no timing of the accelerator in question were known, or none of its family. */
export const unseenOperators: Readonly<Record<'chip' | 'family', Lookup>> = {
  chip: unseenPrior(standIns, 'chip'),
  family: unseenPrior(standIns, 'family'),
};
