/** What a placement is asked with: workloads with their users, the sites that may serve, and the person's own rules. */
import type { Located } from '../../catalogue/factory/distance.ts';
import type { SiteState } from '../../catalogue/sites.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Training, TrainingKind } from '../../scenario/training.ts';
import type { ResidencyRule } from '../law/residency.ts';
import type { SovereigntyMinimum } from '../law/sovereignty.ts';

export const objectives = ['usd', 'gCO2e', 'kW'] as const;
export type Objective = (typeof objectives)[number];

/** Where users are. */
export interface Origin extends Located {
  /** ISO 3166-1 alpha-2, a metro, or the coordinates as given. */
  readonly id: string;
  readonly name: string;
}

export interface UserGroup {
  readonly from: Origin;
  /** Mean over the day. */
  readonly requestsPerSecond: number;
}

export interface SovereigntyGate {
  /** A country; null: the user's own. */
  readonly of: string | null;
  readonly minimum: SovereigntyMinimum;
}

interface WorkloadBase {
  readonly id: string;
  readonly residency: ResidencyRule;
  readonly sovereignty: SovereigntyGate | null;
}

export interface InferenceWorkload extends WorkloadBase {
  readonly kind: 'inference';
  /** Its accelerator is the catalogue's first and means nothing: the plan chooses. */
  readonly scenario: Scenario;
  /** Replicas carry the mean rate times this. */
  readonly peakToMean: number;
  readonly users: readonly UserGroup[];
  /** s, user to site and back; null: no limit. */
  readonly roundTrip: number | null;
}

export interface JobWorkload extends WorkloadBase {
  readonly kind: TrainingKind;
  /** Its accelerator is the catalogue's first and means nothing: the plan chooses. */
  readonly training: Training;
  readonly deadlineHours: number;
  /** Ids of the workloads that serve what it makes. */
  readonly sendsTo: readonly string[];
}

export type Workload = InferenceWorkload | JobWorkload;

/** A site that the catalogue does not have. */
export interface OwnSite {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly country: string;
  /** Id of the catalogue, or any name. */
  readonly operator: string;
  /** Country whose law reaches the control plane. */
  readonly jurisdiction: string;
  readonly state: SiteState;
  /** Accelerators by catalogue id; null: unknown, and then nothing runs there. */
  readonly accelerators: Readonly<Record<string, number>> | null;
  /** Of the facility; null: not what limits it. */
  readonly megawatts: number | null;
  readonly pue: number | null;
  readonly usdPerKilowattHour: number | null;
}

export interface Limits {
  /** Shares of the facility power of the plan, 0 … 1; null: no limit. */
  readonly vendorShare: number | null;
  readonly operatorShare: number | null;
  readonly countryShare: number | null;
  /** Most sites. */
  readonly sites: number | null;
}

export interface Switches {
  /** Factor on the accelerators at each site, by vendor or accelerator id. */
  readonly supply: Readonly<Record<string, number>>;
  /** Factor on the network between nodes. */
  readonly scaleOut: number;
  /** Factor on rents. */
  readonly rent: number;
  /** Vendors of accelerators, or engines. */
  readonly without: readonly string[];
  /** Countries or sites. */
  readonly closed: readonly string[];
  /** Admits sites and accelerators that are announced, and sites whose accelerators nobody confirms. */
  readonly announced: boolean;
}

export interface Placement {
  readonly workloads: readonly Workload[];
  readonly sites: 'operating' | 'all' | readonly (string | OwnSite)[];
  /** YYYY-MM. */
  readonly date: string;
  readonly objective: Objective;
  readonly limits: Limits;
  readonly switches: Switches;
  readonly seed: number;
  /** s */
  readonly timeLimit: number;
}
