/**
 * The answer to a scenario, in the public form: quantities with intervals and evidence, and every intermediate term.
 */
import type { Quantity } from '../units/quantity.ts';
import type { Parallel } from '../scenario/scenario.ts';

export type BoundBy = 'compute' | 'memory-bandwidth' | 'memory-capacity' | 'collectives' | 'overhead';

/** Seconds; the shares sum to `timePerOutputToken.value`. */
export interface DecodeTerms {
  readonly weights: number;
  readonly experts: number;
  readonly kvCache: number;
  readonly compute: number;
  readonly collectives: number;
  readonly launch: number;
  readonly host: number;
  readonly prefillInterference: number;
}

/** Seconds; the parts sum to `timeToFirstToken.value`. */
export interface FirstTokenTerms {
  readonly queue: number;
  readonly prefill: number;
  readonly collectives: number;
  readonly host: number;
  readonly network: number;
}

export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly [detail: string]: unknown;
}

export interface Estimate {
  readonly feasible: boolean;
  readonly reason?: Reason;
  readonly accelerators: number | null;
  readonly replicas: number | null;
  readonly parallel: Parallel | null;
  readonly admittedConcurrency: Quantity | null;
  /** s */
  readonly timeToFirstToken: Quantity | null;
  /** s */
  readonly timePerOutputToken: Quantity | null;
  /** s */
  readonly requestLatency: Quantity | null;
  /** tokens/s */
  readonly tokensPerSecondPerUser: Quantity | null;
  /** tokens/s, all accelerators together */
  readonly outputTokensPerSecond: Quantity | null;
  readonly outputTokensPerSecondPerAccelerator: Quantity | null;
  /** USD/Mtoken */
  readonly usdPerMillionInputTokens: Quantity | null;
  readonly usdPerMillionCachedInputTokens: Quantity | null;
  readonly usdPerMillionOutputTokens: Quantity | null;
  readonly usdPerMillionOutputTokensAllIn: Quantity | null;
  readonly usdPerMillionTokens: Quantity | null;
  /** J/token */
  readonly joulesPerOutputToken: Quantity | null;
  /** tokens/s/MW */
  readonly outputTokensPerSecondPerMegawatt: Quantity | null;
  /** gCO2e/Mtoken */
  readonly gramsCO2ePerMillionOutputTokens: Quantity | null;
  readonly boundBy: BoundBy | null;
  readonly terms: { readonly decode: DecodeTerms; readonly firstToken: FirstTokenTerms | null } | null;
  readonly assumptions: readonly string[];
  readonly sources: readonly string[];
  /** Field → why it is null. */
  readonly unknown: Readonly<Record<string, string>>;
  readonly modelVersion: string;
}
