/** Tuning on a bench of make-believe: variants are speeds, the clock reads them, and time passes only as they run. */
import { describe, expect, it } from 'vitest';
import { CompileError } from '../../../src/measure/gpu/pipelines.ts';
import type { Loaded } from '../../../src/measure/gpu/workbench.ts';
import type { Instance } from '../../../src/measure/kernels/instance.ts';
import type { Rung } from '../../../src/measure/kernels/suite.ts';
import type { Choices } from '../../../src/measure/protocol/choices.ts';
import type { PointContext } from '../../../src/measure/protocol/context.ts';
import { tune } from '../../../src/measure/protocol/tuning.ts';
import { createVisibility } from '../../../src/measure/protocol/visibility.ts';

const id = 'gemm/2048x2048x2048/f32';

function variant(name: string): Instance {
  return {
    id,
    kernel: 'gemm',
    dtype: 'f32',
    shape: { m: 2048, n: 2048, k: 2048 },
    variant: name,
    words: 'matrix multiply',
    rateUnit: 'FLOP/s',
    stages: [{ shader: 'gemm', code: name, bindings: [], workgroups: [1, 1, 1] }],
    buffers: {},
    cases: [],
  } as unknown as Instance;
}

interface Bench {
  readonly context: PointContext;
  /** Variants in the order in which they were loaded. */
  readonly loaded: string[];
  released: number;
}

function bench(
  speeds: Readonly<Record<string, number>>,
  {
    choices = {},
    tuning = 40,
    candidates = 24,
    broken = [],
    wrong = [],
  }: { choices?: Choices; tuning?: number; candidates?: number; broken?: string[]; wrong?: string[] } = {},
): Bench {
  let now = 0;
  const loaded: string[] = [];
  const state: Bench = {
    loaded,
    released: 0,
    context: {
      bench: {
        load: (instance: Instance) => {
          if (broken.includes(instance.variant)) return Promise.reject(new CompileError(`gemm:1:1: ${instance.variant}`));
          loaded.push(instance.variant);
          return Promise.resolve({
            instance,
            sets: 2,
            lend: () => null,
            encode: (pass: { mark(name: string): void }) => pass.mark(instance.variant),
            release: () => state.released++,
          } as unknown as Loaded);
        },
      },
      stopwatch: {
        clock: { kind: 'timestamp', step: 1e-9 },
        splits: false,
        time: (encode: (pass: unknown, links: number, start: number) => void, links: readonly number[]) => {
          let name = '';
          encode({ mark: (own: string) => (name = own) }, 1, 0);
          const seconds = links.map((count) => count * (speeds[name] ?? NaN));
          now += seconds.reduce((sum, pass) => sum + pass, 0);
          return Promise.resolve(seconds);
        },
      },
      policy: { tuning, candidates, fewest: 5, workingSet: 0 },
      software: false,
      seed: 1,
      tuning: { choices, spent: 0 },
      passedCases: new Map(wrong.map((name) => [name, [{ kind: 'exact', error: 3, tolerance: 0, passed: false }]])),
      visibility: createVisibility(),
      timeLeft: () => 90 - now,
      checkpoint: () => undefined,
      unlessCancelled: <T>(work: Promise<T>) => work,
      report: () => Promise.resolve(),
    } as unknown as PointContext,
  };
  return state;
}

const names = ({ trials }: Awaited<ReturnType<typeof tune>>): string[] => trials.map(({ instance }) => instance.variant);
const rungOf = (list: readonly Instance[]): Rung => ({ candidates: (most) => list.slice(0, most) });
const three = ['a', 'b', 'c'].map(variant);

