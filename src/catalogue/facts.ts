/**
 * What a catalogue fact is: a value with its unit, source, date and definition. Unknown stays `null`.
 * Conventions: peaks are dense FLOP/s, links are one direction per accelerator, memory is bytes as the driver reports.
 */

export interface Fact<T = number> {
  readonly value: T;
  readonly unit: string;
  /** Codes explained by `sources`. */
  readonly source: readonly string[];
  /** Day the source was read, ISO 8601. */
  readonly date: string;
  /** What exactly was meant: "dense, f32 accumulate", "one direction", "list price". */
  readonly definition?: string;
  readonly low?: T;
  readonly high?: T;
  /** `projected` for announced figures, `datasheet` for facts not re-read at their source. */
  readonly trust?: 'read' | 'datasheet' | 'projected' | 'derived';
}

export type AcceleratorClass =
  | 'nvidia-datacenter'
  | 'nvidia-workstation'
  | 'amd-instinct'
  | 'intel-gaudi'
  | 'intel-workstation'
  | 'tpu'
  | 'trainium'
  | 'ascend'
  | 'dataflow'
  | 'client';

/** Number formats that a chip has arithmetic units for. */
export type PeakFormat = 'fp32' | 'bf16' | 'fp8' | 'fp4' | 'int8';

/**
 * Families of silicon: chips of one family are programmed alike and run the same kernels, so that one's operator timings
 * say most about the others.
 */
export const siliconFamilies = [
  'volta',
  'turing',
  'ampere',
  'ada',
  'hopper',
  'blackwell',
  'blackwell-gddr',
  'rubin',
  'cdna3',
  'cdna4',
  'cdna5',
  'xe2',
  'gaudi',
  'tpu',
  'neuron',
] as const;
export type SiliconFamily = (typeof siliconFamilies)[number];

/** What operators need of a chip beside its rates; unknown is `null`. */
export interface SiliconFacts {
  readonly family: Fact<SiliconFamily> | null;
  /** Independent cores (streaming multiprocessors, compute units) enabled in the product; null where a few wide units do the work. */
  readonly cores: Fact | null;
  /** Bytes of the last-level cache that all cores share. */
  readonly cacheBytes: Fact | null;
  /** Rate of exponentials per core and clock over the family's first members; null is 1. */
  readonly exponentialGain: Fact | null;
  /** True where every engine is served with one kernel for all-reduce, residual, norm and quantisation; null is false. */
  readonly fusesReduction: Fact<boolean> | null;
}

export interface Accelerator {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly class: AcceleratorClass;
  readonly year: number;
  readonly status: string;
  /** True for chips that are announced, not shipping: every estimate on them is `projected`. */
  readonly announced: boolean;
  readonly memoryBytes: Fact | null;
  /** True where the memory is the whole machine's: processor, system and other programs live in it too. */
  readonly sharedMemory: boolean;
  readonly memoryBandwidth: Fact | null;
  /** `peak.bf16` is of 16-bit units; with `fp16` they take that format alone, and bf16 weights are served as fp16, at the same size. */
  readonly sixteenBit: 'bf16' | 'fp16';
  readonly peak: Readonly<Partial<Record<PeakFormat, Fact>>>;
  readonly silicon: SiliconFacts;
  /** Share of the dense bf16 peak that the best of a shape search reached: on this chip, or `derived` from one of its family. */
  readonly matrixShare: Fact | null;
  readonly scaleUp: { readonly bandwidth: Fact | null; readonly size: Fact | null };
  /** byte/s, one way, per accelerator */
  readonly scaleOut: Fact | null;
  /** W */
  readonly tdp: Fact | null;
  /** W per accelerator with its share of host, NIC and fans, before PUE */
  readonly systemPower: Fact | null;
  /** USD */
  readonly purchasePrice: Fact | null;
  /** USD/h */
  readonly onDemandPrice: Fact | null;
  readonly reservedPrice: Fact | null;
  readonly ownCost: Fact | null;
  readonly notes: string;
}

/** Shape of a transformer: what determines FLOPs, bytes and KV cache. Plain numbers, unknown is `null`. */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly released: string;
  readonly licence: string;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  /** 1 for latent attention: all heads share one cached vector. */
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vHeadDim: number;
  readonly vocab: number;
  readonly tiedEmbeddings: boolean;
  readonly maxContext: number | null;
  /** Storage format in which the weights were published: `bf16`, `fp8`, `mxfp4`, … */
  readonly nativeFormat: string;
  /** Storage format of everything but the routed experts; the same word unless only experts are narrowed. */
  readonly nonExpertFormat: string;
  /** Storage of each part where a checkpoint says so itself; counts where the weights are kept as published. */
  readonly partFormats?: {
    readonly attention: string;
    readonly dense: string;
    readonly experts: string;
    /** Bits a weight as the file holds them, scales included, where it says so (GGUF); the head is the embedding too. */
    readonly bits?: { readonly attention: number; readonly dense: number; readonly experts: number; readonly head: number };
  };
  /** What the checkpoint asks its cache to be kept in; null or absent where it leaves that to the engine. */
  readonly checkpointCache?: 'fp8' | null;
  readonly attention: {
    readonly kind: 'gqa' | 'mla';
    /** Layers whose cost grows with the whole context. */
    readonly fullLayers: number;
    readonly windowLayers: number;
    readonly window: number;
    readonly linearLayers: number;
    /** Bytes of recurrent state per sequence, all linear layers together. */
    readonly linearStateBytes: number;
    /** Tokens that a sparse main attention reads at most per query; null: all. */
    readonly sparseTopK: number | null;
    /** Elements of index key per token and layer for sparse attention. */
    readonly indexElements: number;
  };
  /** Layers that draft the next tokens and come with the model; left out, none is known. */
  readonly mtpLayers?: number;
  readonly mla: {
    readonly qLoraRank: number;
    readonly kvLoraRank: number;
    readonly nopeDim: number;
    readonly ropeDim: number;
  } | null;
  readonly dense: { readonly layers: number; readonly inter: number };
  readonly moe: {
    readonly layers: number;
    readonly experts: number;
    readonly active: number;
    /** A token's experts lie in `chosen` of `count` groups of neighbours (DeepSeek-V3 report, section 2.1.2); one of one without groups. */
    readonly groups: { readonly count: number; readonly chosen: number };
    readonly inter: number;
    /** Width of all shared experts together; 0 without. */
    readonly sharedInter: number;
    /** Width in which routed experts read and write: `hidden`, or the latent width of latent experts. */
    readonly width: number;
  } | null;
  /** Matrices per feed-forward block: 3 for gated, 2 for plain. */
  readonly ffnMatrices: number;
  /** Elements cached per token over all full layers. */
  readonly kvElementsPerToken: number;
  /** Elements cached per sequence whatever its length: sliding windows when full. */
  readonly kvFixedElementsPerSequence: number;
  readonly parametersTotal: number;
  readonly parametersActive: number;
  readonly source: readonly string[];
  readonly date: string;
  readonly notes: string;
}

/** One place's electricity: what a kWh costs, what it emits, how much the building adds. */
export interface Energy {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly continent: string;
  /** USD/kWh, large user */
  readonly price: Fact | null;
  /** USD/kWh at cost recovery, where the state subsidises power. */
  readonly priceWithoutSubsidy: Fact | null;
  /** Facility watts per IT watt, modelled from climate. */
  readonly pue: Fact | null;
}

export interface Source {
  readonly code: string;
  readonly title: string;
  readonly locator: string;
  readonly licence: string;
  readonly read: string;
  readonly confidence: string;
}
