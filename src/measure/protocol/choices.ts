/**
 * What earlier tuning found: which variants were fastest, by result and by class of shapes, and where that is kept between
 * sessions. A choice is a hint: the winner must beat the runner-up again in each session.
 */
import type { AdapterSummary } from '../../run/run.ts';
import { shapeClass } from '../kernels/gemm/gemm-candidates.ts';
import type { Instance } from '../kernels/instance.ts';

/** Variants by result id or class, best first. */
export type Choices = Readonly<Record<string, readonly string[]>>;

/** The port to whatever keeps choices: IndexedDB in a browser, a file in Node, memory in tests. Neither verb throws. */
export interface ChoiceStore {
  load(key: string): Promise<Choices>;
  save(key: string, choices: Choices): Promise<void>;
}

/** What the points of a run share of their tuning. */
export interface TuningMemory {
  /** Found in earlier sessions or at earlier points. */
  choices: Choices;
  /** Seconds that tuning has taken in this run. */
  spent: number;
}

/** Raised when shaders or search space change so that an older choice says nothing; the choices made before are then forgotten. */
export const generatorVersion = 3;

/** Choices hold for one kind of GPU under one browser: its compiler is half of what decides (jax-js lost 40 % to a new one). */
export function choiceKey({ vendor, architecture }: Pick<AdapterSummary, 'vendor' | 'architecture'>, engine: string): string {
  return [vendor, architecture, engine, generatorVersion].join('|');
}

/** Variants remembered of one result: the winner, the runner-up, and one more for shapes of the same class. */
const remembered = 3;

/** Shapes for which one choice is a good guess at another's. */
export function classOf({ kernel, dtype, shape }: Pick<Instance, 'kernel' | 'dtype' | 'shape'>): string {
  const { m = 1, n = 1, k = 1 } = shape;
  const kind = kernel.startsWith('gemm') ? shapeClass({ m, n, k }) : kernel.startsWith('gemv') ? (m === 1 ? 'single' : 'batch') : 'all';
  return `${kernel}/${kind}/${dtype}`;
}

/** The choices with one more result, under its id and its class. */
export function withChoice(choices: Choices, instance: Pick<Instance, 'id' | 'kernel' | 'dtype' | 'shape'>, ranked: readonly string[]): Choices {
  const best = ranked.slice(0, remembered);
  return { ...choices, [instance.id]: best, [classOf(instance)]: best };
}

/** Candidates that earlier results name, best first; a variant that is no longer offered is passed over. */
export function recalled<T extends { readonly variant: string }>(names: readonly string[] | undefined, candidates: readonly T[]): T[] {
  return (names ?? []).flatMap((name) => candidates.find(({ variant }) => variant === name) ?? []);
}
