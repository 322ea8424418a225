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
  /** Links of each pass, and which timestamps it writes. */
  readonly passes: [links: number, begin: number | undefined, end: number | undefined][];
  /** Submits that nobody had waited for yet, at most. */
  readonly mostInFlight: () => number;
}

function scripted({ nanoseconds, done = () => 0.3 }: Script): ScriptedDevice {
  let time = 1000;
  const submits: number[] = [];
  const passes: ScriptedDevice['passes'] = [];
  let [inFlight, mostInFlight] = [0, 0];
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
        mostInFlight = Math.max(mostInFlight, ++inFlight);
      }
    },
    async onSubmittedWorkDone() {
      await Promise.resolve();
      inFlight = Math.max(0, inFlight - 1);
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
        beginComputePass(descriptor?: GPUComputePassDescriptor) {
          const { beginningOfPassWriteIndex, endOfPassWriteIndex } = descriptor?.timestampWrites ?? {};
          // WebGPU section 13.2: a descriptor that writes timestamps writes at least one.
          if (descriptor?.timestampWrites && beginningOfPassWriteIndex === undefined && endOfPassWriteIndex === undefined)
            throw new Error('no timestamp to write');
          const add = (count: number): void => {
            encoded.push(count);
            passes.push([count, beginningOfPassWriteIndex, endOfPassWriteIndex]);
          };
          return { add, end: () => undefined };
        },
        resolveQuerySet: () => undefined,
        copyBufferToBuffer: () => undefined,
        finish: () => ({ links: encoded }),
      };
    },
  };
  return { device: device as unknown as GPUDevice, now: () => time, submits, passes, mostInFlight: () => mostInFlight };
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

describe('links with a pass or a submit of their own', () => {
  it('are timed from the beginning of the first to the end of the last', async () => {
    const { device, now, passes, submits } = scripted({ nanoseconds: (links) => 1000 * links });
    const stopwatch = await createStopwatch(device, now, encode);
    passes.length = 0;
    submits.length = 0;
    await stopwatch.time(encode, [3, 1], { perSubmit: 100, link: 'pass' });
    expect(passes).toEqual([
      [1, 0, undefined],
      [1, undefined, undefined],
      [1, undefined, 1],
      [1, 2, 3],
    ]);
    expect(submits).toEqual([1, 1, 1, 1]);
  });

  it('number their links on, so that inputs rotate as in one pass', async () => {
    const { device, now } = scripted({});
    const stopwatch = await createStopwatch(device, now, encode);
    for (const link of [undefined, 'pass', 'submit'] as const) {
      const starts: number[] = [];
      const noted = (pass: GPUComputePassEncoder, links: number, start: number): void => {
        starts.push(...Array.from({ length: links }, (_, index) => start + index));
        encode(pass, links);
      };
      await stopwatch.time(noted, [5], { perSubmit: 2, link });
      expect(starts).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it('are as many submits as links, where a submit is what is measured', async () => {
    const { device, now, passes } = scripted({ nanoseconds: (links) => 1000 * links });
    const stopwatch = await createStopwatch(device, now, encode);
    passes.length = 0;
    await stopwatch.time(encode, [2], { perSubmit: 100, link: 'submit' });
    expect(passes).toEqual([
      [1, 0, undefined],
      [1, undefined, 1],
    ]);
  });
});

describe('the wall clock', () => {
  it('keeps two long submits in flight and no more', async () => {
    const { device, now, mostInFlight, submits } = scripted({});
    const stopwatch = await createStopwatch(device, now, encode);
    submits.length = 0;
    await stopwatch.time(encode, [12], { perSubmit: 2 });
    expect(submits).toEqual([2, 2, 2, 2, 2, 2]);
    expect(mostInFlight()).toBe(2);
  });

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
