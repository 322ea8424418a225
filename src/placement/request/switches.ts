/** Switches name vendors, accelerators, engines, countries and sites; and none is given that could move nothing. */
import { accelerator, accelerators } from '../../catalogue/accelerators.ts';
import { engineNames } from '../../catalogue/engines.ts';
import { place } from '../../catalogue/factory/places.ts';
import { site, sites } from '../../catalogue/sites.ts';
import { nearest } from '../../catalogue/suggestions.ts';
import { fail, type InputError } from '../../scenario/input-error.ts';
import type { Placement, Workload } from './placement.ts';

export const vendorNames = (): readonly string[] => [...new Set(accelerators().map(({ vendor }) => vendor))];

/** A vendor in any case of letters; undefined for none. */
export const vendorOf = (name: string): string | undefined => vendorNames().find((vendor) => vendor.toLowerCase() === name.toLowerCase());

export function switchesError({ switches, sites: asked, workloads }: Placement): InputError | null {
  const vendors = vendorNames();
  for (const key of Object.keys(switches.supply)) {
    if (accelerator(key) || vendorOf(key)) continue;
    const known = [...vendors, ...accelerators().map(({ id }) => id)];
    return fail('unknown-id', `switches.supply.${key}`, `no vendor or accelerator "${key}"`, nearest(key, known)).error;
  }
  for (const [index, name] of switches.without.entries()) {
    if (vendorOf(name) || engineNames.some((engine) => engine === name)) continue;
    return fail('unknown-id', `switches.without.${index}`, `no vendor or engine "${name}"`, nearest(name, [...vendors, ...engineNames])).error;
  }
  const own = typeof asked === 'string' ? [] : asked.flatMap((each) => (typeof each === 'string' ? [] : [each.id]));
  for (const [index, name] of switches.closed.entries()) {
    if (place(name)?.kind === 'country' || site(name) || own.includes(name)) continue;
    const known = [...own, ...sites().map(({ id }) => id)];
    return fail('unknown-id', `switches.closed.${index}`, `no country or site "${name}"`, nearest(name, known)).error;
  }
  if (switches.rent !== 1 && workloads.every(isOwned))
    return fail('inconsistent', 'switches.rent', 'nothing is rented: every workload owns its accelerators').error;
  return null;
}

/** Whether a workload pays for owning, which no rent moves. */
export function isOwned(workload: Workload): boolean {
  const { ownership } = workload.kind === 'inference' ? workload.scenario : workload.training;
  return ownership === 'own' || (typeof ownership === 'object' && 'own' in ownership);
}
