/**
 * The result as a positional tuple, version 1: names and order are fixed for ever, since links in this form are out.
 * A change of meaning is a version 2 beside it, and this file goes on reading version 1.
 */
import type { Badge, Ceilings, KernelDtype, PlanName } from '../run/run.ts';
import { ceilingNames, toDigits, type SharedKernel, type SharedResult } from './shared-result.ts';
import { Malformed, digitsAt, indexAt, integerAt, listAt, stringAt, wordAt } from './tuple-readers.ts';

// Order is the code: append only.
const plans: readonly PlanName[] = ['quick', 'thorough'];
const clocks = ['timestamp', 'wall'] as const;
const dtypes: readonly KernelDtype[] = ['f32', 'f16', 'i8', 'i4'];
const families = ['peak.fma', 'mem.read', 'mem.copy', 'launch.dispatch', 'gemm', 'gemv', 'attention.prefill', 'attention.decode'] as const;
const badgeBits: readonly Badge[] = ['software-adapter', 'quantised-clock', 'wall-clock', 'thermally-unstable', 'noisy', 'nonlinear', 'cache-resident', 'page-was-hidden'];

/** More than any plan has; the quick plan has about 20 points, the thorough one about 90. */
const maxKernels = 200;
const maxExtents = 8;
/** Largest extent, FLOP or byte count that JSON numbers carry exactly. */
const maxWhole = Number.MAX_SAFE_INTEGER;

export type ResultTuple = readonly unknown[];

/**
 * [modelVersion, day, plan, [vendor, architecture, fallback], clock, left, ceilings, shape keys, variants, kernels];
 * a ceiling is null or [middle, low, high, exponent]; a kernel is
 * [family, dtype, shape keys, extents, variant, middle, low, high, exponent, badges, odd, twos, odd, twos, id?]
 * with FLOPs and bytes as odd · 2^twos.
 */
export function toTuple(result: SharedResult): ResultTuple {
  const shapeKeys: string[] = [];
  const variants: string[] = [];
  const kernels = result.kernels.map((kernel) => {
    const row: unknown[] = [
      codeOf(families, kernel.kernel),
      dtypes.indexOf(kernel.dtype),
      place(shapeKeys, Object.keys(kernel.shape).join(' ')),
      Object.values(kernel.shape),
      place(variants, kernel.variant),
      ...toDigits({ value: kernel.median, low: kernel.low, high: kernel.high }),
      kernel.badges.reduce((bits, badge) => bits | (1 << badgeBits.indexOf(badge)), 0),
      ...oddAndTwos(kernel.flops),
      ...oddAndTwos(kernel.bytes),
    ];
    if (kernel.id !== usualId(kernel)) row.push(kernel.id);
    return row;
  });
  const { vendor, architecture, fallback } = result.adapter;
  const ceilings = ceilingNames.map((name) => result.ceilings[name] && toDigits(result.ceilings[name]));
  return [result.modelVersion, result.day, plans.indexOf(result.plan), [vendor, architecture, fallback ? 1 : 0], clocks.indexOf(result.clock), result.left, ceilings, shapeKeys, variants, kernels];
}

/** @throws Malformed with the place and what was expected there */
export function fromTuple(tuple: unknown): SharedResult {
  const list = listAt(tuple, 'result', 10, 10);
  const adapter = listAt(list[3], 'adapter', 3, 3);
  const shapeKeys = listAt(list[7], 'shape keys', 0, maxKernels).map((keys, i) => stringAt(keys, `shape keys ${i}`, 64));
  const variants = listAt(list[8], 'variants', 0, maxKernels).map((variant, i) => stringAt(variant, `variant ${i}`, 64));
  return {
    modelVersion: stringAt(list[0], 'model version', 32),
    day: dayAt(list[1]),
    plan: wordAt(list[2], 'plan', plans),
    adapter: { vendor: stringAt(adapter[0], 'vendor', 64), architecture: stringAt(adapter[1], 'architecture', 64), fallback: indexAt(adapter[2], 'fallback', 2) === 1 },
    clock: wordAt(list[4], 'clock', clocks),
    left: integerAt(list[5], 'points left', 0, maxKernels),
    ceilings: ceilingsAt(list[6]),
    kernels: listAt(list[9], 'kernels', 0, maxKernels).map((row, i) => kernelAt(row, `kernel ${i}`, shapeKeys, variants)),
  };
}

