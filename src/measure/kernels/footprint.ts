/** How much memory an instance takes, and how many copies of its inputs it should rotate through. */
import { bytesOf, type Instance } from './instance.ts';

/** Bytes that one instance may hold in all, inside the lab's limit of 1 GiB on the GPU. */
export const mostBytes = 896 * 2 ** 20;

/** Each set is a few buffers and bind groups; where 64 sets are too small, the kernel's data fit any cache anyway. */
const mostSets = 64;

/** Bytes of the inputs that rotate, over `sets` copies. */
export function rotatedBytes(instance: Instance, sets: number): number {
  return sets * sumBytes(instance, true);
}

/** Bytes that one link after another reads before it comes back to the first: a model's layers take the place of rotation sets. */
export function streamedBytes(instance: Instance, sets: number): number {
  return instance.model?.weightBytesHeld ?? rotatedBytes(instance, sets);
}

/** Bytes of everything that is resident with `sets` copies of the inputs. */
export function residentBytes(instance: Instance, sets: number): number {
  return rotatedBytes(instance, sets) + sumBytes(instance, false);
}

export function largestBuffer(instance: Instance): number {
  return Math.max(...Object.values(instance.buffers).map((plan) => plan.length * bytesOf[plan.element]));
}

/**
 * Copies of the inputs: enough to pass `workingSet` for a kernel that memory bounds, so that no cache holds its data
 * from one link of the chain to the next; two for the others, so that no link repeats the one before it.
 */
export function rotationSets(instance: Instance, workingSet: number): number {
  const one = rotatedBytes(instance, 1);
  if (one === 0) return 1;
  const wanted = instance.rateUnit === 'B/s' ? Math.max(2, Math.ceil(workingSet / one)) : 2;
  const room = Math.floor((mostBytes - residentBytes(instance, 0)) / one);
  return Math.max(1, Math.min(wanted, room, mostSets));
}

function sumBytes(instance: Instance, rotates: boolean): number {
  return Object.values(instance.buffers).reduce((sum, plan) => sum + (plan.rotates === rotates ? plan.length * bytesOf[plan.element] : 0), 0);
}
