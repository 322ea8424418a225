/** The sites that a plan may use, where they are listed: ids of the catalogue, and sites of the person's own. */
import { accelerator } from '../../catalogue/accelerators.ts';
import { place, suggestedPlaces } from '../../catalogue/factory/places.ts';
import { resolveName, suggestedIds } from '../../catalogue/names.ts';
import { site } from '../../catalogue/sites.ts';
import { fail, type Parsed } from '../../scenario/input-error.ts';
import type { OwnSite } from './placement.ts';

/** As the schema lets it through. */
export type GivenSite = string | OwnSite;

export function readSites(given: readonly GivenSite[]): Parsed<readonly GivenSite[]> {
  const sites: GivenSite[] = [];
  for (const [index, each] of given.entries()) {
    const path = `sites.${index}`;
    const read = typeof each === 'string' ? readId(each, path) : readOwn(each, path);
    if (!read.ok) return read;
    const id = idOf(read.value);
    if (sites.some((other) => idOf(other) === id)) return fail('inconsistent', path, `site "${id}" is listed twice`);
    sites.push(read.value);
  }
  return { ok: true, value: sites };
}

const idOf = (given: GivenSite): string => (typeof given === 'string' ? given : given.id);

function readId(given: string, path: string): Parsed<string> {
  const id = resolveName('site', given)?.id ?? given;
  return site(id) ? { ok: true, value: id } : fail('unknown-id', path, `no site "${given}"`, suggestedIds('site', given));
}

function readOwn(given: OwnSite, path: string): Parsed<OwnSite> {
  if (site(given.id)) return fail('inconsistent', `${path}.id`, `the catalogue has a site "${given.id}": give yours another id`);
  for (const key of ['country', 'jurisdiction'] as const)
    if (place(given[key])?.kind !== 'country') return fail('unknown-id', `${path}.${key}`, `no country "${given[key]}"`, suggestedPlaces(given[key]));
  const held: Record<string, number> = {};
  for (const [name, count] of Object.entries(given.accelerators ?? {})) {
    const id = resolveName('accelerator', name)?.id ?? name;
    if (!accelerator(id)) return fail('unknown-id', `${path}.accelerators.${name}`, `no accelerator "${name}"`, suggestedIds('accelerator', name));
    held[id] = (held[id] ?? 0) + count;
  }
  return { ok: true, value: { ...given, accelerators: given.accelerators && held } };
}
