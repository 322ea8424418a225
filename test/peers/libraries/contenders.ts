/** Opens our kernels and every peer that works here, and compares them; the bundle of the page and that of Node share it. */
import type { Environment } from '../../../src/measure/gpu/environment.ts';
import { casesFor } from '../cases.ts';
import { compareOn } from '../compare.ts';
import type { Library } from '../library.ts';
import type { Comparison } from '../results.ts';
import { openOurs } from './ours.ts';

/** From the lock file, for libraries that do not say their own. */
export interface Versions {
  readonly lab: string;
  readonly jax: string;
}

export type Opening = readonly [name: string, open: () => Promise<Library>];

export async function compareAll(
  gpu: GPU,
  environment: Environment & { readonly where: 'page' | 'node' },
  peers: readonly Opening[],
  versions: Versions,
  budget: number,
  report: (words: string) => void,
): Promise<Comparison> {
  const ours = await openOurs(gpu, environment, versions.lab, (software) => (software ? 1 : 6));
  const { adapter } = ours.opened;
  const libraries: Library[] = [ours.called, ours.chained];
  const absent: { name: string; message: string }[] = [];
  for (const [name, open] of peers) {
    try {
      libraries.push(await open());
    } catch (error) {
      absent.push({ name, message: error instanceof Error ? error.message : String(error) });
    }
  }
  const { points, policy } = casesFor(adapter);
  const { cases, left } = await compareOn(libraries, points, policy, ours.opened.traits.f16, budget, report);
  ours.opened.close();
  return { where: environment.where, adapter, policy, cases, left, absent };
}
