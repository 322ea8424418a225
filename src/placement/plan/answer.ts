/** The answer to a placement, in the public form. */
import type { SiteState } from '../../catalogue/sites.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Excluded } from '../network/choices.ts';
import type { ExclusionCode } from '../network/site.ts';

export interface Flow {
  readonly workload: string;
  /** Place of the users. */
  readonly from: string;
  readonly site: string;
  readonly accelerator: string;
  /** Mean over the day. */
  readonly requestsPerSecond: number;
  /** s, the one planned with. */
  readonly roundTrip: number;
}

export interface PlannedSite {
  readonly id: string;
  /** Accelerators by catalogue id. */
  readonly accelerators: Readonly<Record<string, number>>;
  /** Of the facility while all of it runs; null where a power is not known. */
  readonly kW: number | null;
  readonly usdPerHour: number;
  readonly state: SiteState;
}

export interface PlannedJob {
  readonly workload: string;
  readonly site: string;
  readonly accelerator: string;
  readonly accelerators: number;
  /** h from the start of the plan. */
  readonly start: number;
  readonly hours: number;
  /** Sites of the plan that serve what it makes. */
  readonly sendsTo: readonly string[];
}

/** s of round trip, over the requests that are served; null where none is. */
export interface Latency {
  readonly workload: string;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

export interface Unmet {
  readonly workload: string;
  /** Place of the users; null for a job. */
  readonly from: string | null;
  /** Null for a job. */
  readonly requestsPerSecond: number | null;
  readonly reason: { readonly code: ExclusionCode | 'capacity'; readonly text: string };
}

export interface Binding {
  readonly constraint: string;
  readonly text: string;
  /** Of the relaxation: what one more of it saves, or serves where demand is unmet; for demand, what one more of it costs. */
  readonly price: number;
  readonly unit: string;
}

export interface Conflict {
  readonly constraint: string;
  readonly text: string;
}

/** In how few hands the plan's power lies. */
export interface Dependence {
  /** 10,000 for one hand. */
  readonly hhi: number;
  readonly largest: string;
  /** Of the largest, 0 … 1. */
  readonly share: number;
}

export const dependenceKinds = ['vendor', 'operator', 'country', 'jurisdiction'] as const;
export type DependenceKind = (typeof dependenceKinds)[number];

/** USD/h of the plan where sites hold as little, or as much, as they may; null where more would be left unmet than at the middle. */
export interface CapacityEnds {
  readonly low: number | null;
  readonly middle: number;
  readonly high: number | null;
}

export interface PlacementAnswer {
  /** All demand is met and every job has a place. */
  readonly feasible: boolean;
  /** USD/h; a job's dollars are spread over the hours until its deadline. */
  readonly usdPerHour: Quantity;
  /** kW of all facilities while everything runs; null where a power is not known. */
  readonly kW: Quantity | null;
  /** gCO2e/h */
  readonly gCO2ePerHour: Quantity | null;
  /** Share of the objective by which a better plan could be lower. */
  readonly gap: number;
  readonly flows: readonly Flow[];
  readonly sites: readonly PlannedSite[];
  readonly jobs: readonly PlannedJob[];
  readonly latency: readonly Latency[];
  readonly unmet: readonly Unmet[];
  readonly binding: readonly Binding[];
  /** Rules that together leave demand unmet; without any one of them it would be met. */
  readonly conflict: readonly Conflict[];
  /** Only where it is asked for. */
  readonly excluded?: readonly Excluded[];
  readonly capacity: CapacityEnds;
  /** Null where nothing runs or a power is not known. */
  readonly dependence: Readonly<Record<DependenceKind, Dependence>> | null;
  /** Only with a limit on shares: what the limits add to the objective of the relaxation. */
  readonly priceOfDiversity?: { readonly value: number; readonly unit: string; readonly share: number };
  readonly assumptions: readonly string[];
  readonly sources: readonly string[];
  /** Field → why it is null. */
  readonly unknown: Readonly<Record<string, string>>;
  readonly modelVersion: string;
}
