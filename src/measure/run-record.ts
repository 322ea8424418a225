/** What a run has so far: results and where they came from, what was left, and what was learnt about the adapter on the way. */
import type { PlanPoint } from '../run/plans.ts';
import type { CacheSweep, HostPath, KernelDtype, KernelResult, LeftPoint, PaceReading, Run, Widths } from '../run/run.ts';
import type { Interval } from '../stats/bootstrap.ts';
import { ceilingsOf } from './protocol/ceilings.ts';
import { allUnstable, drifted } from './protocol/drift.ts';
import type { PointOutcome } from './protocol/point.ts';

export class RunRecord {
  #kernels: KernelResult[] = [];
  readonly #left: LeftPoint[] = [];
  /** The point that each result came from, by the result's id. */
  readonly #origins = new Map<string, PlanPoint>();
  readonly #pace: PaceReading[] = [];
  #caches: CacheSweep | null = null;
  #widths: Widths = {};
  #host: HostPath | null = null;

  get kernels(): readonly KernelResult[] {
    return this.#kernels;
  }

  get left(): readonly LeftPoint[] {
    return this.#left;
  }

  get caches(): CacheSweep | null {
    return this.#caches;
  }

  get widths(): Widths {
    return this.#widths;
  }

  /** The probe that the run began with, by which its pace is told; null if it began with something else, or has nothing else yet. */
  get pacemaker(): KernelResult | null {
    const [first] = this.#kernels;
    return first?.kernel.startsWith('peak.') === true && this.#kernels.length > 1 ? first : null;
  }

  /** @param at seconds since the run began */
  add(point: PlanPoint, { result, left, caches, widths }: PointOutcome, at: number): void {
    if (result !== null) {
      if (this.#kernels.length === 0 && result.kernel.startsWith('peak.')) this.#pace.push(paceOf(at, intervalOf(result)));
      this.#kernels.push(result);
      this.#origins.set(result.id, point);
    }
    this.#caches = caches ?? this.#caches;
    this.#widths = { ...this.#widths, ...widths };
    this.#left.push(...left);
  }

  leave(left: LeftPoint): void {
    this.#left.push(left);
  }

  replace(id: string, change: (result: KernelResult) => KernelResult): void {
    this.#kernels = this.#kernels.map((result) => (result.id === id ? change(result) : result));
  }

  find(id: string): { readonly result: KernelResult; readonly point: PlanPoint } | null {
    const result = this.#kernels.find((kernel) => kernel.id === id);
    const point = this.#origins.get(id);
    return result === undefined || point === undefined ? null : { result, point };
  }

  probe(kernel: string, dtype: KernelDtype): KernelResult | null {
    return this.#kernels.find((result) => result.kernel === kernel && result.dtype === dtype) ?? null;
  }

  /** Another look at the pacemaker; where it has drifted from the first, nothing tells which results were taken at which clock. */
  paced(at: number, reading: Interval): void {
    const [first] = this.#pace;
    this.#pace.push(paceOf(at, reading));
    if (first !== undefined && drifted(first, reading)) this.#kernels = allUnstable(this.#kernels);
  }

  reached(host: HostPath): void {
    this.#host = host;
  }

  run(rest: Pick<Run, 'when' | 'adapter' | 'clock' | 'plan' | 'elapsed'> & { readonly seed: number; readonly paused: number }): Run {
    const { paused, ...known } = rest;
    return {
      version: 1,
      ...known,
      kernels: this.#kernels,
      ceilings: ceilingsOf(this.#kernels),
      left: this.#left,
      ...(this.#caches === null ? {} : { caches: this.#caches }),
      ...(Object.keys(this.#widths).length === 0 ? {} : { widths: this.#widths }),
      ...(this.#host === null ? {} : { host: this.#host }),
      ...(this.#pace.length === 0 ? {} : { pace: this.#pace }),
      ...(paused > 0 ? { paused } : {}),
    };
  }
}

export function intervalOf({ median: value, low, high }: Pick<KernelResult, 'median' | 'low' | 'high'>): Interval {
  return { value, low, high };
}

function paceOf(at: number, { value, low, high }: Interval): PaceReading {
  return { at, value, low, high };
}
