/**
 * Times passes on a device. With `timestamp-query` the GPU writes its own clock at both ends of a pass; without it, the
 * wall clock runs from submit to done, which holds queue and event-loop time that only a slope removes.
 */
import type { Clock } from '../../run/run.ts';
import { stepOf } from './clock.ts';

/** What is timed: encodes so many links of a chain into a pass, the first of them number `start`. */
export type Encode = (pass: GPUComputePassEncoder, links: number, start: number) => void;

export interface Stopwatch {
  readonly clock: Clock;
  /** A pass may be spread over several submits, and so be longer than one may last. */
  readonly splits: boolean;
  /**
   * Seconds of one pass for each entry of `links`; NaN where the clock gave nonsense. Where passes are split, no submit
   * holds more than `perSubmit` links.
   */
  time(encode: Encode, links: readonly number[], perSubmit: number): Promise<number[]>;
  release(): void;
}

const mostPasses = 8;
// Buffer usages by value (WebGPU section 5.1.2): Node has no such globals.
const usage = { mapRead: 0x1, copySource: 0x4, copyDestination: 0x8, queryResolve: 0x200 } as const;

/** Passes timed to find the clock's step: their differences share it as a divisor. */
const probes = 32;

/** A stopwatch on the best clock of the device; `encode` is any short work, to find the clock's step with. */
export async function createStopwatch(device: GPUDevice, now: () => number, encode: Encode): Promise<Stopwatch> {
  if (!device.features.has('timestamp-query')) return wallStopwatch(device, now);
  const stopwatch = timestampStopwatch(device);
  const deltas: number[] = [];
  while (deltas.length < probes)
    deltas.push(
      ...(await stopwatch.nanoseconds(
        encode,
        Array.from({ length: mostPasses }, (_, index) => 1 + index),
      )),
    );
  const step = stepOf(deltas);
  if (step === null) {
    stopwatch.release();
    return wallStopwatch(device, now);
  }
  return {
    clock: { kind: 'timestamp', step: step * 1e-9 },
    splits: false,
    time: async (work, links) => (await stopwatch.nanoseconds(work, links)).map((delta) => delta * 1e-9),
    release: stopwatch.release,
  };
}

function timestampStopwatch(device: GPUDevice): {
  nanoseconds(encode: Encode, links: readonly number[]): Promise<number[]>;
  readonly release: () => void;
} {
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 * mostPasses });
  const resolved = device.createBuffer({ size: 16 * mostPasses, usage: usage.queryResolve | usage.copySource });
  const staging = device.createBuffer({ size: 16 * mostPasses, usage: usage.mapRead | usage.copyDestination });
  return {
    async nanoseconds(encode, links) {
      if (links.length > mostPasses) throw new RangeError(`at most ${mostPasses} passes in one submit, not ${links.length}`);
      const encoder = device.createCommandEncoder();
      links.forEach((count, index) => {
        const pass = encoder.beginComputePass({
          timestampWrites: { querySet, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 },
        });
        encode(pass, count, 0);
        pass.end();
      });
      encoder.resolveQuerySet(querySet, 0, 2 * links.length, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16 * links.length);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(1, 0, 16 * links.length);
      const stamps = new BigInt64Array(staging.getMappedRange(0, 16 * links.length).slice(0));
      staging.unmap();
      return links.map((_, index) => {
        const delta = Number((stamps[2 * index + 1] ?? 0n) - (stamps[2 * index] ?? 0n));
        // The counter may be reset between two writes (WebGPU section 20.4): no pass of ours lasts a minute.
        return delta >= 0 && delta < 60e9 ? delta : NaN;
      });
    },
    release() {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    },
  };
}

async function wallStopwatch(device: GPUDevice, now: () => number): Promise<Stopwatch> {
  const { queue } = device;
  const roundTrip = async (nudge: boolean, submit: () => void): Promise<number> => {
    const start = now();
    submit();
    let done = false;
    const finished = queue.onSubmittedWorkDone().then(() => {
      done = true;
    });
    const waiting = (): boolean => nudge && !done;
    while (waiting()) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      // Firefox completes work on a 100 ms timer unless something is submitted (Mozilla bug 1870699).
      if (waiting()) queue.submit([]);
    }
    await finished;
    return (now() - start) / 1000;
  };
  const idle: number[] = [];
  for (let round = 0; round < 5; round++) idle.push(await roundTrip(false, () => queue.submit([])));
  idle.sort((a, b) => a - b);
  // An empty submit takes well under a millisecond where completion is signalled, about 100 ms where it is polled.
  const polled = (idle[2] ?? 0) > 0.03;
  return {
    clock: { kind: 'wall', step: polled ? 1e-3 : 1e-4 },
    splits: true,
    async time(encode, links, perSubmit) {
      const seconds: number[] = [];
      for (const count of links) {
        const commands: GPUCommandBuffer[] = [];
        for (let start = 0; start < count; start += perSubmit) {
          const encoder = device.createCommandEncoder();
          const pass = encoder.beginComputePass();
          encode(pass, Math.min(count - start, perSubmit), start);
          pass.end();
          commands.push(encoder.finish());
        }
        // Encoded before the clock starts, submitted one by one: a watchdog counts each by itself.
        seconds.push(await roundTrip(polled, () => commands.forEach((buffer) => queue.submit([buffer]))));
      }
      return seconds;
    },
    release: () => undefined,
  };
}
