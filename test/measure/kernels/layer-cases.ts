/** The kernels between the products of a layer, in one precision. */
import { byExpert } from '../../../src/measure/kernels/layer/by-expert.ts';
import { embed } from '../../../src/measure/kernels/layer/embed.ts';
import type { RoutedShape } from '../../../src/measure/kernels/gemm/gemm-experts.ts';
import { gemvExperts } from '../../../src/measure/kernels/gemv/gemv-experts.ts';
import { norm } from '../../../src/measure/kernels/layer/norm.ts';
import { rope, type RopeShape } from '../../../src/measure/kernels/layer/rope.ts';
import { combine, route } from '../../../src/measure/kernels/layer/route.ts';
import { sample } from '../../../src/measure/kernels/layer/sample.ts';
import { swiglu } from '../../../src/measure/kernels/layer/swiglu.ts';
import { routedProduct } from '../routed.ts';
import type { Case } from './cases.ts';

const decode: RopeShape = {
  batch: 2,
  tokens: 1,
  first: 6,
  seq: 7,
  position: 5000,
  heads: 4,
  kvHeads: 2,
  headDim: 64,
  qkNorm: true,
  biased: false,
  layout: 'head',
};
const prompt: RopeShape = { ...decode, tokens: 5, first: 0, seq: 5, position: 0, qkNorm: false, layout: 'token' };

/** Of 17 rows with two experts each some have several tiles of an expert, and others none. */
const routed: RoutedShape = { n: 33, k: 96, experts: 5, rows: 17, chosen: 2, sharing: 2 };
const tile = { bm: 4, bn: 16, bk: 32, tm: 2, tn: 4 };

export const layerCases = (dtype: 'f32' | 'f16'): readonly Case[] => [
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
  [
    'experts, 4-bit, one vector for all',
    gemvExperts('q4', { rows: 4, reduction: 'subgroup' }, { n: 33, k: 160, experts: 8, slots: 4, sharing: 4 }, dtype, 2),
  ],
  [
    'experts, 8-bit, a vector each',
    gemvExperts('q8', { rows: 4, reduction: 'shared' }, { n: 10, k: 96, experts: 8, slots: 4, sharing: 1 }, dtype, 11),
  ],
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
