/**
 * The answer to a scenario, in the public form: quantities with intervals and evidence, and every intermediate term.
 */
import type { Quantity } from '../units/quantity.ts';
import type { KvFormat, Parallel, WeightFormat } from '../scenario/scenario.ts';

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

/** Why there is no answer. Every code has words and a remedy on the page (`ui/page/remedies.ts`). */
export const reasonCodes = [
  'model-incomplete',
  'accelerator-unknown',
  'fact-missing',
  'no-arithmetic',
  'engine-not-there',
  'context-too-long',
  'does-not-fit',
  'target-not-met',
  'overloaded',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
  readonly [detail: string]: unknown;
}

/** The same of each of two pools. */
export interface OfPools<T> {
  readonly prefill: T;
  readonly decode: T;
}

/** The load as used or found, in plain numbers; with a rate, at its peak. */
export interface LoadUsed {
  /** Requests in flight over the whole deployment. */
  readonly concurrency: number;
  readonly requestsPerSecond: number;
  /** Of what the deployment serves when a queue never empties. */
  readonly share: number;
}

/** What was read of the model: a pasted configuration shows here what became of it. */
export interface ModelRead {
  readonly name: string;
  readonly parameters: number;
  readonly activeParameters: number;
  readonly weights: WeightFormat;
  readonly kvCache: KvFormat;
  /** Bytes of cache per token of context, all layers that see it, before any split. */
  readonly cacheBytesPerToken: number;
  /** Tokens of the longest sequence: the one that the engine is told to hold, else the model's own; null where no source says. */
  readonly context: number | null;
}

export interface Estimate {
  readonly feasible: boolean;
  readonly reason?: Reason;
  /** In all: those that serve and those that idle. */
  readonly accelerators: number | null;
  /** Replicas that serve. */
  readonly replicas: number | OfPools<number> | null;
  readonly parallel: Parallel | OfPools<Parallel> | null;
  /** Spares and a remainder that no whole replica uses: paid, and idle. */
  readonly idleAccelerators: number | null;
  readonly load: LoadUsed | null;
  /** Null where the model could not be read. */
  readonly model: ModelRead | null;
  /** tokens that the KV cache of one attention-data rank (of the decode pool) holds, as the engine logs them at start */
  readonly cacheTokens: Quantity | null;
  /** requests/s over the mean of the day */
  readonly servedRequestsPerSecond: Quantity | null;
  /** USD/h of the whole deployment */
  readonly usdPerHour: Quantity | null;
  /** USD/month of 730 h */
  readonly usdPerMonth: Quantity | null;
  /** h; of a batch: from its first request to its last answer */
  readonly hours?: Quantity;
  /** USD; of a batch, all of it */
  readonly usdTotal?: Quantity | null;
  readonly admittedConcurrency: Quantity | null;
  /** s, mean */
  readonly timeToFirstToken: Quantity | null;
  /** s, percentiles of steady state */
  readonly timeToFirstTokenP50: Quantity | null;
  readonly timeToFirstTokenP90: Quantity | null;
  readonly timeToFirstTokenP95: Quantity | null;
  readonly timeToFirstTokenP99: Quantity | null;
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
  /** W: the mean draw of one chip, idle ones counted. */
  readonly wattsPerAccelerator: Quantity | null;
  /** J/token: the chips alone; with their hosts and network; and all of it times PUE. */
  readonly chipJoulesPerOutputToken: Quantity | null;
  readonly nodeJoulesPerOutputToken: Quantity | null;
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

/** The split of what decodes: of the replicas, or of the decode pool. */
export const decodeParallel = ({ parallel }: Pick<Estimate, 'parallel'>): Parallel | null =>
  parallel && 'decode' in parallel ? parallel.decode : parallel;

/** Replicas that decode. */
export const decodeReplicas = ({ replicas }: Pick<Estimate, 'replicas'>): number | null =>
  typeof replicas === 'object' && replicas ? replicas.decode : replicas;
