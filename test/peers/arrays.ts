/** Arrays in the layout that a library wants: plain data on the CPU, before and after what is timed. */

/** The entries of an array of shape `dims` with its axes in another order: axis `order[i]` of the old is axis i of the new. */
export function permuted(values: Float32Array, dims: readonly number[], order: readonly number[]): Float32Array<ArrayBuffer> {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const lengths = order.map((axis) => dims[axis] ?? 1);
  const steps = order.map((axis) => strides[axis] ?? 1);
  const result = new Float32Array(values.length);
  const index = new Array<number>(order.length).fill(0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] ?? 0;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      const step = steps[axis] ?? 0;
      const length = lengths[axis] ?? 1;
      index[axis] = (index[axis] ?? 0) + 1;
      from += step;
      if ((index[axis] ?? 0) < length) break;
      from -= length * step;
      index[axis] = 0;
    }
  }
  return result;
}

/**
 * Weights of 4 bits from our words to the bytes of ONNX Runtime's MatMulNBits: there element 2 i of a row is the low half of
 * byte i and element 2 i + 1 its high half, both offset by 8 as ours are (docs/ContribOperators.md).
 */
export function nibblePairs(words: Uint32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * words.length);
  words.forEach((word, index) => {
    // Byte b of ours holds elements b and 4 + b.
    const element = (at: number): number => (word >>> (8 * (at & 3) + (at & 4))) & 15;
    for (let pair = 0; pair < 4; pair++) bytes[4 * index + pair] = element(2 * pair) | (element(2 * pair + 1) << 4);
  });
  return bytes;
}

/** The only shape of a problem's point. */
export function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new RangeError('a problem has one shape');
  return first;
}
