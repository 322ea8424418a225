/**
 * Seeded generators. Nothing in the lab calls `Math.random`: a run or a bootstrap repeats exactly from its seed.
 * The generator is xoshiro128** seeded through splitmix32-style mixing (Blackman and Vigna,
 * https://prng.di.unimi.it/xoshiro128starstar.c, public domain).
 */

export interface Random {
  /** Next 32 uniform bits. */
  bits(): number;
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Uniform whole number in [0, bound), without modulo bias for bounds below 2^32. */
  below(bound: number): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
}

/** Starts xoshiro128** from a full 128-bit state; exported so that published test vectors can be checked. */
export function xoshiro128(state: readonly [number, number, number, number]): Random {
  let [a, b, c, d] = [state[0] >>> 0, state[1] >>> 0, state[2] >>> 0, state[3] >>> 0];
  if ((a | b | c | d) === 0) throw new RangeError('xoshiro128**: the state must not be all zero');
  let spare: number | null = null;

  function bits(): number {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  }
  function uniform(): number {
    return bits() / 4294967296;
  }
  function below(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 4294967296) throw new RangeError(`below(${bound}): expected a whole number in 1..2^32`);
    const accepted = 4294967296 - (4294967296 % bound);
    for (;;) {
      const drawn = bits();
      if (drawn < accepted) return drawn % bound;
    }
  }
  function normal(): number {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  }
  return { bits, uniform, below, normal };
}

/** A generator from one 32-bit seed. */
export function seeded(seed: number): Random {
  let x = seed >>> 0;
  const next = (): number => {
    x = (x + 0x9e3779b9) >>> 0;
    return mix32(x);
  };
  return xoshiro128([next(), next(), next(), next() | 1]);
}

/**
 * A bijection of 32 bits that leaves no visible structure: Chris Wellons' "lowbias32"
 * (https://nullprogram.com/blog/2018/07/31/, public domain). The fill shader uses the same function.
 */
export function mix32(value: number): number {
  let x = value >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

function rotateLeft(x: number, by: number): number {
  return ((x << by) | (x >>> (32 - by))) >>> 0;
}
