/** How far users are from sites, each pair computed once. */
import { roundTrip, type RoundTrip } from '../../catalogue/factory/round-trip.ts';
import type { Origin } from '../request/placement.ts';
import type { CandidateSite } from './site.ts';

export class Reach {
  private readonly known = new Map<string, RoundTrip>();

  between(from: Origin, site: CandidateSite): RoundTrip {
    const key = `${from.id}|${site.id}`;
    const known = this.known.get(key);
    if (known) return known;
    const found = roundTrip(from, site, site.network);
    this.known.set(key, found);
    return found;
  }
}

/** The whole milliseconds of a limit that a time keeps. */
export const limitFor = (seconds: number): string => `${String(Math.ceil(seconds * 1000 - 1e-9))} ms`;

/** `80 ms`. */
export const milliseconds = (seconds: number): string => `${String(Math.round(seconds * 1000))} ms`;
