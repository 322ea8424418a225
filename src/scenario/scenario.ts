/**
 * The scenario: every choice that determines an estimate. Small, serialisable, versioned; the public names are fixed.
 * Omitted keys take the default of `defaults.ts`; `null` means "choose for me".
 */

export const engines = ['vllm', 'sglang', 'tensorrt-llm'] as const;
export type EngineId = (typeof engines)[number];

export const weightFormats = ['bf16', 'fp8', 'int8', 'int4', 'nvfp4', 'mxfp4'] as const;
export type WeightFormat = (typeof weightFormats)[number];

export const kvFormats = ['bf16', 'fp8'] as const;
export type KvFormat = (typeof kvFormats)[number];

/**
 * How one replica is spread: `tensor · pipeline · attentionData` accelerators; `expert` divides `tensor · attentionData`.
 * `decodeContext` splits the cache of one tensor group over so many of its ranks; left out, 1.
 */
export interface Parallel {
  readonly tensor: number;
  readonly pipeline: number;
  readonly expert: number;
  readonly attentionData: number;
  readonly decodeContext?: number;
}

export interface CustomAccelerator {
  readonly name: string;
  readonly class: string;
  /** Bytes as the driver reports them. */
  readonly memoryBytes: number;
  /** Byte/s. */
  readonly memoryBandwidth: number;
  /** Dense peaks in FLOP/s by number format. */
  readonly peak: Readonly<Partial<Record<'bf16' | 'fp8' | 'fp4' | 'int8', number>>>;
  /** One-way byte/s per accelerator, and how many share the fabric. */
  readonly scaleUp?: { readonly bandwidth: number; readonly size: number };
  readonly scaleOut?: { readonly bandwidth: number };
  /** Watts. */
  readonly tdp?: number;
  readonly usdPerHour?: number;
  /** Purchase price in dollars. */
  readonly usd?: number;
}

export interface OwnTerms {
  readonly usdPerAccelerator?: number;
  readonly years?: number;
  /** Yearly rate as a share: 0.1 is ten per cent. */
  readonly costOfCapital?: number;
  /** Dollars per kW and month for space and cooling, power itself apart. */
  readonly hostingUsdPerKilowattMonth?: number;
  readonly usdPerKilowattHour?: number;
  /** Running the network: circuits, transit, people. */
  readonly networkUsdPerAcceleratorHour?: number;
  /** Purchase price of each accelerator's share of cards, switches and optics, recovered like its own. */
  readonly networkUsdPerAccelerator?: number;
  /** Watts of that share, for power and hosting. */
  readonly networkWattsPerAccelerator?: number;
}

/** What a provider bills for answers that leave the data centre. */
export interface Egress {
  readonly usdPerGigabyte: number;
  /** Bytes on the wire per output token; left out, those of a streamed chunk. */
  readonly bytesPerToken?: number;
}

export type Ownership = 'rent-on-demand' | 'rent-reserved' | 'own' | { readonly usdPerAcceleratorHour: number } | { readonly own: OwnTerms };

export interface AnchorPoint {
  readonly concurrency: number;
  readonly timePerOutputToken?: number;
  readonly timeToFirstToken?: number;
  readonly outputTokensPerSecond?: number;
}

export const percentiles = [50, 90, 95, 99] as const;
export type TargetPercentile = (typeof percentiles)[number];

/** Limits in seconds; at least one is given. */
export interface Target {
  /** Limits the percentile named (50 where none is) of steady state, queueing included. */
  readonly timeToFirstToken?: number;
  /** Limits the mean. */
  readonly timePerOutputToken?: number;
  readonly percentile?: TargetPercentile;
}

/** One of two pools; null is searched. */
export interface Pool {
  readonly accelerators: number | null;
  readonly parallel: Parallel | null;
}

export interface Pools {
  readonly prefill: Pool;
  readonly decode: Pool;
}

/** A benchmark session: all users start at once, and each sends this many requests one after the other. */
export interface Session {
  readonly requestsPerUser: number;
}

/** A batch with a deadline: so many requests, or so many output tokens, within so many hours. */
export type Batch = { readonly hours: number } & ({ readonly requests: number } | { readonly outputTokens: number });

/** Lengths that are lognormal around their means: the standard deviation of the logarithm of each. */
export interface Lengths {
  readonly input: number;
  readonly output: number;
}

/** A Hugging Face `config.json`, as far as it is read. */
export type ModelConfig = Readonly<Record<string, unknown>>;

/** `draft` of a model that brings layers of prediction with it. */
export const ownHeads = 'mtp';

/** Tokens proposed ahead of the model. */
export interface Speculative {
  readonly draftTokens: number;
  /** Share of drafted tokens that are kept. */
  readonly acceptance: number;
  /** `mtp`: the model's own layers of prediction; or the id of a smaller model. */
  readonly draft: string;
}

export const hosts = ['usual', 'benchmark'] as const;
export type Host = (typeof hosts)[number];

export interface Scenario {
  readonly model: string | ModelConfig;
  readonly accelerator: string | CustomAccelerator;
  readonly accelerators: number | null;
  readonly engine: EngineId | null;
  readonly weights: WeightFormat | null;
  readonly kvCache: KvFormat | null;
  readonly parallel: Parallel | null;
  readonly serving: 'aggregated' | Pools;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** How the lengths of requests lie around those means; null: all alike. */
  readonly lengths: Lengths | null;
  readonly prefixHitRate: number;
  /** Requests in flight over the whole deployment; `"max"`: all are queued at once. Null without a rate: the load is found. */
  readonly concurrency: number | 'max' | null;
  /** Open arrivals, mean over the day. */
  readonly requestsPerSecond: number | null;
  /** A batch by a deadline, in place of a load; null: none. */
  readonly batch: Batch | null;
  /** The deployment is sized for the mean rate times this. */
  readonly peakToMean: number;
  /** Replicas beyond need, paid and idle. */
  readonly spareReplicas: number;
  /** Null: steady state. */
  readonly session: Session | null;
  readonly speculative: Speculative | null;
  /** Share of the memory that the engine may use, its own flag (`gpu-memory-utilization` and its kin); null: its default on that chip. */
  readonly memoryShare: number | null;
  /** Most sequences that one attention-data rank runs at once (`max-num-seqs`); null: the engine's default on that chip. */
  readonly maxSequences: number | null;
  /** Longest sequence that the cache must hold (`max-model-len`); null: input and output. */
  readonly maxContext: number | null;
  /** Serving software as people run it (each token streamed over HTTP), or as tuned benchmark scripts do. */
  readonly host: Host;
  /** "YYYY-MM": the engine's release of that month; null: the newest. */
  readonly software: string | null;
  /** Null: none, or the default one where the load is found; `"none"`: no limit. */
  readonly target: Target | 'none' | null;
  readonly ownership: Ownership;
  /** Share of paid hours that serve at the stated load; with a rate it follows from the rate. */
  readonly utilisation: number;
  readonly site: string | null;
  /** Null: not billed apart. */
  readonly egress: Egress | null;
  readonly anchor: readonly AnchorPoint[];
}
