import { describe, expect, it } from 'vitest';
import { model, models } from '../../../src/catalogue/models.ts';
import { mostBytes, residentBytes } from '../../../src/measure/kernels/footprint.ts';
import type { DeviceTraits } from '../../../src/measure/kernels/instance.ts';
import { modelInstances } from '../../../src/measure/model/model-instances.ts';
import { isWindowed, modelShape, productExtents, type ModelShape } from '../../../src/measure/model/shape.ts';
import { modelPoints } from '../../../src/run/model-points.ts';

const shapeOf = (id: string): ModelShape => {
  const known = model(id);
  const shape = known === undefined ? { lacks: id } : modelShape(known);
  if ('lacks' in shape) throw new Error(shape.lacks);
  return shape;
};

const gpu: DeviceTraits = {
  f16: true,
  subgroups: true,
  subgroupMin: 32,
  subgroupMax: 32,
  packedDot: true,
  subgroupMatrices: [],
  maxInvocations: 256,
  workgroupStorage: 32_768,
  maxBinding: 2 ** 29,
};
const bare: DeviceTraits = {
  ...gpu,
  f16: false,
  subgroups: false,
  subgroupMin: 0,
  subgroupMax: 0,
  packedDot: false,
  workgroupStorage: 16_384,
  maxBinding: 2 ** 27,
};

describe('shapes', () => {
  it.each([
    ['llama-3.2-1b', 1.236e9],
    ['llama-3.1-8b', 7.505e9],
    ['gpt-oss-20b', 3.607e9],
    ['qwen3-30b-a3b', 3.042e9],
  ])('%s: the products of a step hold the active parameters of its model card', (id, active) => {
    const shape = shapeOf(id);
    const extents = productExtents(shape);
    const of = (name: keyof typeof extents): number => extents[name].n * extents[name].k;
    const block = (of('gate·up') + of('down')) * (shape.experts?.chosen ?? 1) + of('router');
    expect(shape.layers * (of('q·k·v') + of('output projection') + block) + of('output head')).toBeWithinPercent(active, 1);
  });

  it.each([
    'llama-3.2-1b',
    'llama-3.2-3b',
    'llama-3.1-8b',
    'qwen3-0.6b',
    'qwen3-8b',
    'qwen3-14b',
    'qwen3-32b',
    'qwen3-30b-a3b',
    'gpt-oss-20b',
    'qwen2.5-7b',
    'mixtral-8x7b',
  ])('%s: a token and a prompt, in every format of weights', (id) => {
    for (const weights of ['q4', 'q8', 'f16'] as const)
      for (const kernel of ['model.decode', 'model.prefill'] as const)
        expect(
          modelInstances(kernel, { model: id, weights, batch: 1, context: 512, memory: 0 }, gpu, 1).length,
          `${kernel} ${weights}`,
        ).toBeGreaterThan(0);
  });

  it('families have what their reports say', () => {
    expect(shapeOf('qwen2.5-7b')).toMatchObject({ qkNorm: false, biases: { qkv: true, output: false, experts: false }, sinks: false });
    expect(shapeOf('qwen3-8b')).toMatchObject({ qkNorm: true, biases: { qkv: false }, sinks: false, clampedGate: false });
    expect(shapeOf('gpt-oss-20b')).toMatchObject({
      qkNorm: false,
      biases: { qkv: true, output: true, experts: true },
      sinks: true,
      clampedGate: true,
    });
    expect(shapeOf('llama-3.1-8b')).toMatchObject({ qkNorm: false, biases: { qkv: false }, sinks: false, clampedGate: false });
  });

  it('a prompt through experts counts the chosen ones’ FLOP and the touched ones’ weights', () => {
    const [make] = modelInstances('model.prefill', { model: 'gpt-oss-20b', weights: 'q4', batch: 1, context: 512, memory: 0 }, gpu, 1);
    const operator = make?.().model?.operators.find(({ name }) => name === 'gate·up');
    expect(operator?.kernel).toBe('gemm.experts');
    expect(operator?.flops).toBe(2 * 512 * 4 * 2 * 2880 * 2880);
    // All 32 experts at 4.5 bits a weight, 512 rows in and 2048 out.
    expect(operator?.bytes).toBe((32 * 5760 * 2880 * 4.5) / 8 + 2 * (512 * 2880 + 2048 * 5760));
  });

  it('gpt-oss sees a window in every second layer', () => {
    const shape = shapeOf('gpt-oss-20b');
    const windowed = Array.from({ length: shape.layers }, (_, layer) => isWindowed(shape, layer));
    expect(windowed.filter(Boolean)).toHaveLength(12);
    expect(windowed.every((is, layer) => layer === 0 || is !== windowed[layer - 1])).toBe(true);
  });

  it('what has no chain yet says what it lacks', () => {
    expect(modelShape(model('deepseek-v3') ?? failed())).toEqual({ lacks: 'latent attention' });
    expect(modelShape(model('llama-4-maverick') ?? failed())).toEqual({ lacks: 'shared or latent experts' });
    const lacks = models().map((each) => modelShape(each));
    expect(lacks.filter((shape) => !('lacks' in shape)).length).toBeGreaterThan(15);
  });
});

function failed(): never {
  throw new Error('not in the catalogue');
}

describe('plans', () => {
  const every = (['quick', 'thorough'] as const).flatMap((plan) =>
    [false, true].flatMap((handheld) => modelPoints(plan, { software: false, handheld })),
  );

  it.each([
    ['a device with everything', gpu],
    ['a device with nothing', bare],
  ])('%s: each model of a plan has a step inside the memory that it may take', (_name, traits) => {
    for (const { kernel, ladder } of every) {
      const rungs = ladder.map((extents) => {
        const [make] = modelInstances(kernel, extents, traits, 1);
        if (make === undefined) throw new Error(`${kernel} ${extents.model}`);
        const instance = make();
        return { ...extents, instance, bytes: residentBytes(instance, 1) };
      });
      // One layer is held whatever it takes: without f16, gpt-oss's 32 experts and 201,088 words leave no room for a prompt of 512.
      const fitting = rungs.find(({ bytes }) => bytes <= mostBytes);
      expect(fitting, ladder[0]?.model).toBeDefined();
      for (const { instance, bytes, memory } of rungs)
        if ((instance.model?.layersHeld ?? 0) > 1) expect(bytes, instance.id).toBeLessThanOrEqual(memory);
      if (traits.f16) expect(fitting).toBe(rungs[0]);
    }
  });

  it('a processor runs a part that is named as one', () => {
    for (const { ladder } of modelPoints('thorough', { software: true })) expect(ladder.every(({ layersRun }) => layersRun === 1)).toBe(true);
  });
});
