/**
 * The result as a positional tuple, version 1: names and order are fixed for ever, since links in this form are out.
 * A change of meaning is a version 2 beside it, and this file goes on reading version 1. Kernels stand in columns,
 * which pack a quarter shorter than rows.
 */
import { linkedFamilies } from '../run/kernel-families.ts';
import type { Badge, Ceiling, Ceilings, KernelDtype, PlanName } from '../run/run.ts';
import { impliedWork } from './implied-work.ts';
import { ceilingNames, toDigits, type SharedKernel, type SharedResult } from './shared-result.ts';
import { Malformed, digitsAt, indexAt, integerAt, listAt, stringAt, wordAt } from './tuple-readers.ts';

// Order is the code: append only.
const plans: readonly PlanName[] = ['quick', 'thorough'];
const clocks = ['timestamp', 'wall'] as const;
const dtypes: readonly KernelDtype[] = ['f32', 'f16', 'i8', 'i4'];
const badgeBits: readonly Badge[] = [
  'software-adapter',
  'quantised-clock',
  'wall-clock',
  'thermally-unstable',
  'noisy',
  'nonlinear',
  'cache-resident',
  'page-was-hidden',
  'experimental',
];

/** More than any plan has; the quick plan has about 20 points, the thorough one about 90. */
const maxKernels = 200;
const maxExtents = 8;
const maxWhole = Number.MAX_SAFE_INTEGER;

export type ResultTuple = readonly unknown[];

/** One list for each, as long as there are kernels; `extents` is flat, in the order of the shape keys. */
const columnNames = ['family', 'element type', 'shape keys', 'extents', 'variant', 'middle', 'below', 'above', 'exponent', 'badges'] as const;

/**
 * [modelVersion, day, plan, [vendor, architecture, fallback], clock, left, ceilings, shape keys, variants, columns,
 * written out]. A ceiling is null or [middle, below, above, exponent]: (middle − below … middle + above) · 10^exponent.
 * Written out are [kernel, id, odd, twos, odd, twos], FLOPs and bytes as odd · 2^twos, where they are not implied.
 */
export function toTuple(result: SharedResult): ResultTuple {
  const shapeKeys: string[] = [];
  const variants: string[] = [];
  const rows = result.kernels.map((kernel) => [
    codeOf(linkedFamilies, kernel.kernel),
    dtypes.indexOf(kernel.dtype),
    place(shapeKeys, Object.keys(kernel.shape).join(' ')),
    Object.values(kernel.shape),
    place(variants, kernel.variant),
    ...digits({ value: kernel.median, low: kernel.low, high: kernel.high }),
    kernel.badges.reduce((bits, badge) => bits | (1 << badgeBits.indexOf(badge)), 0),
  ]);
  const columns = columnNames.map((_, column) => rows.flatMap((row) => row[column] ?? []));
  const { vendor, architecture, fallback } = result.adapter;
  const ceilings = ceilingNames.map((name) => result.ceilings[name] && digits(result.ceilings[name]));
  const writtenOut = result.kernels.flatMap((kernel, i) => {
    const implied = impliedWork(kernel.kernel, kernel.shape, kernel.dtype);
    const same = implied?.id === kernel.id && implied.flops === kernel.flops && implied.bytes === kernel.bytes;
    return same ? [] : [[i, kernel.id, ...oddAndTwos(kernel.flops), ...oddAndTwos(kernel.bytes)]];
  });
  return [
    result.modelVersion,
    result.day,
    plans.indexOf(result.plan),
    [vendor, architecture, fallback ? 1 : 0],
    clocks.indexOf(result.clock),
    result.left,
    ceilings,
    shapeKeys,
    variants,
    columns,
    writtenOut,
  ];
}

/** @throws Malformed with the place and what was expected there */
export function fromTuple(tuple: unknown): SharedResult {
  const list = listAt(tuple, 'result', 11, 11);
  const adapter = listAt(list[3], 'adapter', 3, 3);
  return {
    modelVersion: stringAt(list[0], 'model version', 32),
    day: dayAt(list[1]),
    plan: wordAt(list[2], 'plan', plans),
    adapter: {
      vendor: stringAt(adapter[0], 'vendor', 64),
      architecture: stringAt(adapter[1], 'architecture', 64),
      fallback: indexAt(adapter[2], 'fallback', 2) === 1,
    },
    clock: wordAt(list[4], 'clock', clocks),
    left: integerAt(list[5], 'points left', 0, maxKernels),
    ceilings: ceilingsAt(list[6]),
    kernels: kernelsAt(list[9], stringsAt(list[7], 'shape keys'), stringsAt(list[8], 'variants'), writtenOutAt(list[10])),
  };
}

