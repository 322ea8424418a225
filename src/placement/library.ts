/** Placement without a first load that grows: reader, network and solver are loaded when they are first asked for. */
import type { Json } from '../scenario/json-schema.ts';
import type { Parsed } from '../scenario/input-error.ts';
import { ScenarioError } from '../estimate/scenario-input.ts';
import type { PlacementAnswer } from './plan/answer.ts';
import type { Placement } from './request/placement.ts';
import type { PlaceOptions } from './plan/place.ts';

export interface PlacementPart {
  parse(input: unknown): Parsed<Placement>;
  /** Each yield is the share that is done. */
  steps(placement: Placement, options?: PlaceOptions): Generator<number, PlacementAnswer>;
}

/** Reader and solver, for who answers many placements. @throws Error where this machine cannot run the solver */
export async function loadPlacement(): Promise<PlacementPart> {
  const [{ parsePlacement }, { placeSteps }, { loadSolver }] = await Promise.all([
    import('./request/parse.ts'),
    import('./plan/place.ts'),
    import('./solve/highs.ts'),
  ]);
  const solver = await loadSolver();
  return { parse: parsePlacement, steps: (placement, options) => placeSteps(placement, solver, options) };
}

/** What `place` reads, as JSON Schema. */
export async function placementSchema(): Promise<Json> {
  return (await import('./request/json-schema.ts')).placementJsonSchema();
}

export interface PlaceCall extends PlaceOptions {
  /** Asked between solves, each of which holds its thread for a few seconds at the most. */
  readonly signal?: AbortSignal;
  /** With the share that is done, 0 … 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Which workload is served where.
 * @param input a placement as JSON has it, with its defaults left out
 * @throws ScenarioError naming the key that is wrong; the reason of `signal` where it has fired
 */
export async function place(input: unknown, { signal, onProgress, ...options }: PlaceCall = {}): Promise<PlacementAnswer> {
  signal?.throwIfAborted();
  const part = await loadPlacement();
  const parsed = part.parse(input);
  if (!parsed.ok) throw new ScenarioError(parsed.error);
  const steps = part.steps(parsed.value, options);
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.(step.value);
    // Lets a cancel arrive.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
