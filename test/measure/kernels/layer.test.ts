/**
 * The kernels between the products of a layer, against float64 and with faults planted, on SwiftShader: rows that no workgroup
 * divides, both cache layouts, norms of queries and keys, draws that depend on the step.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import type { Instance } from '../../../src/measure/kernels/instance.ts';
import { noise } from '../../../src/measure/kernels/layer/sample.ts';
import { allPassed, verify } from '../../../src/measure/protocol/verify.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { meetsItsJudge } from '../meets.ts';
import { layerCases } from './layer-cases.ts';

const gpu = await softwareGpu();
const f16 = (await gpu?.requestAdapter())?.features.has('shader-f16') === true;

describe.skipIf(gpu === undefined)('layer kernels', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  const meets = (_name: string, instance: Instance): Promise<void> => meetsItsJudge(bench, instance, 1);

  it.each(layerCases('f32'))('%s', meets);
  // SwiftShader has no f16; a Mesa driver in VK_DRIVER_FILES has.
  it.skipIf(!f16).each(layerCases('f16'))('f16: %s', meets);

  const named = new Map(layerCases('f32'));
  it.each<[string, string, string, string]>([
    ['the table is read one row off', 'embed, tokens beyond the table', '% shape.held)', '% shape.held + 1u)'],
    ['the mean runs over all threads, not all columns', 'norm, the normed rows', '/ f32(shape.n)', '/ f32(THREADS)'],
    ['the branch is not added', 'norm, the residual stream', '+ shape.scale *', '+ 0.0 *'],
    ['the first row is taken for every row', 'norm, the residual stream', '(shape.first + group.x * shape.stride)', '(shape.first)'],
    ['heads are swapped', 'rope of one token, with norms: queries', '(row * shape.heads + head)', '(row * shape.heads + (head ^ 1u))'],
    ['the rotation runs the other way', 'rope of a prompt: queries', 'normed.x * angle.x - normed.y', 'normed.x * angle.x + normed.y'],
    ['keys are written one place late', 'rope of a prompt: keys', '(shape.first + token)', '(shape.first + (token + 1u) % shape.tokens)'],
    ['a head of keys overwrites its neighbour', 'rope of one token, with norms: keys in their place', 'kv_head * shape.head_stride', '0u * kv_head'],
    ['gate and up change places', 'gate', 'f32(x[source + shape.n])', 'f32(x[source])'],
    [
      'the second best expert is taken twice',
      'route: the chosen, fewer experts than threads',
      'taken[earlier] != expert',
      'taken[earlier] != expert + 1u',
    ],
    ['shares are of all scores', 'route: shares', '/ sum', '/ (sum + 1.0)'],
    ['the bias of the projection is lost', 'rope of a prompt, with a bias: values', 'f32(bias[own])', '0.0'],
    ['a head takes the bias of the first', 'rope of a prompt, with a bias: queries', 'head * D + local', 'local'],
    ['the bias of the branch is lost', 'norm after a bias: the residual stream', 'sum += f32(bias[i]);', ''],
    ['the gate is not clamped', 'gate, clamped', 'min(gate, 7.0)', 'gate'],
    ['one is not added', 'gate, clamped', '7.0) + 1.0)', '7.0) + 0.0)'],
    ['the bias of another expert', 'gate of experts with a bias', 'chosen[at / shape.n]', '(chosen[at / shape.n] ^ 1u)'],
    ['the router’s bias is lost', 'route with a bias: the chosen', 'value += f32(bias[expert]);', ''],
    ['an expert’s last bias is lost', 'combine what has a bias', 'made += shape.scale *', 'made += 0.0 *'],
    ['an expert is left out', 'combine', '(row + 1u) * CHOSEN', '(row + 1u) * CHOSEN - 1u'],
    ['the wrong expert is read', 'experts, 4-bit, one vector for all', 'chosen[slot] * shape.n', '(chosen[slot] ^ 1u) * shape.n'],
    ['a scale is taken from the block before', 'experts, 8-bit, a vector each', 'step * VECTORS / 8u]', 'step * VECTORS / 16u]'],
    ['slots of the expert before are taken along', 'slots by expert, more than threads', 'chosen[slot] == expert)', 'chosen[slot] + 1u == expert)'],
    [
      'lower experts are counted one short',
      'slots by expert, where each begins, some without any',
      'chosen[slot] < expert',
      'chosen[slot] + 1u < expert',
    ],
    ['experts are exchanged', 'experts over many rows, 4-bit, ragged', 'own.x * shape.n', '(own.x ^ 1u) * shape.n'],
    [
      'an expert’s second tile is skipped',
      'experts over many rows, 4-bit, ragged',
      'tile < first + (end - begin + BM - 1u) / BM',
      'tile < first + 1u',
    ],
    [
      'slots are taken as they come',
      'experts over many rows, 8-bit, whole columns, a row each',
      'order[min(own.y + row, own.z - 1u)]',
      'min(own.y + row, own.z - 1u)',
    ],
    [
      'a scale of the first block for all',
      'experts over many rows, 8-bit, whole columns, a row each',
      'scales[first / 32u]',
      'scales[row * shape.k / 32u]',
    ],
    ['the last part of the vocabulary is left out', 'draw, three parts', 'part < shape.parts;', 'part + 1u < shape.parts;'],
    ['the noise forgets the step', 'draw, fewer words than threads', 'shape.seed + steps[row]', 'shape.seed'],
  ])('%s: rejected', async (_name, kernel, from, to) => {
    const instance = named.get(kernel);
    if (instance === undefined) throw new Error(kernel);
    expect(instance.stages.some(({ code }) => code.includes(from))).toBe(true);
    const faulty = { ...instance, stages: instance.stages.map((stage) => ({ ...stage, code: stage.code.replaceAll(from, to) })) };
    const loaded = await bench.load(faulty, 1);
    expect(await verify(bench, loaded, 1)).not.toSatisfy(allPassed);
    loaded.release();
  });
});

it('the noise is that of a Gumbel distribution: mean 0.5772, variance pi^2 / 6', () => {
  const draws = Array.from({ length: 40_000 }, (_, word) => noise(3, 1, 0, word));
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  expect(mean).toBeWithinPercent(0.5772, 4);
  expect(variance).toBeWithinPercent(Math.PI ** 2 / 6, 4);
});
