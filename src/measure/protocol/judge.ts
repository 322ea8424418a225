/**
 * Is the result right? Numbers against numbers, no GPU. A kernel whose result fails here gets no time.
 */
import type { KernelCheck } from '../../run/run.ts';
import type { ElementType, ExpectedRange } from '../kernels/instance.ts';

/**
 * Root of the summed squared differences over that of the summed squared references; NaN or infinity in either becomes
 * infinity, so that it can never pass.
 */
export function relativeRms(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) throw new RangeError(`relativeRms: ${found.length} values against ${expected.length}`);
  let difference = 0;
  let reference = 0;
  for (let index = 0; index < expected.length; index++) {
    const want = expected[index] ?? NaN;
    const off = (found[index] ?? NaN) - want;
    difference += off * off;
    reference += want * want;
  }
  if (difference === 0) return 0;
  const ratio = Math.sqrt(difference / reference);
  return Number.isFinite(ratio) ? ratio : Infinity;
}

/**
 * Entries that differ by more than `tolerance` of their size; with tolerance 0, entries that are not equal. NaN is wrong.
 * @param step distance of the element type's smallest numbers: where values are rounded, half of it is allowed however small they are
 */
export function wrongEntries(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, step = 0): number {
  if (found.length !== expected.length) throw new RangeError(`wrongEntries: ${found.length} values against ${expected.length}`);
  let wrong = 0;
  for (let index = 0; index < expected.length; index++) {
    const want = expected[index] ?? NaN;
    if (!(Math.abs((found[index] ?? NaN) - want) <= Math.max(tolerance * Math.abs(want), tolerance > 0 ? step / 2 : 0))) wrong++;
  }
  return wrong;
}

export function exactCheck(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, step = 0): KernelCheck {
  const error = wrongEntries(found, expected, tolerance, step);
  return { kind: 'exact', error, tolerance: 0, passed: error === 0 };
}

export function rmsCheck(kind: 'sampled' | 'freivalds', found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): KernelCheck {
  const error = relativeRms(found, expected);
  // JSON has no infinity: a result that is not a number at all is written as an error of 1e30.
  return { kind, error: Math.min(error, 1e30), tolerance, passed: error <= tolerance };
}

/** Rows whose sum is not finite: one poisoned or overflowed entry makes its row's sum so. */
export function poisonCheck(rowSums: ArrayLike<number>): KernelCheck {
  let error = 0;
  for (let row = 0; row < rowSums.length; row++) if (!Number.isFinite(rowSums[row])) error++;
  return { kind: 'poison', error, tolerance: 0, passed: error === 0 };
}

/** Ranges in order and joined where they touch or overlap, as byte ranges on 4-byte bounds. */
export function byteRanges(ranges: readonly ExpectedRange[], elementBytes: number): { offset: number; size: number }[] {
  return ranges.map(({ start, values }) => {
    const offset = Math.floor((start * elementBytes) / 4) * 4;
    const end = Math.ceil(((start + values.length) * elementBytes) / 4) * 4;
    return { offset, size: end - offset };
  });
}

/** The elements of each range out of the bytes that `byteRanges` asked for, one after the other. */
export function decodeRanges(bytes: ArrayBuffer, ranges: readonly ExpectedRange[], element: ElementType): Float64Array {
  const size = element === 'f16' ? 2 : 4;
  const found = new Float64Array(ranges.reduce((sum, range) => sum + range.values.length, 0));
  const view = new DataView(bytes);
  let position = 0;
  let out = 0;
  for (const range of byteRanges(ranges, size).entries()) {
    const [index, { offset, size: length }] = range;
    const wanted = ranges[index];
    if (wanted === undefined) continue;
    const skip = wanted.start * size - offset;
    for (let at = 0; at < wanted.values.length; at++) found[out++] = decodeElement(view, position + skip + at * size, element);
    position += length;
  }
  return found;
}

function decodeElement(view: DataView, offset: number, element: ElementType): number {
  switch (element) {
    case 'f32':
      return view.getFloat32(offset, true);
    case 'i32':
      return view.getInt32(offset, true);
    case 'u32':
      return view.getUint32(offset, true);
    case 'f16':
      return halfToNumber(view.getUint16(offset, true));
    default:
      return element satisfies never;
  }
}

/** IEEE 754 binary16 bits to a number. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
