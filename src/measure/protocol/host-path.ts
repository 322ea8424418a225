/** What the way to the GPU costs: an empty round trip, and bytes in both directions. Information; no kernel's time contains it. */
import type { Ceiling, HostPath } from '../../run/run.ts';
import { bootstrapMedian } from '../../stats/bootstrap.ts';

/** Bytes moved at a time: long beside a round trip, short beside every budget. */
const block = 16 * 2 ** 20;
const rounds = 7;
// Buffer usages by value (WebGPU section 5.1.2): Node has no such globals.
const usage = { mapRead: 0x1, copySource: 0x4, copyDestination: 0x8 } as const;

/** @param now milliseconds; the round trips of the bytes are taken off their times */
export async function measureHostPath(device: GPUDevice, now: () => number, seed: number): Promise<HostPath> {
  const seconds = async (work: () => Promise<unknown>): Promise<Ceiling> => {
    const seen: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = now();
      await work();
      seen.push((now() - start) / 1000);
    }
    // The first one also warms the way up.
    return bootstrapMedian(seen.slice(1), { seed });
  };
  const { queue } = device;
  const roundTrip = await seconds(() => {
    queue.submit([]);
    return queue.onSubmittedWorkDone();
  });
  const data = new Uint32Array(block / 4).map((_, index) => Math.imul(index, 0x9e3779b1));
  const target = device.createBuffer({ size: block, usage: usage.copySource | usage.copyDestination });
  const staging = device.createBuffer({ size: block, usage: usage.mapRead | usage.copyDestination });
  try {
    const upload = await seconds(() => {
      queue.writeBuffer(target, 0, data);
      return queue.onSubmittedWorkDone();
    });
    const readback = await seconds(async () => {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(target, 0, staging, 0, block);
      queue.submit([encoder.finish()]);
      await staging.mapAsync(1);
      staging.getMappedRange().slice(0);
      staging.unmap();
    });
    return { roundTrip: positive(roundTrip), upload: rate(upload, roundTrip), readback: rate(readback, roundTrip) };
  } finally {
    target.destroy();
    staging.destroy();
  }
}

/** A clock of 100 µs may read an idle round trip as nothing; half its step then stands for it. */
function positive({ value, low, high }: Ceiling): Ceiling {
  const least = 5e-5;
  return { value: Math.max(least, value), low: Math.max(least, low), high: Math.max(least, high) };
}

/** Null where the bytes took no longer than a round trip, as where completion is polled. */
function rate(transfer: Ceiling, { value: idle }: Ceiling): Ceiling | null {
  if (transfer.low <= idle) return null;
  return { value: block / (transfer.value - idle), low: block / (transfer.high - idle), high: block / (transfer.low - idle) };
}
