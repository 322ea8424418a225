/** IEEE 754 binary16 as bits, for libraries that take raw buffers: Node 20 has no Float16Array. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Bits of each value; exact where the value is a binary16 number, rounded toward zero elsewhere. */
export function toHalfBits(values: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, (value) => {
    float[0] = value;
    const word = bits[0] ?? 0;
    const sign = (word >>> 16) & 0x8000;
    const exponent = ((word >>> 23) & 0xff) - 127;
    const fraction = (word & 0x7fffff) | 0x800000;
    if (exponent >= 16) return sign | (Number.isNaN(value) ? 0x7e00 : 0x7c00);
    if (exponent >= -14) return sign | ((exponent + 15) << 10) | ((fraction >>> 13) & 0x3ff);
    // Below 2^-14 the exponent stays and the fraction moves down.
    return exponent < -25 ? sign : sign | (fraction >>> (-exponent - 1));
  });
}

export function fromHalfBits(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}
