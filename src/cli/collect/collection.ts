/** One row an adapter and plan: the newest result of each, with its ceilings and the best that its kernels reached. */
import { ceilingOrder, ceilingQuantity } from '../../run/ceilings.ts';
import { kernelFamilies, kernelFamily } from '../../run/kernel-families.ts';
import { isBetter, rateOf } from '../../run/rates.ts';
import type { Ceilings, KernelResult, PlanName, RateUnit, Run } from '../../run/run.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { FoundResult } from './results-in.ts';

/** A best rate with its 95 % interval; seconds where time is what counts. */
export interface Rate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: RateUnit;
}

export interface CollectedRow {
  readonly adapter: { readonly vendor: string; readonly architecture: string; readonly fallback: boolean };
  readonly plan: PlanName;
  /** ISO 8601; of a link the day alone. */
  readonly when: string;
  /** Results of this adapter and plan, this one among them. */
  readonly n: number;
  readonly origin: FoundResult['origin'];
  readonly source: string;
  /** Null where the run has none. */
  readonly ceilings: Readonly<Record<keyof Ceilings, Rate | null>>;
  /** By kernel and element type (`gemm f16`), whole models by their own id: the best shape, and which it was. */
  readonly kernels: Readonly<Record<string, Rate & { readonly id: string }>>;
}

export class Collection {
  /** In the order in which their adapter and plan first came. */
  readonly #newest = new Map<string, { readonly at: number; readonly row: CollectedRow }>();
  #unnamed = 0;

  add(found: FoundResult): void {
    const { run } = found;
    const key = this.#keyOf(run);
    const at = Date.parse(run.when);
    const known = this.#newest.get(key);
    const n = (known?.row.n ?? 0) + 1;
    // Of two at one moment the first stays. A link says its day, which is that day's first moment: a run of the same day is newer.
    this.#newest.set(key, known && known.at >= at ? { at: known.at, row: { ...known.row, n } } : { at, row: rowOf(found, n) });
  }

  get rows(): readonly CollectedRow[] {
    return Array.from(this.#newest.values(), ({ row }) => row);
  }

  /** An adapter whose name was left out may be any: two of them are not said to be one. */
  #keyOf({ adapter: { vendor, architecture, fallback }, plan }: Run): string {
    const unnamed = vendor === '' && architecture === '' ? this.#unnamed++ : null;
    return JSON.stringify([vendor, architecture, fallback, plan, unnamed]);
  }
}

function rowOf({ source, run, origin }: FoundResult, n: number): CollectedRow {
  const { vendor, architecture, fallback } = run.adapter;
  const ceilings = Object.fromEntries(
    ceilingOrder.map((name) => {
      const ceiling = run.ceilings[name];
      return [name, ceiling ? plain(ceilingQuantity(name, ceiling)) : null];
    }),
  ) as Record<keyof Ceilings, Rate | null>;
  return {
    adapter: { vendor, architecture, fallback },
    plan: run.plan,
    when: origin === 'claimed' ? run.when.slice(0, 'YYYY-MM-DD'.length) : run.when,
    n,
    origin,
    source,
    ceilings,
    kernels: headlines(run.kernels),
  };
}

/** Probes are left to the ceilings, which are made of them. */
const probed = /^(peak|mem|launch)\./;

function headlines(kernels: readonly KernelResult[]): CollectedRow['kernels'] {
  const best = new Map<string, { readonly rate: Quantity; readonly id: string }>();
  for (const kernel of kernels.filter(({ kernel: name }) => !probed.test(name)).toSorted((a, b) => familyPlace(a.kernel) - familyPlace(b.kernel))) {
    const name = kernel.kernel.startsWith('model.') ? kernel.id : `${kernel.kernel} ${kernel.dtype}`;
    const rate = rateOf(kernel);
    const known = best.get(name);
    if (!known || isBetter(rate, known.rate)) best.set(name, { rate, id: kernel.id });
  }
  return Object.fromEntries(Array.from(best, ([name, { rate, id }]) => [name, { ...plain(rate), id }]));
}

/** In the order in which families are listed; one of a later version comes last. */
export function familyPlace(kernel: string): number {
  const family = kernelFamily(kernel);
  return family ? kernelFamilies.indexOf(family) : kernelFamilies.length;
}

// What a run measures has one of the units of a run.
const plain = ({ value, low, high, unit }: Quantity): Rate => ({ value, low, high, unit: unit as RateUnit });
