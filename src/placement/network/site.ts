/** A site as a plan sees it: where it stands, whose it is, what it holds, what its power costs; or why nothing may run there. */
import type { Located } from '../../catalogue/factory/distance.ts';
import type { Network } from '../../catalogue/factory/measured.ts';
import type { SiteState } from '../../catalogue/sites.ts';
import type { SiteTerms } from '../../estimate/resolve/site-terms.ts';
import type { Control } from '../law/sovereignty.ts';

export const exclusionCodes = [
  'state',
  'closed',
  'tenant',
  'unknown-capacity',
  'price',
  'model',
  'power-unknown',
  'residency',
  'sovereignty',
  'latency',
] as const;
export type ExclusionCode = (typeof exclusionCodes)[number];

export interface Exclusion {
  readonly code: ExclusionCode;
  readonly text: string;
}

export interface Range {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/** Accelerators of several kinds in one number: which of them they are was not stated. */
export interface Pool {
  /** Catalogue ids. */
  readonly accelerators: readonly string[];
  readonly count: Range;
}

export interface CandidateSite extends Located {
  readonly id: string;
  readonly name: string;
  readonly state: SiteState;
  /** Last owner of the operator. */
  readonly owner: string;
  readonly jurisdiction: string;
  readonly network: Network;
  readonly pools: readonly Pool[];
  /** W that the facility may draw; null: not stated. */
  readonly watts: number | null;
  readonly terms: SiteTerms;
  readonly control: Control;
  readonly source: readonly string[];
  /** Why nothing may run there; null where it may. */
  readonly barred: Exclusion | null;
}
