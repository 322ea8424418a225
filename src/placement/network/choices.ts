/** What a plan may choose among, and what it may not with the reason. */
import type { RoundTrip } from '../../catalogue/factory/round-trip.ts';
import type { InferenceWorkload, JobWorkload } from '../request/placement.ts';
import type { Job } from './job.ts';
import type { SitePrice } from './price.ts';
import type { Replica } from './replica.ts';
import type { CandidateSite, Exclusion } from './site.ts';

export interface AtSite {
  readonly site: CandidateSite;
  /** Index of the pool of the site that it takes accelerators from, and how many of the pool's it takes. */
  readonly pool: number;
  readonly taken: number;
  readonly price: SitePrice;
  /** Of the facility while it runs; null where the power of the accelerator is not known. */
  readonly kW: number | null;
}

export interface ReplicaChoice extends AtSite {
  readonly workload: InferenceWorkload;
  readonly replica: Replica;
}

export interface JobChoice extends AtSite {
  readonly workload: JobWorkload;
  readonly job: Job;
}

export interface FlowChoice {
  readonly workload: InferenceWorkload;
  /** Index of the users. */
  readonly group: number;
  readonly site: CandidateSite;
  readonly roundTrip: RoundTrip;
}

export interface Excluded {
  readonly workload: string;
  /** Place of the users; left out where the reason holds for all of them. */
  readonly from?: string;
  readonly site: string;
  readonly reason: Exclusion;
}

export interface Network {
  readonly sites: readonly CandidateSite[];
  readonly replicas: readonly ReplicaChoice[];
  readonly flows: readonly FlowChoice[];
  readonly jobs: readonly JobChoice[];
  readonly excluded: readonly Excluded[];
}
