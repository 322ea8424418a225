/** What a result comes to in the unit that judges it. */
import type { Quantity } from '../units/quantity.ts';
import { kernelFamily } from './kernel-families.ts';
import type { KernelResult, RateUnit } from './run.ts';

export type Judged = Pick<KernelResult, 'kernel' | 'dtype' | 'flops' | 'bytes' | 'model'>;

/** A family of a later version is judged by what its results count. */
export function unitOf({ kernel, dtype, flops, bytes, model }: Judged): RateUnit {
  const family = kernelFamily(kernel);
  if (!family) return flops > 0 ? integerUnit(kernel, dtype) : bytes > 0 ? 'B/s' : 's';
  // A link carries the time of a step and not what the step was.
  if (family.unit === 'tokens/s' && !model) return 's';
  return family.unit === 'FLOP/s' ? integerUnit(kernel, dtype) : family.unit;
}

/** Operations of one byte on another, which no FLOP/s roof stands over. */
export const isInteger = ({ kernel, dtype }: Pick<KernelResult, 'kernel' | 'dtype'>): boolean => integerUnit(kernel, dtype) === 'OP/s';

/** Whole numbers are multiplied where both sides are 8 bits wide; weights alone are unpacked into floating point. */
const integerUnit = (kernel: string, dtype: KernelResult['dtype']): RateUnit =>
  /a8$|i8$|dp4a/.test(kernel) || (kernel.endsWith('.sgm') && dtype === 'i8') ? 'OP/s' : 'FLOP/s';

/** What a result comes to in its unit, with its 95 % interval: the longer time is the lower rate. */
export function rateOf(result: KernelResult): Quantity {
  const unit = unitOf(result);
  const { median, low, high } = result;
  if (unit === 's') return { value: median, low, high, unit, evidence: 'measured' };
  const work = unit === 'tokens/s' ? (result.model?.tokens ?? 1) : unit === 'B/s' ? result.bytes : result.flops;
  return { value: work / median, low: work / high, high: work / low, unit, evidence: 'measured' };
}

/** Whether the first is the better of two in the same unit: the higher rate, or the shorter time. */
export const isBetter = (first: Quantity, second: Quantity): boolean =>
  first.unit === 's' ? first.value < second.value : first.value > second.value;
