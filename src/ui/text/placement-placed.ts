/** What became of one workload in a plan. No DOM. */
import { accelerator } from '../../catalogue/accelerators.ts';
import type { PlacementAnswer } from '../../placement/plan/answer.ts';
import { formatCount } from '../../units/format.ts';
import { listed, milliseconds, placeName, rateWords, siteCity } from './placement-words.ts';
import { severalOf } from './names.ts';

export interface PlacedWords {
  /** "from Falun, Munich and Ashburn; nine in ten requests within 118 ms"; empty where nothing is served. */
  readonly served: string;
  /** What is left, with its reason; empty where all is met. */
  readonly left: string;
}

export function placedWords({ id }: { readonly id: string }, { flows, jobs, latency, unmet }: PlacementAnswer): PlacedWords {
  const own = flows.filter(({ workload }) => workload === id);
  const job = jobs.find(({ workload }) => workload === id);
  const sites = [...new Set([...own].sort((a, b) => b.requestsPerSecond - a.requestsPerSecond).map(({ site }) => siteCity(site)))];
  const p90 = latency.find(({ workload }) => workload === id)?.p90 ?? null;
  const left = unmet.filter(({ workload }) => workload === id);
  return {
    served:
      own.length > 0
        ? `from ${listed(sites)}${p90 === null ? '' : `; nine in ten requests within ${milliseconds(p90)}`}`
        : job
          ? `${severalOf(job.accelerators, accelerator(job.accelerator)?.name ?? job.accelerator)} in ${siteCity(job.site)}, ${formatCount(Math.round(job.hours))} h${job.sendsTo.length > 0 ? `; then sent to ${listed(job.sendsTo.map(siteCity))}` : ''}`
          : '',
    left: left
      .map(
        ({ from, requestsPerSecond, reason }) =>
          `${from === null ? 'Not placed' : `${rateWords(requestsPerSecond ?? 0)} from ${placeName(from)} left`}: ${reason.text}.`,
      )
      .join(' '),
  };
}
