/**
 * The kernels between the products of a layer, against float64 and with faults planted, on SwiftShader: rows that no workgroup
 * divides, both cache layouts, norms of queries and keys, draws that depend on the step.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { embed } from '../../../src/measure/kernels/embed.ts';
import { byExpert } from '../../../src/measure/kernels/by-expert.ts';
import type { RoutedShape } from '../../../src/measure/kernels/gemm-experts.ts';
import { gemvExperts } from '../../../src/measure/kernels/gemv-experts.ts';
import type { Instance } from '../../../src/measure/kernels/instance.ts';
import { norm } from '../../../src/measure/kernels/norm.ts';
import { noise, sample } from '../../../src/measure/kernels/sample.ts';
import { combine, route } from '../../../src/measure/kernels/route.ts';
import { rope, type RopeShape } from '../../../src/measure/kernels/rope.ts';
import { swiglu } from '../../../src/measure/kernels/swiglu.ts';
import { allPassed, verify, verifyAfter } from '../../../src/measure/protocol/verify.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { routedProduct } from '../routed.ts';

const gpu = await softwareGpu();
const f16 = (await gpu?.requestAdapter())?.features.has('shader-f16') === true;

const decode: RopeShape = { batch: 2, tokens: 1, first: 6, seq: 7, position: 5000, heads: 4, kvHeads: 2, headDim: 64, qkNorm: true, biased: false, layout: 'head' };
const prompt: RopeShape = { ...decode, tokens: 5, first: 0, seq: 5, position: 0, qkNorm: false, layout: 'token' };

/** Of 17 rows with two experts each some have several tiles of an expert, and others none. */
const routed: RoutedShape = { n: 33, k: 96, experts: 5, rows: 17, chosen: 2, sharing: 2 };
const tile = { bm: 4, bn: 16, bk: 32, tm: 2, tn: 4 };

const kernels = (dtype: 'f32' | 'f16'): [string, Instance][] => [
  ['embed, tokens beyond the table', embed({ rows: 3, n: 100, held: 7 }, dtype, 5)],
  ['norm, the normed rows', norm({ rows: 2, n: 1030, first: 1, scale: 0.25, gain: 0.5 }, dtype, 1)],
  ['norm, the residual stream', norm({ rows: 3, n: 70, first: 0, scale: 0.25, gain: 0.5 }, dtype, 2, 's')],
  ['rope of one token, with norms: queries', rope(decode, dtype, 3, 'q')],
  ['rope of one token, with norms: keys in their place', rope(decode, dtype, 3, 'k')],
  ['rope of one token, with norms: values in theirs', rope(decode, dtype, 3, 'v')],
  ['rope of a prompt: queries', rope(prompt, dtype, 4, 'q')],
  ['rope of a prompt: keys', rope(prompt, dtype, 4, 'k')],
  ['rope of one token, with norms and a bias: keys in their place', rope({ ...decode, biased: true }, dtype, 3, 'k')],
  ['rope of a prompt, with a bias: queries', rope({ ...prompt, biased: true }, dtype, 4, 'q')],
  ['rope of a prompt, with a bias: values', rope({ ...prompt, biased: true }, dtype, 4, 'v')],
  ['norm of the last of three rows each', norm({ rows: 4, n: 70, first: 2, stride: 3, scale: 0.25, gain: 0.5 }, dtype, 2)],
  ['norm after a bias: the residual stream', norm({ rows: 17, n: 70, first: 0, scale: 0.25, gain: 0.5, biased: true }, dtype, 2, 's')],
  ['norm after a bias: the normed rows', norm({ rows: 1, n: 1030, first: 1, scale: 0.25, gain: 0.5, biased: true }, dtype, 1)],
  ['gate, clamped', swiglu({ rows: 17, n: 77, clamped: true }, dtype, 5)],
  ['gate of experts with a bias', swiglu({ rows: 5, n: 77, clamped: true, bias: { experts: 4 } }, dtype, 6)],
  ['route with a bias: the chosen', route({ rows: 17, experts: 32, chosen: 4, biased: true }, dtype, 8, 'chosen')],
  ['route with a bias: shares', route({ rows: 1, experts: 130, chosen: 8, biased: true }, dtype, 9, 'shares')],
  ['combine what has a bias', combine({ rows: 17, chosen: 4, n: 150, bias: { experts: 7, scale: 12 } }, dtype, 10)],
  ['gate', swiglu({ rows: 3, n: 77 }, dtype, 5)],
  ['route: the chosen, fewer experts than threads', route({ rows: 3, experts: 32, chosen: 4 }, dtype, 8, 'chosen')],
  ['route: shares', route({ rows: 2, experts: 130, chosen: 8 }, dtype, 9, 'shares')],
  ['combine', combine({ rows: 2, chosen: 4, n: 150 }, dtype, 10)],
  ['experts, 4-bit, one vector for all', gemvExperts('q4', { rows: 4, reduction: 'subgroup' }, { n: 33, k: 160, experts: 8, slots: 4, sharing: 4 }, dtype, 2)],
  ['experts, 8-bit, a vector each', gemvExperts('q8', { rows: 4, reduction: 'shared' }, { n: 10, k: 96, experts: 8, slots: 4, sharing: 1 }, dtype, 11)],
  ['experts, unpacked', gemvExperts(dtype, { rows: 2, reduction: 'shared' }, { n: 9, k: 64, experts: 4, slots: 2, sharing: 1 }, dtype, 1)],
  ['slots by expert, more than threads', byExpert({ slots: 300, experts: 7 }, 5)],
  ['slots by expert, where each begins, some without any', byExpert({ slots: 20, experts: 40 }, 6, 'offsets')],
  ['experts over many rows, 4-bit, ragged', routedProduct('q4', tile, routed, dtype, 1)],
  ['experts over many rows, 8-bit, whole columns, a row each', routedProduct('q8', tile, { ...routed, n: 32, sharing: 1 }, dtype, 2)],
  ['experts over one row', routedProduct('q4', tile, { ...routed, rows: 1, k: 64 }, dtype, 3)],
  ['experts over many rows, unpacked, more experts than threads', routedProduct(dtype, tile, { ...routed, experts: 20 }, dtype, 4)],
  ['draw, three parts', sample({ rows: 2, vocab: 9001, stride: 3 }, dtype, 6)],
  ['draw, fewer words than threads', sample({ rows: 1, vocab: 99, stride: 1 }, dtype, 7)],
];

