/**
 * A run beside the vendor's own kernels on the same accelerator: which part of their rate WGSL reaches, by operator class.
 * Shapes need not be the same, only near: what is compared is work per second.
 */
import type { KernelResult } from '../run/run.ts';
import { median } from '../stats/quantile.ts';
import type { NativeTiming } from './native-timings.ts';

export const nativeClasses = ['gemm', 'gemm on matrix units', 'matrix × vector', 'attention.prefill', 'attention.decode'] as const;
export type NativeClass = (typeof nativeClasses)[number];

export interface NativePair {
  readonly class: NativeClass;
  /** Id and dtype of ours, and its variant. */
  readonly kernel: string;
  readonly variant: string;
  readonly native: NativeTiming;
  /** Our rate over the native one, with the interval of our median: below 1 the browser is slower. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface NativeComparison {
  readonly system: string;
  readonly classes: readonly {
    readonly class: NativeClass;
    readonly points: number;
    readonly median: number;
    readonly least: number;
    readonly most: number;
  }[];
  readonly pairs: readonly NativePair[];
}

/** Every f16 kernel that has a near published timing, largest class first; no pair, no class. */
export function compareWithNative(system: string, kernels: readonly KernelResult[], timings: readonly NativeTiming[]): NativeComparison {
  const pairs = kernels.flatMap((kernel): NativePair[] => {
    const own = classOf(kernel);
    const native = own === null ? null : nearest(kernel, timings);
    if (own === null || native === null) return [];
    const rate = workOf(own, kernel.shape) / (workOf(own, native.shape) / native.seconds);
    return [
      {
        class: own,
        kernel: kernel.id,
        variant: kernel.variant,
        native,
        share: rate / kernel.median,
        low: rate / kernel.high,
        high: rate / kernel.low,
      },
    ];
  });
  return {
    system,
    classes: nativeClasses.flatMap((name) => {
      const shares = pairs.filter((pair) => pair.class === name).map(({ share }) => share);
      return shares.length === 0
        ? []
        : [{ class: name, points: shares.length, median: median(shares), least: Math.min(...shares), most: Math.max(...shares) }];
    }),
    pairs,
  };
}

/** Null for what is not f16 or has no native counterpart in the tables. */
function classOf({ kernel, dtype }: KernelResult): NativeClass | null {
  if (dtype !== 'f16') return null;
  if (kernel.startsWith('gemm')) return kernel.includes('sgm') ? 'gemm on matrix units' : 'gemm';
  if (kernel === 'gemv') return 'matrix × vector';
  if (kernel.startsWith('attention.prefill')) return 'attention.prefill';
  return kernel === 'attention.decode' ? 'attention.decode' : null;
}

/** Extents that may differ, by a factor of two at most; all others are equal. */
const free: Readonly<Record<NativeTiming['operator'], readonly string[]>> = {
  gemm: ['m', 'n', 'k'],
  'attention.prefill': ['batch', 'seq'],
  'attention.decode': ['batch', 'seq'],
};

function operatorOf(kernel: string): NativeTiming['operator'] {
  if (kernel.startsWith('attention.prefill')) return 'attention.prefill';
  return kernel === 'attention.decode' ? 'attention.decode' : 'gemm';
}

/** The timing whose shape is nearest in octaves; null where none is within one in each extent. */
function nearest({ kernel, shape }: KernelResult, timings: readonly NativeTiming[]): NativeTiming | null {
  const operator = operatorOf(kernel);
  let best: { readonly timing: NativeTiming; readonly distance: number } | null = null;
  for (const timing of timings) {
    if (timing.operator !== operator) continue;
    const octaves = Object.entries(timing.shape).map(([name, extent]) => {
      const away = Math.abs(Math.log2((shape[name] ?? 0) / extent));
      return free[operator].includes(name) ? away : away === 0 ? 0 : Infinity;
    });
    if (octaves.some((away) => !(away <= 1))) continue;
    const distance = octaves.reduce((sum, away) => sum + away ** 2, 0);
    if (best === null || distance < best.distance) best = { timing, distance };
  }
  return best?.timing ?? null;
}

/** What sets the time: multiply-adds of products and prompts, elements read of weights and caches. */
function workOf(of: NativeClass, shape: Readonly<Record<string, number>>): number {
  const extent = (name: string): number => shape[name] ?? 0;
  switch (of) {
    case 'gemm':
    case 'gemm on matrix units':
      return extent('m') * extent('n') * extent('k');
    case 'matrix × vector':
      return extent('n') * extent('k') + extent('m') * (extent('n') + extent('k'));
    case 'attention.prefill':
      return extent('batch') * extent('heads') * extent('headDim') * extent('seq') * (extent('seq') + 1);
    case 'attention.decode':
      return extent('batch') * extent('headDim') * (extent('kvHeads') * extent('seq') + extent('heads'));
    default:
      return of satisfies never;
  }
}
