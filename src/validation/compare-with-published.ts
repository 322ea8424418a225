/** A run beside the vendor's own kernels on the same accelerator, where those were published; the timings load when they are asked for. */
import type { Run } from '../run/run.ts';
import type { NativeComparison } from './native-comparison.ts';

export type { NativeComparison } from './native-comparison.ts';

/** Null where the adapter is none of the published systems, or nothing of ours is near their shapes. */
export async function compareWithPublished(adapter: Run['adapter'], kernels: Run['kernels']): Promise<NativeComparison | null> {
  // A processor is no published system, whatever it is called.
  if (adapter.fallback) return null;
  const [{ compareWithNative }, { nativeTimings, systemOfAdapter }] = await Promise.all([
    import('./native-comparison.ts'),
    import('./native-timings.ts'),
  ]);
  const system = systemOfAdapter(adapter);
  if (system === null) return null;
  const comparison = compareWithNative(system, kernels, nativeTimings(system));
  return comparison.pairs.length === 0 ? null : comparison;
}
