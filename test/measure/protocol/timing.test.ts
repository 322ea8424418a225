/** The hot figure and the twin of a probe, on a GPU that exists only as a rule for the seconds of each link. */
import { describe, expect, it } from 'vitest';
import type { Loaded } from '../../../src/measure/gpu/workbench.ts';
import type { Instance } from '../../../src/measure/kernels/instance.ts';
import type { PointContext } from '../../../src/measure/protocol/context.ts';
import { hotReading, offTwice, OutOfTimeError, timeIt, twiceWithin } from '../../../src/measure/protocol/timing.ts';
import { createVisibility } from '../../../src/measure/protocol/visibility.ts';
import { planPolicy } from '../../../src/run/plans.ts';

interface Rule {
  /** Seconds of a link that reads other inputs than the one before it, and of one that reads the same. */
  readonly cold: number;
  readonly same: number;
}

const kernel = {
  id: 'gemv/1',
  kernel: 'gemv',
  variant: '',
  dtype: 'f32',
  shape: {},
  words: '',
  flops: 1,
  bytes: 1e6,
  rateUnit: 'B/s',
  stages: [],
  uniforms: {},
  cases: [],
  buffers: { y: { element: 'f32', length: 1, fill: { kind: 'poison' }, rotates: false } },
  output: { buffer: 'y', matrix: null, compare: 'entries', tolerance: 0 },
  oracle: () => ({ ranges: () => [{ start: 0, values: Float64Array.of(0) }] }),
} as unknown as Instance;

/** What a pass has encoded: the sets that its links read, and whose they are. */
interface Reads {
  instance: string;
  readonly sets: number[];
}

function loadedOf(instance: Instance, sets: number): Loaded {
  return {
    instance,
    sets,
    output: {},
    release: () => undefined,
    poison: () => Promise.resolve(),
    refill: () => Promise.resolve(),
    encode(pass: unknown, links: number, start = 0) {
      const reads = pass as Reads;
      reads.instance = instance.id;
      for (let link = start; link < start + links; link++) reads.sets.push(link % sets);
    },
  } as unknown as Loaded;
}

function contextOf(rule: (instance: string) => Rule, change: Partial<PointContext> = {}): PointContext {
  const policy = { ...planPolicy('thorough', { software: false, f16: true }), warmUp: { first: 0, each: 0 }, fewest: 3, most: 4 };
  const context = {
    policy,
    seed: 1,
    software: false,
    linear: new Map([
      ['gemv/f32', 0],
      ['peak.fma/f32', 0],
    ]),
    visibility: createVisibility(),
    bench: { load: (instance: Instance, sets: number) => Promise.resolve(loadedOf(instance, sets)), read: () => Promise.resolve(new ArrayBuffer(4)) },
    stopwatch: {
      clock: { kind: 'timestamp', step: 1e-9 },
      splits: false,
      release: () => undefined,
      time(encode: (pass: unknown, links: number, start: number) => void, links: readonly number[]) {
        return Promise.resolve(
          links.map((count) => {
            const reads: Reads = { instance: '', sets: [] };
            encode(reads, count, 0);
            const { cold, same } = rule(reads.instance);
            return reads.sets.reduce((sum, set, at) => sum + (set === reads.sets[at - 1] ? same : cold), 1e-5);
          }),
        );
      },
    },
    warm: () => true,
    timeLeft: () => 60,
    checkpoint: () => undefined,
    unlessCancelled: <T>(work: Promise<T>) => work,
    report: () => Promise.resolve(),
    ...change,
  };
  return context as unknown as PointContext;
}

async function hot(rule: Rule, change: Partial<PointContext> = {}, instance = kernel, sets = 4): Promise<Awaited<ReturnType<typeof hotReading>>> {
  const context = contextOf(() => rule, change);
  const loaded = loadedOf(instance, sets);
  const cold = await timeIt(context, loaded);
  if (cold === null) throw new Error('no samples');
  expect(cold.sampled.interval.value).toBeWithinPercent(sets === 1 ? rule.same : rule.cold, 1);
  return hotReading(context, loaded, cold);
}

