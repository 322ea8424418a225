/**
 * The values that `fill.wgsl` writes, computed on the CPU to the last bit, so that a judge needs no readback of inputs.
 * The arithmetic here and in the shader must stay the same; a test compares them word by word. Judging one point may take
 * tens of millions of values, so that the loops below keep to 32-bit integers and call nothing.
 */
import type { ElementType, Fill } from '../instance.ts';

/** Word that is a quiet NaN as f32 and in both halves as f16. */
export const poisonWord = 0x7fc07e00;

/** Elements first, first + 1, … under `fill`, as many as `target` holds. */
export function fillInto(target: Float64Array, fill: Fill, element: ElementType, first: number): void {
  switch (fill.kind) {
    case 'reals':
      if (element === 'f16') hashInto(target, fill.seed, first, 21, -1024, 2 ** -10);
      else hashInto(target, fill.seed, first, 8, -8388608, 2 ** -23);
      return;
    case 'integers': {
      const span = fill.high - fill.low + 1;
      hashInto(target, fill.seed, first, 0, 0, 1);
      for (let at = 0; at < target.length; at++) target[at] = fill.low + ((target[at] ?? 0) % span);
      return;
    }
    case 'words':
      hashInto(target, fill.seed, first, 0, 0, 1);
      return;
    case 'arithmetic':
      for (let at = 0; at < target.length; at++) target[at] = (fill.base + Math.imul(first + at, fill.step)) >>> 0;
      return;
    case 'poison':
      target.fill(element === 'u32' || element === 'i32' ? poisonWord : NaN);
      return;
    default:
      fill satisfies never;
  }
}

/** Elements first … first + count - 1 under `fill`. */
export function fillValues(fill: Fill, element: ElementType, first: number, count: number): Float64Array {
  const values = new Float64Array(count);
  fillInto(values, fill, element, first);
  return values;
}

/** (mix32(mix32(index) + seed) >>> shift + offset) * scale, with mix32 (`src/stats/random.ts`) written out twice. */
function hashInto(target: Float64Array, seed: number, first: number, shift: number, offset: number, scale: number): void {
  const start = seed | 0;
  for (let at = 0; at < target.length; at++) {
    let x = (first + at) | 0;
    x ^= x >>> 16;
    x = Math.imul(x, 0x7feb352d);
    x ^= x >>> 15;
    x = Math.imul(x, 0x846ca68b);
    x ^= x >>> 16;
    x = (x + start) | 0;
    x ^= x >>> 16;
    x = Math.imul(x, 0x7feb352d);
    x ^= x >>> 15;
    x = Math.imul(x, 0x846ca68b);
    x ^= x >>> 16;
    target[at] = ((x >>> shift) + offset) * scale;
  }
}
