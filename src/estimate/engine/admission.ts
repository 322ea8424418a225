/**
 * How many requests the memory of a deployment admits under an engine: what the engine may use, less weights and what it
 * keeps for itself, is cache; sequences take of it what that engine reserves for them.
 */
import type { EngineFacts } from '../../catalogue/engines.ts';
import type { AcceleratorClass } from '../../catalogue/facts.ts';
import { reserveBytes, reserveOf, type Reserve } from '../../model/reserve.ts';
import { variationOf } from '../../model/variation.ts';
import type { Scenario, WeightFormat } from '../../scenario/scenario.ts';
import type { Deployment } from './deployment.ts';

/** What a scenario says about the sequences that the cache holds. */
export type Sequences = Pick<Scenario, 'inputTokens' | 'outputTokens' | 'maxContext'> & Partial<Pick<Scenario, 'lengths'>>;

const gibibyte = 2 ** 30;
const floorFrom = 60 * gibibyte;

/** Share of cache blocks that lie half empty at the end of sequences. */
const blockWaste = 0.02;

/** The longest sequence that the cache must hold. */
export const longestSequence = ({ inputTokens, outputTokens, maxContext }: Sequences): number => maxContext ?? inputTokens + outputTokens;

/** How an accelerator's memory is divided, bytes. */
export interface MemoryBudget {
  readonly memory: number;
  /** What the engine may use, as a share of the memory; with `shareOf: free` of what is left beside weights and reserve. */
  readonly share: number;
  readonly weights: number;
  readonly reserve: number;
  /** What is left for the cache; negative when the weights alone do not fit. */
  readonly cache: number;
  /** Standard deviation of weights and reserve together, bytes. */
  readonly deviation: number;
}

/** As a standard deviation of ln: logs of start-ups differ from these sums by about a third. */
export const reserveLogSd = 0.4;
/** The same for weights as they load: 4-bit copies of one model leave more or fewer parts wide (Qwen3.6-27B: 19 to 29 GB). */
const weightLogSd = { narrow: 0.1, wide: 0.015 } as const;
const fourBits: ReadonlySet<WeightFormat> = new Set<WeightFormat>(['int4', 'nvfp4', 'mxfp4']);
/** What drivers, other processes and boards of one name differ by, as a standard deviation in bytes. */
const boardDeviation = 0.9 * gibibyte;

export function memoryBudget(deployment: Deployment, engine: EngineFacts, lengths: Sequences): MemoryBudget {
  const { resolved, weightBytes: weights } = deployment;
  const memory = resolved.chip.memoryBytes ?? 0;
  const share = engine.memoryShare ?? shareBesideReserve(deployment, engine);
  const reserve = reserveBytes(engineReserve(deployment, engine, lengths));
  const weightSd = fourBits.has(resolved.weights) ? weightLogSd.narrow : weightLogSd.wide;
  const deviation = Math.hypot(reserveLogSd * reserve, weightSd * weights, boardDeviation);
  // SGLang measures its share on what the driver leaves before the weights; the others on the whole board.
  const usable = engine.shareOf === 'free' ? memory - weights - reserve : engine.profiles === 'none' ? memory - reserve : memory;
  const cache = engine.shareOf === 'free' ? share * Math.max(usable, 0) : share * usable - weights - (engine.profiles === 'none' ? 0 : reserve);
  return { memory, share, weights, reserve, cache: usable < 0 ? usable : cache, deviation };
}

/** The parts of what an engine keeps; those that sit outside its share are not among them. */
export function engineReserve({ resolved, parallel }: Pick<Deployment, 'resolved' | 'parallel'>, engine: EngineFacts, lengths: Sequences): Reserve {
  const { profiles, tokenBudget, maxSequences, samplerBytes, graphsInside } = engine;
  const context = longestSequence(lengths);
  // Engines that do not cut prompts run a whole one to see what it takes; beyond 32,768 tokens they cut.
  const tokens = profiles === 'none' ? 0 : profiles === 'context' && context <= 32_768 ? Math.max(context, tokenBudget) : tokenBudget;
  const scores = resolved.model.attention.indexElements > 0 ? scoreBytes(resolved.chip.class, tokens, context) : 0;
  return reserveOf(resolved.model, parallel, { tokens, sequences: Math.min(maxSequences, tokens), samplerBytes, graphs: graphsInside, scores });
}

/**
 * Scores of an indexer in 32 bits, every token of the pass against the longest context: whole on AMD's chips, where the profiled pass
 * lays out its workspace (vllm-project/vllm#41002, rocm_aiter_mla_sparse.py); cut to 512 MiB elsewhere (VLLM_SPARSE_INDEXER_MAX_LOGITS_MB).
 */
