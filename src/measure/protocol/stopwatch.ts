/**
 * Times passes on a device. With `timestamp-query` the GPU writes its own clock at both ends of a pass; without it, the
 * wall clock runs from submit to done, which holds queue and event-loop time that only a slope removes.
 */
import type { Clock } from '../../run/run.ts';
import { median } from '../../stats/quantile.ts';
import { stepOf } from './clock.ts';

/** What is timed: encodes so many links of a chain into a pass, the first of them number `start`. */
export type Encode = (pass: GPUComputePassEncoder, links: number, start: number) => void;

export interface Spread {
  /** Where passes are split, no submit holds more links. */
  readonly perSubmit: number;
  /** Each link in a pass or in a submit of its own; by default a pass holds them all. */
  readonly link?: 'pass' | 'submit' | undefined;
}

export interface Stopwatch {
  readonly clock: Clock;
  /** A chain may be spread over several submits, and so be longer than one may last. */
  readonly splits: boolean;
  /** Seconds of one chain for each entry of `links`; NaN where the clock gave nonsense. */
  time(encode: Encode, links: readonly number[], spread: Spread): Promise<number[]>;
  release(): void;
}

const mostChains = 8;
/** Submits whose end nobody has waited for yet: one to keep the GPU busy while another is made ready. */
const mostInFlight = 2;
// Buffer usages by value (WebGPU section 5.1.2): Node has no such globals.
const usage = { mapRead: 0x1, copySource: 0x4, copyDestination: 0x8, queryResolve: 0x200 } as const;

/** Chains timed to find the clock's step: their differences share it as a divisor. */
const probes = 32;

/** A stopwatch on the best clock of the device; `encode` is any short work, to find the clock's step with. */
export async function createStopwatch(device: GPUDevice, now: () => number, encode: Encode): Promise<Stopwatch> {
  if (!device.features.has('timestamp-query')) return wallStopwatch(device, now);
  const stopwatch = timestampStopwatch(device);
  const deltas: number[] = [];
  const growing = Array.from({ length: mostChains }, (_, index) => 1 + index);
  while (deltas.length < probes) deltas.push(...(await stopwatch.nanoseconds(encode, growing, undefined)));
  const step = stepOf(deltas);
  if (step === null) {
    stopwatch.release();
    return wallStopwatch(device, now);
  }
  return {
    clock: { kind: 'timestamp', step: step * 1e-9 },
    splits: false,
    time: async (work, links, { link }) => (await stopwatch.nanoseconds(work, links, link)).map((delta) => delta * 1e-9),
    release: stopwatch.release,
  };
}

/** How many links each pass of a chain holds. */
function passesOf(links: number, link: Spread['link'], most = links): number[] {
  const each = link === undefined ? most : 1;
  return Array.from({ length: Math.ceil(links / each) }, (_, index) => Math.min(each, links - index * each));
}

function timestampStopwatch(device: GPUDevice): {
  nanoseconds(encode: Encode, links: readonly number[], link: Spread['link']): Promise<number[]>;
  readonly release: () => void;
} {
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 * mostChains });
  const resolved = device.createBuffer({ size: 16 * mostChains, usage: usage.queryResolve | usage.copySource });
  const staging = device.createBuffer({ size: 16 * mostChains, usage: usage.mapRead | usage.copyDestination });
  return {
    async nanoseconds(encode, links, link) {
      if (links.length > mostChains) throw new RangeError(`at most ${mostChains} chains in one go, not ${links.length}`);
      const ready: GPUCommandBuffer[] = [];
      let encoder = device.createCommandEncoder();
      links.forEach((count, index) => {
        const passes = passesOf(count, link);
        let start = 0;
        passes.forEach((held, which) => {
          const stamps = {
            ...(which === 0 ? { beginningOfPassWriteIndex: 2 * index } : {}),
            ...(which === passes.length - 1 ? { endOfPassWriteIndex: 2 * index + 1 } : {}),
          };
          // Passes in between write none, and must not say that they write.
          const pass = encoder.beginComputePass(Object.keys(stamps).length === 0 ? {} : { timestampWrites: { querySet, ...stamps } });
          encode(pass, held, start);
          pass.end();
          start += held;
          if (link !== 'submit') return;
          ready.push(encoder.finish());
          encoder = device.createCommandEncoder();
        });
      });
      encoder.resolveQuerySet(querySet, 0, 2 * links.length, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16 * links.length);
      ready.push(encoder.finish());
      ready.forEach((buffer) => device.queue.submit([buffer]));
      await staging.mapAsync(1, 0, 16 * links.length);
      const stamps = new BigInt64Array(staging.getMappedRange(0, 16 * links.length).slice(0));
      staging.unmap();
      return links.map((_, index) => {
        const delta = Number((stamps[2 * index + 1] ?? 0n) - (stamps[2 * index] ?? 0n));
        // The counter may be reset between two writes (WebGPU section 20.4): no chain of ours lasts a minute.
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
  const idle: number[] = [];
  for (let round = 0; round < 5; round++) idle.push(await roundTrip(device.queue, now, false, () => device.queue.submit([])));
  // An empty submit takes well under a millisecond where completion is signalled, about 100 ms where it is polled.
  const polled = median(idle) > 0.03;
  return {
    clock: { kind: 'wall', step: polled ? 1e-3 : 1e-4 },
    splits: true,
    async time(encode, links, { perSubmit, link }) {
      const seconds: number[] = [];
      for (const count of links) {
        const commands = encodeChain(device, encode, count, perSubmit, link);
        seconds.push(
          await roundTrip(device.queue, now, polled, async () => {
            // Links with a submit each are as many submits as are wanted, and short; others are long ones, one by one for the watchdog.
            const inFlight: Promise<unknown>[] = [];
            for (const [index, buffer] of commands.entries()) {
              await inFlight[index - mostInFlight];
              device.queue.submit([buffer]);
              if (link !== 'submit' && index + mostInFlight < commands.length) inFlight.push(device.queue.onSubmittedWorkDone());
            }
          }),
        );
      }
      return seconds;
    },
    release: () => undefined,
  };
}

/** The command buffers of one chain, each a submit: encoded before any clock starts. */
function encodeChain(device: GPUDevice, encode: Encode, count: number, perSubmit: number, link: Spread['link']): GPUCommandBuffer[] {
  const commands: GPUCommandBuffer[] = [];
  const each = link === 'submit' ? 1 : perSubmit;
  for (let start = 0; start < count; start += each) {
    const encoder = device.createCommandEncoder();
    let first = start;
    for (const held of passesOf(Math.min(count - start, each), link)) {
      const pass = encoder.beginComputePass();
      encode(pass, held, first);
      pass.end();
      first += held;
    }
    commands.push(encoder.finish());
  }
  return commands;
}

/** Seconds from before `submit` until the queue says that all is done; with `nudge`, in spite of a browser that polls. */
async function roundTrip(queue: GPUQueue, now: () => number, nudge: boolean, submit: () => void | Promise<void>): Promise<number> {
  const start = now();
  let done = false;
  const finished = (async () => {
    await submit();
    await queue.onSubmittedWorkDone();
    done = true;
  })();
  const waiting = (): boolean => nudge && !done;
  while (waiting()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    // Firefox completes work on a 100 ms timer unless something is submitted (Mozilla bug 1870699).
    if (waiting()) queue.submit([]);
  }
  await finished;
  return (now() - start) / 1000;
}