describe('tuning', () => {
  it('control: puts the fastest first, remembers it for the result and its class, and lets go of everything', async () => {
    const state = bench({ a: 3e-4, b: 1e-4, c: 2e-4 });
    const tuned = await tune(state.context, rungOf(three));
    expect(names(tuned)).toEqual(['b', 'c', 'a']);
    expect(tuned.trials[0]?.reading).toMatchObject({ samples: 5 });
    expect(state.context.tuning.choices).toEqual({ [id]: ['b', 'c', 'a'], 'gemm/square/f32': ['b', 'c', 'a'] });
    expect(state.context.tuning.spent).toBeGreaterThan(0);
    expect(state.released).toBe(state.loaded.length);
  });

  it('races nothing where there is no choice', async () => {
    const state = bench({ a: 1e-4 });
    expect(await tune(state.context, rungOf(three.slice(0, 1)))).toEqual({ trials: [{ instance: three[0], reading: null }], refused: [] });
    expect(state.loaded).toEqual([]);
  });

  it('times no variant that is wrong or does not compile, and says which', async () => {
    const state = bench({ a: 1e-4, b: 1e-5, c: 2e-4 }, { wrong: ['b'], broken: ['a'] });
    const tuned = await tune(state.context, rungOf(three));
    expect(names(tuned)).toEqual(['c']);
    expect(tuned.refused).toEqual([
      { id: `${id} (a)`, reason: 'compile-failed', message: 'gemm:1:1: a' },
      { id: `${id} (b)`, reason: 'check-failed', message: expect.stringContaining('3 entries differ') as string },
    ]);
  });

  it('throws the compile error if nothing compiles, and leaves it to the point to say that all are wrong', async () => {
    await expect(tune(bench({}, { broken: ['a', 'b', 'c'] }).context, rungOf(three))).rejects.toThrow(CompileError);
    expect(names(await tune(bench({}, { wrong: ['a', 'b', 'c'] }).context, rungOf(three)))).toEqual(['a']);
  });

  it('only confirms a winner of an earlier session against its runner-up', async () => {
    const state = bench({ a: 3e-4, b: 1.04e-4, c: 1e-4 }, { choices: { [id]: ['b', 'c'] } });
    expect(names(await tune(state.context, rungOf(three)))).toContain('b');
    expect(state.loaded).toEqual(['b', 'c']);
  });

  it('knows a winner that this plan would not have tried', async () => {
    const state = bench({ a: 3e-4, b: 2e-4, c: 1e-4 }, { candidates: 2, choices: { [id]: ['c', 'b'] } });
    expect(names(await tune(state.context, rungOf(three)))).toEqual(['c', 'b']);
  });

  it('tunes again when that winner loses by more than 5 %', async () => {
    const state = bench({ a: 0.5e-4, b: 1.2e-4, c: 1e-4 }, { choices: { [id]: ['b', 'c'] } });
    expect(names(await tune(state.context, rungOf(three)))).toEqual(['a', 'c', 'b']);
    expect(state.context.tuning.choices[id]).toEqual(['a', 'c', 'b']);
  });

  it('begins with what won for another shape of the class', async () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(variant);
    const state = bench({ a: 4e-4, b: 3e-4, f: 1e-4, g: 2e-4 }, { choices: { 'gemm/square/f32': ['f', 'g', 'gone'] } });
    expect(names(await tune(state.context, rungOf(many)))).toEqual(['f', 'g', 'b', 'a']);
  });

  it('keeps to its share of the time, and takes the likeliest where none is left', async () => {
    const many = Array.from({ length: 24 }, (_, index) => variant(`v${index}`));
    const speeds = Object.fromEntries(many.map(({ variant: name }, index) => [name, 1e-3 * (1 + index / 50)]));
    const state = bench(speeds, { tuning: 8 });
    await tune(state.context, rungOf(many));
    expect(state.context.tuning.spent).toBeLessThanOrEqual(2.3);
    state.context.tuning.spent = 8;
    expect(await tune(state.context, rungOf(many))).toMatchObject({ trials: [{ reading: null }] });
    expect(names(await tune(bench(speeds, { tuning: 0 }).context, rungOf(many)))).toEqual(['v0']);
  });
});