function scoreBytes(chip: AcceleratorClass, tokens: number, context: number): number {
  const whole = 4 * tokens * context;
  return chip === 'amd-instinct' ? whole : Math.min(whole, 512 * 2 ** 20);
}

/** SGLang's own share: the memory less what it sets aside for activations and graphs, rounded to a thousandth. */
function shareBesideReserve({ resolved, parallel }: Deployment, { reserve, tokenBudget, graphs }: EngineFacts): number {
  const memory = resolved.chip.memoryBytes ?? 0;
  if (reserve === null || memory === 0) return 0;
  const { tensor, pipeline, attentionData } = parallel;
  const batch = tensor * attentionData < 4 ? graphs.few : graphs.many;
  // With attention data parallelism every graph is padded for all ranks: 3 MiB a sequence and rank, half as much again beyond 300.
  const padding = attentionData > 1 ? batch * attentionData * (batch > 300 ? 4.5 : 3) * 2 ** 20 : 0;
  const aside = reserve.base + Math.max(tokenBudget, 2048) * reserve.perToken + batch * reserve.perGraph;
  const ranked = aside + tensor * attentionData * pipeline * reserve.perRank + padding;
  const kept = memory > floorFrom ? Math.max(ranked, reserve.floor) : ranked;
  return Math.round((1 - kept / memory) * 1000) / 1000;
}

/** Bytes that a running sequence of `context` tokens holds. */
export function heldBytes({ cache, resolved }: Deployment, { windows, stateCopies }: EngineFacts, context: number): number {
  const { window } = resolved.model.attention;
  const inWindow = windows.kind === 'whole' ? context : windows.kind === 'share' ? windows.share * context : Math.min(context, window);
  return cache.perToken * context + cache.perWindowToken * inWindow + cache.state * (stateCopies + resolved.draftTokens);
}

/** Bytes that must be free for one more: windows, and inputs that are still to be compressed, beside what a pass may add to them. */
export function reservedBytes(deployment: Deployment, engine: EngineFacts, context: number): number {
  const { cache, resolved } = deployment;
  if (engine.windows.kind !== 'batch') return heldBytes(deployment, engine, context);
  const inFlight = engine.windows.batches * engine.tokenBudget;
  const { window } = resolved.model.attention;
  const inWindow = Math.min(window - 1 + inFlight, context);
  return (
    cache.perToken * context +
    (cache.perWindowToken > 0 ? cache.perWindowToken * (inWindow + engine.blockTokens) : 0) +
    cache.perTokenInFlight * Math.min(inFlight, context) +
    cache.state * (engine.stateCopies + resolved.draftTokens)
  );
}

/** Tokens that the cache of one attention-data rank holds, as the engine counts them: sequences of the longest length times it. */
export function cacheTokens(deployment: Deployment, engine: EngineFacts, lengths: Sequences, cache: number): number {
  const context = longestSequence(lengths);
  const each = reservedBytes(deployment, engine, context);
  return each > 0 ? (Math.max(cache, 0) / each) * context : Infinity;
}

/** Requests that one attention-data rank runs at once: what memory holds, at most what the engine allows. */
export function admittedPerRank(deployment: Deployment, engine: EngineFacts, scenario: Sequences, cache?: number): number {
  const room = (cache ?? memoryBudget(deployment, engine, scenario).cache) * (1 - blockWaste);
  // Of those that hold memory at a moment: longer answers hold it longer.
  const { output } = variationOf(scenario.lengths ?? null);
  const context = scenario.inputTokens + engine.reservedOutput * (1 + output) * scenario.outputTokens;
  const held = heldBytes(deployment, engine, context);
  // The last one needs what a new sequence must find free; those that run hold less.
  const ahead = reservedBytes(deployment, engine, context) - held;
  const running = held > 0 ? Math.floor((room - ahead) / held) : Infinity;
  return Math.min(Math.max(running, 0), engine.maxSequences);
}

/** True when weights and one whole sequence fit under an engine. */
export function fitsUnder(deployment: Deployment, engine: EngineFacts, lengths: Sequences): boolean {
  const { cache } = memoryBudget(deployment, engine, lengths);
  return cache * (1 - blockWaste) >= reservedBytes(deployment, engine, longestSequence(lengths));
}

/** … under at least one of the engines. */
export const fits = (deployment: Deployment, lengths: Sequences): boolean =>
  deployment.resolved.engines.some((engine) => fitsUnder(deployment, engine, lengths));

/** … under every one of them: what a free choice of accelerators looks for, so that no engine of a mixture starves. */
export const fitsAll = (deployment: Deployment, lengths: Sequences): boolean =>
  deployment.resolved.engines.every((engine) => fitsUnder(deployment, engine, lengths));
