/**
 * A linear layer [m, k] × [k, n]: FLOP, bytes, padding to tiles and waves, and its time.
 * m is tokens; n and k are the output and input width on this accelerator after the tensor split.
 */
import { formats, outputBytes, type ArithmeticFormat } from './formats.ts';
import { overlapped, type ChipRates, type OperatorParameters } from './primitive.ts';

export interface GemmParameters extends OperatorParameters {
  /** s per element of k that a tile needs to walk its depth, however few tiles there are. */
  readonly depthTime: number;
  /** Share of the memory bandwidth at which 16-bit activations are read, quantised and written back. */
  readonly conversionEfficiency: number;
}

export interface GemmQuery {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

export function gemmFlops(m: number, n: number, k: number): number {
  return 2 * m * n * k;
}

/** Bytes of the weights [k, n]. */
export function gemmWeightBytes(n: number, k: number, dtype: ArithmeticFormat): number {
  return n * k * formats[dtype].weightBytes;
}

/** Bytes of the activations read [m, k] and the bf16 result written [m, n]. */
export function gemmActivationBytes(m: number, n: number, k: number, dtype: ArithmeticFormat): number {
  return m * k * formats[dtype].activationBytes + m * n * outputBytes;
}

/**
 * q ≥ 1: FLOP paid over FLOP asked when [m, n] is cut into the best of four common output tiles and the tiles are
 * dealt to `cores` in waves. Tile menu: CUTLASS default threadblock shapes.
 */
export function tileQuantisation(m: number, n: number, cores: number): number {
  let best = padded(m, n, cores, 128, 256);
  best = Math.min(best, padded(m, n, cores, 128, 128), padded(m, n, cores, 64, 128), padded(m, n, cores, 64, 64));
  return best < 1 ? 1 : best;
}

function padded(m: number, n: number, cores: number, tileM: number, tileN: number): number {
  const tiles = Math.ceil(m / tileM) * Math.ceil(n / tileN);
  const waves = Math.ceil(tiles / cores);
  return (waves * cores * tileM * tileN) / (m * n);
}

/** p of the norm between a layer's work and the depth of one tile: nearly the larger of both. */
const depthOverlap = 4;

/** Seconds in which the weights, the activations and the result pass. */
export function gemmMemorySeconds({ m, n, k }: GemmQuery, dtype: ArithmeticFormat, parameters: GemmParameters, rates: ChipRates): number {
  const { weightBytes, activationBytes } = formats[dtype];
  const bytes = n * k * weightBytes + m * k * activationBytes + m * n * outputBytes;
  return bytes / (parameters.memoryEfficiency * rates.bandwidth);
}

/** Seconds of arithmetic, padding included. */
export function gemmComputeSeconds({ m, n, k }: GemmQuery, parameters: GemmParameters, rates: ChipRates): number {
  const padding = Math.exp(parameters.quantisation * Math.log(tileQuantisation(m, n, rates.cores)));
  return (2 * m * n * k * padding) / (parameters.computeEfficiency * rates.peak);
}

/** Seconds. */
export function gemmSeconds(query: GemmQuery, dtype: ArithmeticFormat, parameters: GemmParameters, rates: ChipRates): number {
  const { m, k } = query;
  const format = formats[dtype];
  const memory = gemmMemorySeconds(query, dtype, parameters, rates);
  const compute = gemmComputeSeconds(query, parameters, rates);
  const conversion = format.converts ? (m * k * (outputBytes + format.activationBytes)) / (parameters.conversionEfficiency * rates.bandwidth) : 0;
  const work = overlapped(compute, memory, parameters.overlap);
  return parameters.floor + conversion + overlapped(work, k * parameters.depthTime, depthOverlap);
}
