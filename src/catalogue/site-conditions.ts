/**
 * Electricity, overhead and carbon of a catalogue's site at a distance: the opening scenario has no site, and so the tables of places
 * are not part of what a page loads first. Whatever lets a site in (the parsers, the form, the modelling worker) brings them along.
 */
import type { Fact } from './facts.ts';

/** Null where no table knows it. */
export interface SiteConditions {
  /** USD/kWh */
  readonly price: Fact | null;
  /** Facility watts per IT watt. */
  readonly pue: Fact | null;
  /** gCO2e/kWh */
  readonly carbon: Fact | null;
}

type Lookup = (id: string) => SiteConditions | undefined;

let lookup: Lookup | null = null;

export function lookSitesUpWith(look: Lookup): void {
  lookup = look;
}

/** @throws where nobody brought the tables: a fault of ours */
export function siteConditions(id: string): SiteConditions | undefined {
  if (lookup === null) throw new Error(`the site "${id}" came without the tables of places: bringSites()`);
  return lookup(id);
}
