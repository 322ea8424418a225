/** A placement as the page asks it: what `place` reads as JSON, with its defaults left out, so that a link says only what was chosen. */

export interface AskedUsers {
  /** ISO 3166-1 alpha-2, or a metro. */
  readonly place: string;
  /** Of inference: mean over the day. */
  readonly requestsPerSecond?: number;
  /** Of agents. */
  readonly tasksPerHour?: number;
}

export interface AskedSovereignty {
  /** A country, or `EU`; left out: the user's own. */
  readonly of?: string;
  /** `SEAL-0` … `SEAL-4`, or a share of the score, 0 … 1. */
  readonly minimum: string | number;
}

interface AskedBase {
  readonly id: string;
  /** Countries, or the law of each user's own. */
  readonly residency?: readonly string[] | 'law';
  readonly sovereignty?: AskedSovereignty;
}

export interface AskedServed extends AskedBase {
  readonly kind: 'inference' | 'agent';
  /** Model, lengths and whatever else a link brought. */
  readonly scenario: Readonly<Record<string, unknown>>;
  /** Of agents. */
  readonly task?: Readonly<Record<string, unknown>>;
  readonly users: readonly AskedUsers[];
  /** s */
  readonly roundTrip?: number;
}

export interface AskedJob extends AskedBase {
  readonly kind: 'pre-train' | 'fine-tune';
  readonly training: Readonly<Record<string, unknown>>;
  readonly deadlineHours: number;
  readonly sendsTo?: readonly string[];
}

export type AskedWorkload = AskedServed | AskedJob;
export type WorkloadKind = AskedWorkload['kind'];

export interface AskedLimits {
  readonly vendorShare?: number;
  readonly operatorShare?: number;
  readonly countryShare?: number;
  readonly sites?: number;
}

export interface AskedSwitches {
  readonly supply?: Readonly<Record<string, number>>;
  readonly scaleOut?: number;
  readonly rent?: number;
  readonly without?: readonly string[];
  readonly closed?: readonly string[];
  readonly announced?: boolean;
}

export interface AskedPlacement {
  readonly workloads: readonly AskedWorkload[];
  /** `all`, or a list of ids and sites of one's own, as a link brought it; left out: those that operate. */
  readonly sites?: unknown;
  readonly date?: string;
  readonly objective?: 'gCO2e' | 'kW';
  readonly limits?: AskedLimits;
  readonly switches?: AskedSwitches;
  readonly seed?: number;
  readonly timeLimit?: number;
}

export const isServed = (workload: AskedWorkload): workload is AskedServed => workload.kind === 'inference' || workload.kind === 'agent';

/** Where a part may be given as nothing. */
type Loose<T> = { readonly [Key in keyof T]: T[Key] | null | undefined };

/** What is left out, null or an empty list or object says nothing: it does not stand in the question, so that equal questions are equal text. */
export function spare<T extends object>(given: Loose<T>): T {
  const said = ([, value]: readonly [string, unknown]): boolean =>
    value !== undefined && value !== null && value !== false && !(typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(given).filter(said)) as T;
}