function kernelAt(value: unknown, path: string, shapeKeys: readonly string[], variants: readonly string[]): SharedKernel {
  const row = listAt(value, path, 14, 15);
  const kernel = typeof row[0] === 'string' ? stringAt(row[0], `${path}, family`, 32) : wordAt(row[0], `${path}, family`, families);
  const dtype = wordAt(row[1], `${path}, element type`, dtypes);
  const keys = wordAt(row[2], `${path}, shape keys`, shapeKeys).split(' ').filter((key) => key !== '');
  const extents = listAt(row[3], `${path}, shape`, keys.length, Math.min(keys.length, maxExtents));
  const shape: Record<string, number> = {};
  for (const [i, key] of keys.entries()) {
    if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(key)) throw new Malformed(`${path}, shape`, 'names of extents');
    shape[key] = integerAt(extents[i], `${path}, ${key}`, 0, maxWhole);
  }
  const time = digitsAt(row.slice(5, 9), `${path}, time`);
  const bits = indexAt(row[9], `${path}, badges`, 1 << badgeBits.length);
  const read = {
    kernel, dtype, shape,
    variant: wordAt(row[4], `${path}, variant`, variants),
    flops: wholeAt(row[10], row[11], `${path}, FLOPs`),
    bytes: wholeAt(row[12], row[13], `${path}, bytes`),
    median: time.value,
    low: time.low,
    high: time.high,
    badges: badgeBits.filter((_, i) => bits & (1 << i)),
  };
  return { id: row.length === 15 ? stringAt(row[14], `${path}, id`, 96) : usualId(read), ...read };
}

function ceilingsAt(value: unknown): Ceilings {
  const list = listAt(value, 'ceilings', ceilingNames.length, ceilingNames.length);
  const at = (name: keyof Ceilings): Ceilings[keyof Ceilings] => {
    const ceiling = list[ceilingNames.indexOf(name)];
    return ceiling === null ? null : digitsAt(listAt(ceiling, `ceiling ${name}`, 4, 4), `ceiling ${name}`);
  };
  return { fmaF32: at('fmaF32'), fmaF16: at('fmaF16'), read: at('read'), copy: at('copy'), dispatch: at('dispatch') };
}

function dayAt(value: unknown): string {
  const day = stringAt(value, 'day', 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  // A date that does not exist (30 February) comes back as another one.
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day) throw new Malformed('day', 'a day like 2026-11-22');
  return day;
}

/** The id that follows from family, shape and element type; only others are written out. */
function usualId({ kernel, shape, dtype }: Pick<SharedKernel, 'kernel' | 'shape' | 'dtype'>): string {
  return `${kernel}/${Object.values(shape).join('x')}/${dtype}`;
}

/** FLOP and byte counts are small odd numbers times powers of two: 2 · 2048³ is [1, 34]. */
function oddAndTwos(whole: number): readonly [odd: number, twos: number] {
  let odd = whole;
  let twos = 0;
  while (odd !== 0 && odd % 2 === 0) {
    odd /= 2;
    twos++;
  }
  return [odd, twos];
}

function wholeAt(odd: unknown, twos: unknown, path: string): number {
  const whole = integerAt(odd, path, 0, maxWhole) * 2 ** integerAt(twos, path, 0, 62);
  // 2^63 FLOPs in one dispatch is beyond any watchdog; larger numbers are nonsense.
  if (whole > 2 ** 63) throw new Malformed(path, 'a count below 2^63');
  return whole;
}

function codeOf(words: readonly string[], word: string): number | string {
  const index = words.indexOf(word);
  return index < 0 ? word : index;
}

/** Index of a text in a list that grows as new ones come. */
function place(list: string[], text: string): number {
  const index = list.indexOf(text);
  return index < 0 ? list.push(text) - 1 : index;
}
