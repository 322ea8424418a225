/** Stopwatches over a device that is only a script: what its clock writes, and when its queue says that work is done. */
import { describe, expect, it } from 'vitest';
import { createStopwatch } from '../../../src/measure/protocol/stopwatch.ts';

interface Script {
  /** Nanoseconds of a pass of so many links; absent: no timestamps. */
  readonly nanoseconds?: (links: number) => number;
  /** Milliseconds from submit to done. */
  readonly done?: (links: number) => number;
}

interface ScriptedDevice {
  readonly device: GPUDevice;
  readonly now: () => number;
  /** Links of each submit. */
  readonly submits: number[];
}

function scripted({ nanoseconds, done = () => 0.3 }: Script): ScriptedDevice {
  let time = 1000;
  const submits: number[] = [];
  let waiting = 0;
  let links: number[] = [];
  const staging = {
    mapAsync: async () => undefined,
    getMappedRange: () => BigInt64Array.from(links.flatMap((count) => [10_000n, 10_000n + BigInt(nanoseconds?.(count) ?? 0)])).buffer,
    unmap: () => undefined,
    destroy: () => undefined,
  };
  const queue = {
    submit(buffers: { links: number[] }[]) {
      if (buffers.length === 0) time += 1;
      else {
        links = buffers.flatMap((buffer) => buffer.links);
        waiting += links.reduce((sum, count) => sum + count, 0);
        submits.push(...links);
      }
    },
    async onSubmittedWorkDone() {
      const work = waiting;
      waiting = 0;
      time += done(work);
    },
  };
  const device = {
    features: new Set(nanoseconds === undefined ? [] : ['timestamp-query']),
    queue,
    createQuerySet: () => ({ destroy: () => undefined }),
    createBuffer: () => staging,
    createCommandEncoder() {
      const encoded: number[] = [];
      return {
        beginComputePass: () => ({ add: (count: number) => encoded.push(count), end: () => undefined }),
        resolveQuerySet: () => undefined,
        copyBufferToBuffer: () => undefined,
        finish: () => ({ links: encoded }),
      };
    },
  };
  return { device: device as unknown as GPUDevice, now: () => time, submits };
}

const encode = (pass: GPUComputePassEncoder, links: number): void => (pass as unknown as { add(count: number): void }).add(links);

describe('timestamps', () => {
  it('are read in seconds, with the step that the clock shows', async () => {
    const { device, now } = scripted({ nanoseconds: (links) => 65_536 * links });
    const stopwatch = await createStopwatch(device, now, encode);
    expect(stopwatch.clock).toEqual({ kind: 'timestamp', step: 65_536e-9 });
    const [one, two] = await stopwatch.time(encode, [100, 200], { perSubmit: 1 });
    expect(one).toBeCloseTo(0.0065536, 12);
    expect(two).toBeCloseTo(0.0131072, 12);
  });

  it('that run backwards or leap by minutes are no readings', async () => {
    const strange = scripted({ nanoseconds: (links) => (links === 7 ? -5 : links === 8 ? 90e9 : 1000 * links) });
    const stopwatch = await createStopwatch(strange.device, strange.now, encode);
    expect(await stopwatch.time(encode, [7, 8, 9], { perSubmit: 1 })).toEqual([NaN, NaN, 9e-6]);
  });

  it('that stand still give way to the wall clock', async () => {
    const frozen = scripted({ nanoseconds: () => 0 });
    expect((await createStopwatch(frozen.device, frozen.now, encode)).clock.kind).toBe('wall');
  });
});

describe('the wall clock', () => {
  it('runs from submit to done, and is finer where completion is signalled', async () => {
    const { device, now } = scripted({ done: (links) => 0.3 + 2 * links });
    const stopwatch = await createStopwatch(device, now, encode);
    expect(stopwatch.clock).toEqual({ kind: 'wall', step: 1e-4 });
    expect((await stopwatch.time(encode, [10], { perSubmit: 100 }))[0]).toBeCloseTo(0.0203, 9);
  });

  it('spreads a long pass over submits that are each short', async () => {
    const { device, now, submits } = scripted({});
    const stopwatch = await createStopwatch(device, now, encode);
    submits.length = 0;
    await stopwatch.time(encode, [10, 3], { perSubmit: 4 });
    expect(submits).toEqual([4, 4, 2, 3]);
  });

  it('knows a browser that polls for completion by its slow empty submits', async () => {
    const { device, now } = scripted({ done: () => 100 });
    expect((await createStopwatch(device, now, encode)).clock).toEqual({ kind: 'wall', step: 1e-3 });
  });
});
