/** What a step is put together from: the kernels that decode and a prompt differ in, and the list that they are added to. */
import { inputSeed, type Fill, type Instance } from '../kernels/instance.ts';
import type { RopeShape } from '../kernels/layer/rope.ts';
import type { ChainStep } from './chain.ts';
import { weightSpread } from './products.ts';
import type { ProductName, StepProblem } from './shape.ts';

export type Reach = 'attention' | 'window attention';

/** A product with what it calls its vectors and its results. */
export interface ProductPart {
  readonly kernel: Instance;
  readonly input: string;
  readonly output: string;
}

export interface StepParts {
  /** Results of `rows` rows with the weights of a product. */
  product(name: ProductName, rows: number, seed: number): ProductPart;
  /** Products with the weights of the experts that each of `rows` rows chose; `sharing` slots read the same row. */
  experts(name: ProductName, rows: number, sharing: number, seed: number): ProductPart;
  /** Whether those want their slots ordered by expert. */
  readonly grouped: boolean;
  /** Over `places` of the cache, the new rows included. */
  attention(reach: Reach, places: number, seed: number): Instance;
  /** How the cache is laid out that this attention reads. */
  readonly layout: RopeShape['layout'];
}

export interface BuiltChain {
  readonly steps: readonly ChainStep[];
  /** First contents of buffers that steps share. */
  readonly fills: Readonly<Record<string, Fill>>;
}

/** A chain in the making. Each kind of kernel is made once, with a seed of its own. */
export class ChainBuilder {
  readonly steps: ChainStep[] = [];
  readonly #parts: StepParts;
  readonly #seed: number;
  readonly #built = new Map<string, object>();

  constructor(parts: StepParts, seed: number) {
    this.#parts = parts;
    this.#seed = seed;
  }

  once<T extends object>(name: string, make: (seed: number) => T): T {
    const known = this.#built.get(name) ?? make(inputSeed(this.#seed, this.#built.size, 0));
    this.#built.set(name, known);
    // What a name stands for is the same at every call.
    return known as T;
  }

  add(name: string, kernel: Instance, wires: ChainStep['wires'], owner: string, set = 0, kind = name): void {
    this.steps.push({ name, kernel, wires, owner, kind, set });
  }

  product(name: ProductName, from: string, to: string, owner: string, rows: number, set = 0): void {
    const { kernel, input, output } = this.once(name, (own) => this.#parts.product(name, rows, own));
    this.add(name, kernel, { [input]: from, [output]: to }, owner, set);
  }

  experts(name: ProductName, from: string, to: string, owner: string, rows: number, sharing: number, set: number): void {
    const { kernel, input, output } = this.once(name, (own) => this.#parts.experts(name, rows, sharing, own));
    this.add(name, kernel, { [input]: from, chosen: 'chosen', order: 'order', offsets: 'offsets', [output]: to }, owner, set);
  }
}

/** What a product of `k` terms with these weights is multiplied by to be of unit size again. */
export function unitOf({ weights }: Pick<StepProblem, 'weights'>, k: number): number {
  return 1 / (Math.sqrt(k) * weightSpread[weights]);
}
