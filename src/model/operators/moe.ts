/**
 * Routed experts of one MoE layer on one rank: a grouped GEMM pair (gate and up, then down) over the experts that
 * received a token. Weights of every touched expert are read once; rows of each expert are padded to a tile.
 */
import { formats, outputBytes, type ArithmeticFormat } from './formats.ts';
import { overlapped, type ChipRates, type OperatorParameters } from './primitive.ts';
import { rankLoad, type RankLoad, type Routing } from './routing.ts';

export interface MoeParameters extends OperatorParameters {
  /** Share of the memory bandwidth at which rows are routed, quantised, gathered and scattered. */
  readonly conversionEfficiency: number;
  /** s that every touched expert adds beside its weights and rows: looking it up, filling its pipeline. */
  readonly expertTime: number;
  /**
   * Weights per second that a core widens to the format of the arithmetic, while others arrive; left out where the units take them as
   * they are stored, and in timings, whose numbers hold it.
   */
  readonly unpackRate?: number;
}

export interface MoeQuery {
  /** Tokens of the whole expert-parallel group. */
  readonly tokens: number;
  readonly hidden: number;
  readonly inter: number;
  readonly topK: number;
  readonly experts: number;
  readonly moeTensor: number;
  readonly moeExpert: number;
  readonly routing: Routing;
}

/** Matrices of a gated expert: gate, up and down. */
const matrices = 3;

/** Rows of the tile to which an expert's tokens are padded: the smallest of the grouped kernels' menus. */
const tileRows = 64;

export function moeLoad(query: MoeQuery): RankLoad {
  return rankLoad(query.tokens, query.topK, query.experts, query.moeExpert, query.routing);
}

export function moeFlops(query: MoeQuery, load: RankLoad): number {
  return 2 * matrices * load.pairs * query.hidden * (query.inter / query.moeTensor);
}

/** Weights of the touched experts on this rank. */
function moeWeights(query: MoeQuery, load: RankLoad): number {
  return matrices * load.touched * query.hidden * (query.inter / query.moeTensor);
}

export function moeWeightBytes(query: MoeQuery, load: RankLoad, dtype: ArithmeticFormat): number {
  return moeWeights(query, load) * formats[dtype].weightBytes;
}

/** Bytes of rows gathered, the intermediate written and read back, and results scattered. */
export function moeActivationBytes(query: MoeQuery, load: RankLoad): number {
  const width = query.inter / query.moeTensor;
  return outputBytes * load.pairs * (2 * query.hidden + 4 * width) + 2 * outputBytes * query.tokens * query.hidden;
}

/** Columns of that tile. */
const tileColumns = 128;

/** Work paid over work asked when `size` is cut into tiles. */
function padded(size: number, tile: number): number {
  return size < 1 ? tile : (Math.ceil(size / tile) * tile) / size;
}

/** Seconds. */
export function moeSeconds(query: MoeQuery, dtype: ArithmeticFormat, parameters: MoeParameters, rates: ChipRates): number {
  return loadedExpertSeconds(moeLoad(query), query, dtype, parameters, rates);
}

/** Seconds for a rank load that the caller knows; `query.tokens` are then those that this rank gathers from and scatters to. */
export function loadedExpertSeconds(load: RankLoad, query: MoeQuery, dtype: ArithmeticFormat, parameters: MoeParameters, rates: ChipRates): number {
  const rows = load.pairs / Math.max(load.touched, 1e-9);
  const width = query.inter / query.moeTensor;
  const padding = padded(rows, tileRows) * padded(width, tileColumns);
  const compute = (moeFlops(query, load) * Math.exp(parameters.quantisation * Math.log(padding))) / (parameters.computeEfficiency * rates.peak);
  const arriving = moeWeightBytes(query, load, dtype) / (parameters.memoryEfficiency * rates.bandwidth);
  const weights =
    parameters.unpackRate === undefined ? arriving : Math.max(arriving, moeWeights(query, load) / (parameters.unpackRate * rates.cores));
  const rowsMoved = moeActivationBytes(query, load) / (parameters.conversionEfficiency * rates.bandwidth);
  const starting = load.touched * parameters.expertTime;
  return parameters.floor + rowsMoved + starting + overlapped(compute, weights, parameters.overlap);
}
