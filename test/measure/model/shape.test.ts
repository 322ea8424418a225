import { describe, expect, it } from 'vitest';
import { model, models } from '../../../src/catalogue/models.ts';
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
      const [first] = ladder;
      if (first === undefined) continue;
      const [make] = modelInstances(kernel, first, traits, 1);
      if (make === undefined) throw new Error(`${kernel} ${first.model}`);
      const { buffers, model: step } = make();
      const bytes = Object.values(buffers).reduce((sum, { length, element }) => sum + length * (element === 'f16' ? 2 : 4), 0);
      expect(bytes, first.model).toBeLessThanOrEqual(first.memory);
      expect(step?.layersHeld).toBeGreaterThanOrEqual(1);
    }
  });

  it('a processor runs a part that is named as one', () => {
    for (const { ladder } of modelPoints('thorough', { software: true })) expect(ladder.every(({ layersRun }) => layersRun === 1)).toBe(true);
  });
});
