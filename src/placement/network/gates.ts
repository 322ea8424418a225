/** Whether a site may serve users of a workload: residency, sovereignty and latency, in this order; the first that fails is the reason. */
import { residencyVerdict } from '../law/residency.ts';
import { passesMinimum, sovereigntyOf, type Sovereignty } from '../law/sovereignty.ts';
import type { InferenceWorkload, Origin, Workload } from '../request/placement.ts';
import { limitFor, milliseconds, type Reach } from './reach.ts';
import type { CandidateSite, Exclusion } from './site.ts';

export class Gates {
  private readonly scores = new Map<string, Sovereignty>();

  constructor(private readonly reach: Reach) {}

  /** @returns null where the site may serve */
  serving(workload: InferenceWorkload, from: Origin, site: CandidateSite): Exclusion | null {
    return this.lawful(workload, from.country, site) ?? this.near(workload, from, site);
  }

  /** @param home of the users; null for a job, whose rules name their countries */
  lawful({ residency, sovereignty }: Workload, home: string | null, site: CandidateSite): Exclusion | null {
    const rule = residencyVerdict(home ?? '', site.country, residency);
    if (!rule.passes) return { code: 'residency', text: rule.text };
    if (!sovereignty) return null;
    const of = sovereignty.of ?? home ?? '';
    const found = this.sovereignty(site, of);
    if (passesMinimum(found, sovereignty.minimum)) return null;
    const words =
      typeof sovereignty.minimum === 'number'
        ? `scores ${found.score.toFixed(2)} for ${of}, below ${String(sovereignty.minimum)}`
        : `reaches ${found.seal === null ? 'no level that is known' : `SEAL-${String(found.seal)}`} for ${of}, not ${sovereignty.minimum}`;
    return { code: 'sovereignty', text: words };
  }

  private near({ roundTrip }: InferenceWorkload, from: Origin, site: CandidateSite): Exclusion | null {
    if (roundTrip === null) return null;
    const { planned, distance } = this.reach.between(from, site);
    if (planned <= roundTrip) return null;
    return {
      code: 'latency',
      text: `${milliseconds(planned)} from ${from.name} (${String(Math.round(distance))} km), more than ${milliseconds(roundTrip)}; it opens at ${limitFor(planned)}`,
    };
  }

  private sovereignty(site: CandidateSite, home: string): Sovereignty {
    const key = `${site.id}|${home}`;
    const known = this.scores.get(key);
    if (known) return known;
    const found = sovereigntyOf(site.control, home);
    this.scores.set(key, found);
    return found;
  }
}
