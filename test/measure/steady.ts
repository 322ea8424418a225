/**
 * A software adapter on which every dispatch takes a millisecond, whatever else the processor has to do. The work is done and checked
 * as ever; only the timestamps are made up, so that which shape is safe and when a point is settled do not depend on the neighbours.
 */
import { tampered, wrap } from './tampered.ts';

const perDispatch = 1_000_000n;

/** `real` with timestamps that count dispatches. */
export function steady(real: GPU): GPU {
  return tampered(real, (device) => {
    let now = perDispatch;
    /** By query set: the time at each index; by buffer: what was resolved or copied into it. */
    const written = new WeakMap<object, BigInt64Array<ArrayBuffer>>();
    const stampsOf = (holder: object, count = 64): BigInt64Array<ArrayBuffer> => {
      const stamps = written.get(holder) ?? new BigInt64Array(count);
      written.set(holder, stamps);
      return stamps;
    };

    const timedPass = (pass: GPUComputePassEncoder, writes: GPUComputePassTimestampWrites | undefined): GPUComputePassEncoder => {
      const stamp = (index: number | undefined): void => {
        if (writes !== undefined && index !== undefined) stampsOf(writes.querySet)[index] = now;
      };
      stamp(writes?.beginningOfPassWriteIndex);
      return wrap(pass, {
        dispatchWorkgroups(x: number, y?: number, z?: number) {
          now += perDispatch;
          pass.dispatchWorkgroups(x, y, z);
        },
        end() {
          stamp(writes?.endOfPassWriteIndex);
          pass.end();
        },
      });
    };

    return {
      createCommandEncoder(descriptor) {
        const encoder = device.createCommandEncoder(descriptor);
        return wrap(encoder, {
          beginComputePass: (pass) => timedPass(encoder.beginComputePass(pass), pass?.timestampWrites),
          resolveQuerySet(querySet, first, count, destination, offset) {
            encoder.resolveQuerySet(querySet, first, count, destination, offset);
            stampsOf(destination).set(stampsOf(querySet).subarray(first, first + count));
          },
          copyBufferToBuffer(source: GPUBuffer, from: number, destination: GPUBuffer, to: number, size: number) {
            encoder.copyBufferToBuffer(source, from, destination, to, size);
            const stamps = written.get(source);
            if (stamps !== undefined) written.set(destination, stamps);
          },
        } as Partial<GPUCommandEncoder>);
      },
      createBuffer(descriptor) {
        const buffer = device.createBuffer(descriptor);
        const read = buffer.getMappedRange.bind(buffer);
        // Dawn wants its own object in bind groups and copies, so that the buffer itself is changed.
        return Object.assign(buffer, { getMappedRange: (offset?: number, size?: number) => written.get(buffer)?.buffer ?? read(offset, size) });
      },
    };
  });
}
