/** From a model's point of a plan to the instances that could run it. */
import { model } from '../../catalogue/models.ts';
import type { ModelExtents, ModelPoint } from '../../run/model-points.ts';
import type { DeviceTraits, Instance } from '../kernels/instance.ts';
import { stepInstances } from './instance.ts';
import { modelShape } from './shape.ts';

/** Made when called for. Empty for a model that no chain here can run, or whose kernels do not fit the device. */
export function modelInstances(kernel: ModelPoint['kernel'], extents: ModelExtents, traits: DeviceTraits, seed: number): (() => Instance)[] {
  const known = model(extents.model);
  const shape = known === undefined ? { lacks: 'a catalogue entry' } : modelShape(known);
  if ('lacks' in shape) return [];
  return stepInstances(kernel, shape, extents, traits, seed);
}