type WrittenOut = ReadonlyMap<number, Pick<SharedKernel, 'id' | 'flops' | 'bytes'>>;

function kernelsAt(value: unknown, shapeKeys: readonly string[], variants: readonly string[], writtenOut: WrittenOut): SharedKernel[] {
  const columns = listAt(value, 'columns', columnNames.length, columnNames.length);
  const count = listAt(columns[0], 'kernels', 0, maxKernels).length;
  const [family, dtype, keys, extents, variant, middle, below, above, exponent, badges] = columnNames.map((name, i) =>
    name === 'extents' ? listAt(columns[i], name, 0, count * maxExtents) : listAt(columns[i], name, count, count),
  ) as [unknown[], unknown[], unknown[], unknown[], unknown[], unknown[], unknown[], unknown[], unknown[], unknown[]];
  let taken = 0;
  const kernels = Array.from({ length: count }, (_, i): SharedKernel => {
    const path = `kernel ${i}`;
    const names = namesAt(wordAt(keys[i], `${path}, shape keys`, shapeKeys), path);
    const shape = Object.fromEntries(names.map((name, j) => [name, integerAt(extents[taken + j], `${path}, ${name}`, 0, maxWhole)]));
    taken += names.length;
    const read = {
      kernel: typeof family[i] === 'string' ? stringAt(family[i], `${path}, family`, 32) : wordAt(family[i], `${path}, family`, linkedFamilies),
      dtype: wordAt(dtype[i], `${path}, element type`, dtypes),
    };
    const work = writtenOut.get(i) ?? impliedWork(read.kernel, shape, read.dtype);
    if (!work) throw new Malformed(path, 'FLOPs and bytes, which do not follow from its shape');
    const time = digitsAt([middle[i], below[i], above[i], exponent[i]], `${path}, time`);
    const bits = indexAt(badges[i], `${path}, badges`, 1 << badgeBits.length);
    return {
      ...work,
      ...read,
      shape,
      variant: wordAt(variant[i], `${path}, variant`, variants),
      median: time.value,
      low: time.low,
      high: time.high,
      badges: badgeBits.filter((_badge, bit) => bits & (1 << bit)),
    };
  });
  if (taken !== extents.length) throw new Malformed('extents', `${taken} entries`);
  return kernels;
}

function writtenOutAt(value: unknown): WrittenOut {
  return new Map(
    listAt(value, 'written out', 0, maxKernels).map((entry, i) => {
      const path = `written out ${i}`;
      const [kernel, id, ...counts] = listAt(entry, path, 6, 6);
      return [
        indexAt(kernel, path, maxKernels),
        {
          id: stringAt(id, `${path}, id`, 96),
          flops: wholeAt(counts[0], counts[1], `${path}, FLOPs`),
          bytes: wholeAt(counts[2], counts[3], `${path}, bytes`),
        },
      ];
    }),
  );
}

function ceilingsAt(value: unknown): Ceilings {
  const list = listAt(value, 'ceilings', ceilingNames.length, ceilingNames.length);
  const at = (name: (typeof ceilingNames)[number]): Ceiling | null => {
    const ceiling = list[ceilingNames.indexOf(name)];
    return ceiling === null ? null : digitsAt(listAt(ceiling, `ceiling ${name}`, 4, 4), `ceiling ${name}`);
  };
  return { fmaF32: at('fmaF32'), fmaF16: at('fmaF16'), read: at('read'), copy: at('copy'), dispatch: at('dispatch') };
}

function stringsAt(value: unknown, path: string): readonly string[] {
  return listAt(value, path, 0, maxKernels).map((text, i) => stringAt(text, `${path} ${i}`, 64));
}

/** Names of extents from "m n k". */
function namesAt(keys: string, path: string): readonly string[] {
  const names = keys.split(' ').filter((name) => name !== '');
  if (names.length > maxExtents || !names.every((name) => /^[a-zA-Z][a-zA-Z0-9]*$/.test(name)))
    throw new Malformed(`${path}, shape keys`, `at most ${maxExtents} names of extents`);
  return names;
}

function dayAt(value: unknown): string {
  const day = stringAt(value, 'day', 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  // A date that does not exist (30 February) comes back as another one.
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day) throw new Malformed('day', 'a day like 2026-11-22');
  return day;
}

function digits(range: Ceiling): readonly number[] {
  const [middle, low, high, exponent] = toDigits(range);
  return [middle, middle - low, high - middle, exponent];
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