describe.skipIf(gpu === undefined)('layer kernels', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  const meets = async (_name: string, instance: Instance): Promise<void> => {
    const loaded = await bench.load(instance, 1);
    const checks = await verify(bench, loaded, 1);
    expect(checks, JSON.stringify(checks)).toSatisfy(allPassed);
    await loaded.poison();
    const encoder = opened.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    loaded.encode(pass, 3);
    pass.end();
    opened.device.queue.submit([encoder.finish()]);
    expect(await verifyAfter(bench, loaded, { links: 3, lastPass: 3 }, 2)).toMatchObject({ passed: true });
    loaded.release();
  };

  it.each(kernels('f32'))('%s', meets);
  // SwiftShader has no f16; a Mesa driver in VK_DRIVER_FILES has.
  it.skipIf(!f16).each(kernels('f16'))('f16: %s', meets);

  const named = new Map(kernels('f32'));
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
    ['the second best expert is taken twice', 'route: the chosen, fewer experts than threads', 'taken[earlier] != expert', 'taken[earlier] != expert + 1u'],
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
    ['lower experts are counted one short', 'slots by expert, where each begins, some without any', 'chosen[slot] < expert', 'chosen[slot] + 1u < expert'],
    ['experts are exchanged', 'experts over many rows, 4-bit, ragged', 'own.x * shape.n', '(own.x ^ 1u) * shape.n'],
    ['an expert’s second tile is skipped', 'experts over many rows, 4-bit, ragged', 'tile < first + (end - begin + BM - 1u) / BM', 'tile < first + 1u'],
    ['slots are taken as they come', 'experts over many rows, 8-bit, whole columns, a row each', 'order[min(own.y + row, own.z - 1u)]', 'min(own.y + row, own.z - 1u)'],
    ['a scale of the first block for all', 'experts over many rows, 8-bit, whole columns, a row each', 'scales[first / 32u]', 'scales[row * shape.k / 32u]'],
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
