/**
 * The multiply-add probe and the stream read in as many workgroups as one likes: with few of them a GPU is mostly idle. The first has a
 * fixed share of work for each workgroup, the second shares a fixed read out, so that no cache helps the few.
 */
import type { Instance } from '../instance.ts';
import { memRead } from './memory.ts';
import { peakFma } from './peak-fma.ts';
import { widthThreads } from './saturation-width.ts';

export type WidthShape = { readonly groups: number; readonly turns: number } | { readonly groups: number; readonly bytes: number };

export function widthProbe(shape: WidthShape, seed: number): Instance {
  const { groups } = shape;
  const named = (kernel: string, words: string): Pick<Instance, 'id' | 'kernel' | 'shape' | 'words'> => ({
    id: `${kernel}/${groups}`,
    kernel,
    shape,
    words: `${words} in ${groups} workgroups`,
  });
  if ('turns' in shape) {
    const { twice: _, ...probe } = peakFma({ threads: groups * widthThreads, turns: shape.turns }, 'f32');
    return { ...probe, ...named('peak.width', 'multiply-add') };
  }
  return { ...memRead(shape, seed), ...named('mem.width', 'read') };
}
