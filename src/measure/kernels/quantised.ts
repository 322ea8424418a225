/**
 * Matrices of small integers with scales, as weights are stored and as activations are packed for integer products: the
 * layout, its bytes, and the same values on the CPU, exact in float64, so that a judge needs no readback.
 *
 * Weights W[n, k]: rows of blocks of 32 along k, each block with one scale, W = scale × integer. A block's integers fill
 * whole 32-bit words, element 0 in the lowest bits:
 *   q8   8 words; byte b of word j is element 4 j + b, signed
 *   q4   4 words; in byte b of word j the low half is element 8 j + b and the high half element 8 j + 4 + b, both minus 8,
 *        so that one mask gives four neighbours, in the order of one vec4 of x
 * The integers are made at random, every bit pattern allowed: real weights, for all that a GPU's time depends on.
 */
import { fillValues } from './wgsl/fill-values.ts';
import { bytesOf, type BufferPlan, type Fill, type FloatType } from './instance.ts';

/** Elements that share a scale; the block of GGUF's Q4_0 and Q8_0 and of the OCP Microscaling formats. */
export const blockSize = 32;

export type PackedFormat = 'q8' | 'q4';

/** Weights in one 32-bit word. */
export const perWord: Readonly<Record<PackedFormat, number>> = { q8: 4, q4: 8 };

/** What is stored of a matrix of `n` rows and `k` columns. */
export interface QuantisedShape {
  readonly n: number;
  readonly k: number;
}

/** Throws for a row that does not end with a block: no format of this kind stores one. */
export function requireBlocks(k: number): void {
  if (k % blockSize !== 0) throw new RangeError(`${k} columns are not whole blocks of ${blockSize}`);
}

/** Bytes of the integers and of their scales. */
export function quantisedBytes(format: PackedFormat, { n, k }: QuantisedShape, scales: FloatType): number {
  return n * ((k / perWord[format]) * 4 + (k / blockSize) * bytesOf[scales]);
}

/** Seeds of the integers and of the scales, and whether the scales are whole numbers that keep every product exact. */
export interface WeightFills {
  readonly words: Extract<Fill, { kind: 'words' }>;
  readonly scales: Fill;
}

/** The two buffers of a matrix: 32-bit words, and one scale a block. */
export function weightPlans(
  format: PackedFormat,
  { n, k }: QuantisedShape,
  scales: FloatType,
  fills: WeightFills,
): { readonly words: BufferPlan; readonly scales: BufferPlan } {
  requireBlocks(k);
  return {
    words: { element: 'u32', length: (n * k) / perWord[format], fill: fills.words, rotates: true },
    scales: { element: scales, length: (n * k) / blockSize, fill: fills.scales, rotates: true },
  };
}

/** Writes row `index` of W into `row`, which has k entries. Products of an 11- or 24-bit scale and an integer are exact here. */
export function weightRow(format: PackedFormat, fills: WeightFills, scales: FloatType, index: number, row: Float64Array): void {
  const k = row.length;
  unpackInto(format, fillValues(fills.words, 'u32', (index * k) / perWord[format], k / perWord[format]), row);
  const blocks = fillValues(fills.scales, scales, (index * k) / blockSize, k / blockSize);
  for (let at = 0; at < k; at++) row[at] = (row[at] as number) * (blocks[Math.floor(at / blockSize)] as number);
}

/** The integers of consecutive words, without their scales. */
export function unpackInto(format: PackedFormat, words: ArrayLike<number>, target: Float64Array): void {
  if (format === 'q8') {
    for (let at = 0; at < target.length; at++) target[at] = ((words[at >> 2] as number) << (24 - 8 * (at & 3))) >> 24;
    return;
  }
  for (let at = 0; at < target.length; at++) {
    const inWord = at & 7;
    const shift = 8 * (inWord & 3) + (inWord & 4);
    target[at] = (((words[at >> 3] as number) >>> shift) & 15) - 8;
  }
}

/**
 * Activations as `quantise.wgsl` leaves them, as floats again: in each block of 32 the scale is the power of two that brings
 * the largest magnitude into 64..128, and each element is rounded to a whole number of scales, ties to even, within ±127.
 * A power of two loses at most one bit against max/127 and makes every step exact, so that GPU and CPU agree to the bit.
 */
export function quantiseBlocks(values: Float64Array): { readonly integers: Int8Array; readonly scales: Float64Array } {
  requireBlocks(values.length);
  const integers = new Int8Array(values.length);
  const scales = new Float64Array(values.length / blockSize);
  for (let block = 0; block < scales.length; block++) {
    let largest = 0;
    for (let at = 0; at < blockSize; at++) largest = Math.max(largest, Math.abs(values[block * blockSize + at] as number));
    const scale = 2 ** (exponentOf(largest) - 6);
    scales[block] = scale;
    for (let at = 0; at < blockSize; at++) {
      const scaled = roundToEven((values[block * blockSize + at] as number) / scale);
      integers[block * blockSize + at] = Math.max(-127, Math.min(127, scaled));
    }
  }
  return { integers, scales };
}

/** The values that the integers and their scales stand for. */
export function quantisedValues(values: Float64Array): Float64Array {
  const { integers, scales } = quantiseBlocks(values);
  return Float64Array.from(integers, (integer, at) => integer * (scales[Math.floor(at / blockSize)] as number));
}

/** Exponent e of a magnitude in [2^e, 2^(e+1)), no less than −100: zeros and what is next to nothing share that scale. */
function exponentOf(magnitude: number): number {
  const smallest = -100;
  if (!(magnitude > 2 ** smallest)) return smallest;
  const guess = Math.floor(Math.log2(magnitude));
  // Math.log2 may be one off right at a power of two.
  return magnitude < 2 ** guess ? guess - 1 : magnitude >= 2 ** (guess + 1) ? guess + 1 : guess;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** Integers and scales of a weight matrix under a seed: anything for timing, whole scales of 1 and 2 where sums must be exact. */
export function weightFills(kind: 'reals' | 'integers', wordSeed: number, scaleSeed: number): WeightFills {
  return {
    words: { kind: 'words', seed: wordSeed },
    scales: kind === 'reals' ? { kind, seed: scaleSeed } : { kind, seed: scaleSeed, low: 1, high: 2 },
  };
}
