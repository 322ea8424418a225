/** Where measuring stands: one union, one setter (`measuring.ts`). A half run never looks whole: only `finished` holds one. */
import type { AdapterSummary, PlanName, Progress, Run, Unavailable } from '../run/run.ts';

export type RunState =
  /** `adapter` is null until a probe has answered. */
  | { readonly kind: 'idle'; readonly adapter: AdapterSummary | null }
  | { readonly kind: 'probing' }
  | {
      readonly kind: 'running';
      readonly plan: PlanName;
      readonly progress: Progress | null;
      readonly adapter: AdapterSummary | null;
      readonly stopping: boolean;
      /** Another tab measures, and this run begins once that one is over. */
      readonly waiting: boolean;
    }
  | { readonly kind: 'finished'; readonly run: Run; readonly adapter: AdapterSummary }
  | { readonly kind: 'cancelled'; readonly adapter: AdapterSummary | null }
  | { readonly kind: 'unavailable'; readonly unavailable: Unavailable };

/** Where the kernels are driven from; a page that also draws is slightly noisier. */
export type MeasurePlace = 'worker' | 'page';
