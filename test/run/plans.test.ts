import { describe, expect, it } from 'vitest';
import { planPoints, planPolicy, type PlanFacts } from '../../src/run/plans.ts';
import type { PlanName } from '../../src/run/run.ts';

const gpu: PlanFacts = { software: false, f16: true };
const plans: PlanName[] = ['quick', 'thorough'];

describe('the quick plan on a GPU with f16', () => {
  const points = planPoints('quick', gpu);
  const count = (kernel: string, dtype?: string): number =>
    points.filter((point) => point.kernel === kernel && (dtype === undefined || point.dtype === dtype)).length;

  it('has the points that were promised', () => {
    expect([count('peak.fma'), count('mem.read'), count('mem.copy'), count('launch.dispatch')]).toEqual([2, 1, 1, 1]);
    expect([count('gemm', 'f32'), count('gemm', 'f16')]).toEqual([4, 4]);
    expect([count('gemv'), count('attention.prefill'), count('attention.decode')]).toEqual([3, 2, 3]);
  });

  it('ends with small weights and whole numbers', () => {
    expect(points.slice(-3).map(({ kernel }) => kernel)).toEqual(['gemv.q4', 'gemm.w4a16', 'gemm.i8']);
  });

  it('begins with what everything else is divided by', () => {
    expect(points.slice(0, 3).map((point) => point.kernel)).toEqual(['peak.fma', 'mem.read', 'launch.dispatch']);
  });

  it('has met every family by the seventh point, should time run out', () => {
    expect(new Set(points.slice(0, 7).map((point) => point.kernel)).size).toBe(7);
  });
});

describe('models without their weights', () => {
  const models = (plan: PlanName, facts: PlanFacts): string[] =>
    planPoints(plan, facts).flatMap((point) =>
      point.kernel === 'model.decode' || point.kernel === 'model.prefill' ? [`${point.kernel} ${point.ladder[0]?.model ?? ''}`] : [],
    );

  it('a token and a prompt of one model follow the families that they are made of', () => {
    const kernels = planPoints('quick', gpu).map(({ kernel }) => kernel);
    expect(kernels.slice(7, 9)).toEqual(['model.decode', 'model.prefill']);
    expect(models('quick', gpu)).toEqual(['model.decode llama-3.2-1b', 'model.prefill llama-3.2-1b']);
  });

  it('the thorough plan goes on to larger ones, dense and of experts', () => {
    for (const model of ['llama-3.2-3b', 'llama-3.1-8b', 'qwen3-8b', 'gpt-oss-20b', 'qwen3-30b-a3b'])
      expect(models('thorough', gpu)).toContain(`model.decode ${model}`);
  });

  it('a processor runs one', () => {
    expect(models('quick', { software: true, f16: false })).toEqual(['model.decode qwen3-0.6b']);
  });
});