describe('a point', () => {
  const slow = { cold: 2, same: 2 };

  it('is not begun when even its fewest samples would take longer than the plan has left', async () => {
    await expect(
      timeIt(
        contextOf(() => slow, { timeLeft: () => 10 }),
        loadedOf(kernel, 4),
      ),
    ).rejects.toThrow(OutOfTimeError);
  });

  it('is finished a little late where that is all it takes', async () => {
    const fast = contextOf(() => ({ cold: 1e-4, same: 1e-4 }), { timeLeft: () => -1 });
    expect((await timeIt(fast, loadedOf(kernel, 4)))?.sampled.samples).toHaveLength(3);
  });

  it('has no hot figure where its time would be too long', async () => {
    let calls = 0;
    // Time is there for the cold samples, and gone for the hot ones.
    const context = contextOf(() => slow, { timeLeft: () => (calls++ < 1 ? 1000 : 5) });
    const loaded = loadedOf(kernel, 4);
    const cold = await timeIt(context, loaded);
    if (cold === null) throw new Error('no samples');
    expect(await hotReading(context, loaded, cold)).toBeUndefined();
  });
});

describe('the hot figure', () => {
  it('stands beside the cold one where a cache gives more than a tenth', async () => {
    const reading = await hot({ cold: 1e-4, same: 8e-5 });
    expect(reading?.median).toBeWithinPercent(8e-5, 1);
    expect(reading?.samples.length).toBeGreaterThanOrEqual(3);
  });

  it('is not worth a word where it does not', async () => {
    expect(await hot({ cold: 1e-4, same: 9.5e-5 })).toBeUndefined();
  });

  it('is looked for only where memory sets the time, inputs rotate, the plan asks and time is left', async () => {
    const rule = { cold: 1e-4, same: 5e-5 };
    expect(await hot(rule, {}, { ...kernel, rateUnit: 'FLOP/s' })).toBeUndefined();
    expect(await hot(rule, {}, kernel, 1)).toBeUndefined();
    expect(await hot(rule, { timeLeft: () => 0 })).toBeUndefined();
    expect(await hot(rule, { policy: { ...planPolicy('quick', { software: false, f16: true }), warmUp: { first: 0, each: 0 } } })).toBeUndefined();
  });

  it('is not kept when its results are wrong', async () => {
    const context = contextOf(() => ({ cold: 1e-4, same: 5e-5 }));
    const loaded = loadedOf(kernel, 4);
    const cold = await timeIt(context, loaded);
    if (cold === null) throw new Error('no samples');
    const wrong = { ...context, bench: { ...context.bench, read: () => Promise.resolve(Float32Array.of(7).buffer) } };
    expect(await hotReading(wrong, loaded, cold)).toBeUndefined();
  });
});

describe('the twin with twice the turns', () => {
  const probe: Instance = {
    ...kernel,
    id: 'once',
    kernel: 'peak.fma',
    rateUnit: 'FLOP/s',
    twice: { ...kernel, id: 'twice', kernel: 'peak.fma', rateUnit: 'FLOP/s' },
  };
  const off = (secondsOf: (id: string) => number): Promise<number> =>
    offTwice(
      contextOf((id) => ({ cold: secondsOf(id), same: secondsOf(id) })),
      loadedOf(probe, 1),
    );

  it('takes twice the time where all of the work is done', async () => {
    expect(await off((id) => (id === 'twice' ? 2e-3 : 1e-3))).toBeLessThan(1e-6);
    expect(await off((id) => (id === 'twice' ? 1.98e-3 : 1e-3))).toBeLessThan(twiceWithin);
  });

  it('gives away a loop that was folded', async () => {
    expect(await off(() => 1e-3)).toBeCloseTo(0.5, 2);
    expect(await off((id) => (id === 'twice' ? 1.9e-3 : 1e-3))).toBeCloseTo(0.05, 2);
  });

  it('is looked at again where a clock has moved in between', async () => {
    let looks = 0;
    expect(await off((id) => (id === 'twice' ? 2e-3 : 1e-3) * (looks++ < 4 ? 1 + 0.1 * looks : 1))).toBeLessThan(twiceWithin);
  });

  it('says nothing of a kernel without one', async () => {
    expect(
      await offTwice(
        contextOf(() => ({ cold: 1, same: 1 })),
        loadedOf(kernel, 1),
      ),
    ).toBe(0);
  });
});
