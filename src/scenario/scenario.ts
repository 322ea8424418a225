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

/** How one replica is spread: `tensor · pipeline · attentionData` accelerators; `expert` divides `tensor · attentionData`. */
export interface Parallel {
  readonly tensor: number;
  readonly pipeline: number;
  readonly expert: number;
  readonly attentionData: number;
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

/** A Hugging Face `config.json`, as far as it is read. */
export type ModelConfig = Readonly<Record<string, unknown>>;

export interface Scenario {
  readonly model: string | ModelConfig;
  readonly accelerator: string | CustomAccelerator;
  readonly accelerators: number | null;
  readonly engine: EngineId | null;
  readonly weights: WeightFormat | null;
  readonly kvCache: KvFormat | null;
  readonly parallel: Parallel | null;
  readonly serving:
    | 'aggregated'
    | {
        readonly prefill: { readonly accelerators: number; readonly parallel: Parallel };
        readonly decode: { readonly accelerators: number; readonly parallel: Parallel };
      };
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly prefixHitRate: number;
  readonly concurrency: number | 'max';
  readonly requestsPerSecond: number | null;
  readonly speculative: { readonly draftTokens: number; readonly acceptance: number } | null;
  readonly target: { readonly timeToFirstToken?: number; readonly timePerOutputToken?: number } | null;
  readonly ownership: Ownership;
  /** Null: 1 on demand or at an explicit price, 0.7 reserved or own. */
  readonly utilisation: number | null;
  readonly site: string | null;
  /** Null: not billed apart. */
  readonly egress: Egress | null;
  readonly anchor: readonly AnchorPoint[];
}