describe('every plan', () => {
  const all = plans.flatMap((plan) =>
    [true, false].flatMap((software) =>
      [true, false].map((f16) => ({ plan, facts: { software, f16 }, points: planPoints(plan, { software, f16 }) })),
    ),
  );

  it('has no f16 point for a device without f16', () => {
    for (const { facts, points } of all) if (!facts.f16) expect(points.some((point) => point.dtype === 'f16')).toBe(false);
  });

  it('asks for each shape and type once at the top of a ladder', () => {
    for (const { plan, facts, points } of all) {
      const tops = points.map((point) => `${point.kernel} ${point.dtype} ${JSON.stringify(point.ladder[0])}`);
      expect(new Set(tops).size, `${plan} ${JSON.stringify(facts)}`).toBe(tops.length);
    }
  });

  it('descends its ladders', () => {
    const size = (shape: object): number => Object.values(shape as Record<string, number>).reduce((product, extent) => product * extent, 1);
    for (const { points } of all) {
      for (const { ladder } of points) {
        const sizes = ladder.map(size);
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      }
    }
  });

  it('contains the quick plan in the thorough one', () => {
    for (const software of [true, false]) {
      expect(planPoints('thorough', { software, f16: true })).toEqual(expect.arrayContaining(planPoints('quick', { software, f16: true })));
    }
  });

  it('never asks a handheld for a buffer of more than 128 MiB', () => {
    for (const plan of plans) {
      const facts = { software: false, f16: true, handheld: true };
      expect(planPolicy(plan, facts).workingSet).toBe(2 ** 27);
      for (const point of planPoints(plan, facts)) {
        if (point.kernel === 'mem.read') expect(Math.max(...point.ladder.map(({ bytes }) => bytes))).toBe(2 ** 27);
      }
    }
  });

  it('gives a processor more time and smaller shapes, and thorough more of everything', () => {
    for (const plan of plans) {
      expect(planPolicy(plan, { software: true, f16: false }).budget).toBeGreaterThan(planPolicy(plan, gpu).budget);
    }
    const [quick, thorough] = plans.map((plan) => planPolicy(plan, gpu));
    expect(thorough?.budget).toBeGreaterThan(quick?.budget ?? Infinity);
    expect(thorough?.fewest).toBeGreaterThan(quick?.fewest ?? Infinity);
    expect(thorough?.precision).toBeLessThan(quick?.precision ?? 0);
  });
});

describe('the ceilings of the thorough plan', () => {
  const matrices = [{ component: 'f16', result: 'f32', m: 16, n: 16, k: 16 }] as const;

  it.each([{ software: false }, { software: true }])('are all there, %j', ({ software }) => {
    const kernels = planPoints('thorough', { software, f16: true, subgroupMatrices: matrices }).map(({ kernel }) => kernel);
    expect(kernels).toEqual(
      expect.arrayContaining([
        'peak.fma',
        'peak.dp4a',
        'peak.sgm',
        'mem.read',
        'mem.write',
        'mem.copy',
        'mem.triad',
        'mem.sweep',
        'peak.width',
        'mem.width',
      ]),
    );
    expect(kernels).toEqual(expect.arrayContaining(['launch.dispatch', 'launch.pass', 'launch.submit']));
  });

  it('come before what is divided by them, and the sweep before all that rotates', () => {
    const kernels = planPoints('thorough', gpu).map(({ kernel }) => kernel);
    expect(kernels.indexOf('mem.sweep')).toBe(kernels.indexOf('mem.read') + 1);
    // Widths decide about candidates: before any point that has some.
    expect(kernels.indexOf('mem.width')).toBeLessThan(kernels.findIndex((kernel) => /^(gemm|gemv|attention|model)/.test(kernel)));
    const wholeNumbers = kernels.findIndex((kernel) => kernel === 'gemm.i8');
    if (wholeNumbers >= 0) expect(kernels.indexOf('peak.dp4a')).toBeLessThan(wholeNumbers);
  });

  it('leave the quick plan as short as it is', () => {
    const kernels = new Set(planPoints('quick', gpu).map(({ kernel }) => kernel));
    for (const kernel of [
      'peak.dp4a',
      'peak.sgm',
      'mem.sweep',
      'peak.width',
      'mem.width',
      'mem.write',
      'mem.triad',
      'launch.pass',
      'launch.submit',
    ] as const)
      expect(kernels.has(kernel)).toBe(false);
  });
});

describe('the care of a plan', () => {
  it('allows a phone shorter dispatches', () => {
    expect(planPolicy('quick', gpu).longestDispatch).toBe(0.05);
    expect(planPolicy('quick', { ...gpu, handheld: true }).longestDispatch).toBe(0.02);
  });

  it('throws the first sample after each warm-up away, and looks at caches where it is thorough', () => {
    const [quick, thorough] = plans.map((plan) => planPolicy(plan, gpu));
    expect([quick?.discard, thorough?.discard]).toEqual([1, 1]);
    expect([quick?.hot, thorough?.hot]).toEqual([false, true]);
  });
});
