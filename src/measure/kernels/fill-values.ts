/**
 * The values that `fill.wgsl` writes, computed on the CPU to the last bit, so that a judge needs no readback of inputs.
 * The arithmetic here and in the shader must stay the same; a test compares them word by word.
 */
import { mix32 } from '../../stats/random.ts';
import type { ElementType, Fill } from './instance.ts';

/** Word that is a quiet NaN as f32 and in both halves as f16. */
export const poisonWord = 0x7fc07e00;

/** Value of element `index` under `fill`, as a function that can be called in a loop. */
export function fillValue(fill: Fill, element: ElementType): (index: number) => number {
  switch (fill.kind) {
    case 'reals': {
      const { seed } = fill;
      if (element === 'f16') return (index) => ((mix32((mix32(index) + seed) >>> 0) >>> 21) - 1024) / 1024;
      return (index) => ((mix32((mix32(index) + seed) >>> 0) >>> 8) - 8388608) / 8388608;
    }
    case 'integers': {
      const { seed, low, high } = fill;
      const span = high - low + 1;
      return (index) => low + (mix32((mix32(index) + seed) >>> 0) % span);
    }
    case 'arithmetic':
      return (index) => (fill.base + Math.imul(index, fill.step)) >>> 0;
    case 'poison':
      return () => (element === 'u32' ? poisonWord : NaN);
    default:
      return fill satisfies never;
  }
}

/** Elements first .. first + count - 1 under `fill`. */
export function fillValues(fill: Fill, element: ElementType, first: number, count: number): Float64Array {
  const value = fillValue(fill, element);
  const values = new Float64Array(count);
  for (let index = 0; index < count; index++) values[index] = value(first + index);
  return values;
}
