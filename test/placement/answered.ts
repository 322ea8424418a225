/** Placements answered in tests: parsed, planned with one solver, without a limit on time. */
import { placeSteps } from '../../src/placement/plan/place.ts';
import type { PlacementAnswer } from '../../src/placement/plan/answer.ts';
import type { Placement } from '../../src/placement/request/placement.ts';
import { parsePlacement } from '../../src/placement/request/parse.ts';
import { loadSolver, type Solver } from '../../src/placement/solve/highs.ts';

let solver: Promise<Solver> | undefined;

/** The seconds are never reached: what ends a search is its nodes. */
const withoutHaste = 600;

export async function answered(input: object, why = false): Promise<PlacementAnswer> {
  const parsed = parsePlacement({ timeLimit: withoutHaste, ...input });
  if (!parsed.ok) throw new Error(`${parsed.error.path}: ${parsed.error.message}`);
  return planned(parsed.value, why);
}

export async function planned(placement: Placement, why = false): Promise<PlacementAnswer> {
  solver ??= loadSolver();
  const steps = placeSteps(placement, await solver, { why });
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

export interface AskedWorkload {
  readonly id: string;
  readonly kind: 'inference';
  readonly scenario: object;
  readonly users: readonly { readonly place: string; readonly requestsPerSecond: number }[];
  readonly roundTrip?: number | null;
  readonly residency?: readonly string[] | 'law' | null;
  readonly sovereignty?: object | null;
}

export const inference = (users: AskedWorkload['users'], more: Partial<AskedWorkload> = {}): AskedWorkload => ({
  id: 'chat',
  kind: 'inference',
  scenario: { model: 'llama-3.3-70b' },
  users,
  ...more,
});

export const at = (place: string, requestsPerSecond: number) => ({ place, requestsPerSecond });

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
