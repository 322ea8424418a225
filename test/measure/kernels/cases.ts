/**
 * Instances whose numbers are met on every software adapter there is: ragged sizes, grouped queries, batches of 1 and 17, a
 * depth that no tile divides. Those in f16 need an adapter that has it.
 */
import { attentionDecode } from '../../../src/measure/kernels/attention/attention-decode.ts';
import { attentionPrefill } from '../../../src/measure/kernels/attention/attention-prefill.ts';
import { quantisedGemm } from '../../../src/measure/kernels/gemm/gemm-quantised.ts';
import { gemm, gemmConfigs } from '../../../src/measure/kernels/gemm/gemm.ts';
import { quantisedGemv } from '../../../src/measure/kernels/gemv/gemv-quantised.ts';
import { gemv } from '../../../src/measure/kernels/gemv/gemv.ts';
import type { Instance } from '../../../src/measure/kernels/instance.ts';
import { launch } from '../../../src/measure/kernels/probes/launch.ts';
import { memSweep } from '../../../src/measure/kernels/probes/memory-sweep.ts';
import { memCopy, memTriad, memWrite, readCandidates } from '../../../src/measure/kernels/probes/memory.ts';
import { peakDp4a } from '../../../src/measure/kernels/probes/peak-dp4a.ts';
import { fmaCandidates } from '../../../src/measure/kernels/probes/peak-fma.ts';

export type Case = readonly [name: string, instance: Instance];

// SwiftShader's compile time grows with the unrolled tile: one real tile, and else the smallest that has every path.
export const tiny = { bm: 16, bn: 16, bk: 16, tm: 2, tn: 4 };
const deep = { ...tiny, bk: 32 };

export const gemmCases: readonly Case[] = [
  ['32x32 tiles, several rows of them', gemm(gemmConfigs['32x32'], { m: 320, n: 64, k: 48 }, 'f32', 1)],
  ['ragged, whole vec4s', gemm(tiny, { m: 37, n: 72, k: 52 }, 'f32', 2)],
  ['ragged in every direction', gemm(tiny, { m: 17, n: 35, k: 37 }, 'f32', 3)],
  ['one row', gemm(tiny, { m: 1, n: 64, k: 64 }, 'f32', 4)],
  ['8x8 a thread', gemm({ ...tiny, bm: 32, bn: 32, bk: 8, tm: 8, tn: 8 }, { m: 64, n: 32, k: 24 }, 'f32', 5)],
  ['16x4 a thread', gemm({ ...tiny, bm: 64, bk: 8, tm: 16 }, { m: 64, n: 32, k: 24 }, 'f32', 6)],
  ['two tiles in turn, odd steps', gemm({ ...tiny, staging: 'double' }, { m: 32, n: 32, k: 48 }, 'f32', 7)],
  ['two tiles in turn, ragged', gemm({ ...tiny, staging: 'double' }, { m: 17, n: 35, k: 37 }, 'f32', 8)],
  ['fetched ahead', gemm({ ...tiny, staging: 'ahead' }, { m: 32, n: 32, k: 48 }, 'f32', 17)],
  ['fetched ahead, ragged, shares that are not whole', gemm({ ...tiny, bn: 32, bk: 8, staging: 'ahead' }, { m: 17, n: 35, k: 37 }, 'f32', 18)],
  ['nothing staged', gemm({ ...tiny, bk: 4, staging: 'none' }, { m: 32, n: 32, k: 20 }, 'f32', 9)],
  ['nothing staged, ragged', gemm({ ...tiny, bk: 4, staging: 'none' }, { m: 17, n: 35, k: 37 }, 'f32', 10)],
  ['A transposed, whole tiles', gemm({ ...tiny, tm: 4, layout: 'transposed' }, { m: 32, n: 32, k: 48 }, 'f32', 14)],
  ['A transposed, ragged in every direction', gemm({ ...tiny, bm: 32, tm: 8, layout: 'transposed', padding: 0 }, { m: 37, n: 35, k: 37 }, 'f32', 15)],
  [
    'A transposed, ragged whole vec4s, two tiles in turn',
    gemm({ ...tiny, tm: 4, tn: 8, layout: 'transposed', staging: 'double' }, { m: 17, n: 36, k: 52 }, 'f32', 16),
  ],
  ['A transposed, depth in parts', gemm({ ...tiny, tm: 4, layout: 'transposed', split: 3 }, { m: 17, n: 36, k: 100 }, 'f32', 17)],
  ['rows unpadded', gemm({ ...tiny, padding: 0 }, { m: 17, n: 35, k: 37 }, 'f32', 18)],
  ['depth in three parts', gemm({ ...tiny, split: 3 }, { m: 32, n: 48, k: 96 }, 'f32', 11)],
  ['depth in parts, ragged, two tiles in turn', gemm({ ...tiny, staging: 'double', split: 4 }, { m: 17, n: 36, k: 200 }, 'f32', 12)],
  ['depth in parts, shallower than its split', gemm({ ...tiny, split: 8 }, { m: 17, n: 35, k: 33 }, 'f32', 13)],
  ['int8, whole tiles', quantisedGemm('gemm.i8', deep, { m: 32, n: 32, k: 96 }, 'f32', 1)],
  ['int8, ragged, depth in parts', quantisedGemm('gemm.i8', { ...deep, bk: 64, split: 2 }, { m: 17, n: 35, k: 224 }, 'f32', 2)],
  ['4-bit weights, whole tiles', quantisedGemm('gemm.w4a16', deep, { m: 32, n: 48, k: 64 }, 'f32', 3)],
  ['4-bit weights, ragged, one row, depth not whole tiles', quantisedGemm('gemm.w4a16', { ...deep, bk: 64 }, { m: 1, n: 70, k: 96 }, 'f32', 4)],
  ['8-bit weights, whole tiles', quantisedGemm('gemm.w8a16', deep, { m: 32, n: 48, k: 64 }, 'f32', 3)],
  ['8-bit weights, ragged, 17 rows', quantisedGemm('gemm.w8a16', deep, { m: 17, n: 70, k: 96 }, 'f32', 4)],
  ['8-bit weights, one row, depth in parts', quantisedGemm('gemm.w8a16', { ...deep, split: 2 }, { m: 1, n: 33, k: 160 }, 'f32', 5)],
  ['4-bit weights, depth in parts', quantisedGemm('gemm.w4a16', { ...deep, split: 2 }, { m: 17, n: 33, k: 160 }, 'f32', 5)],
  ['4-bit weights and int8 activations, whole tiles', quantisedGemm('gemm.w4a8', deep, { m: 32, n: 32, k: 96 }, 'f32', 6)],
  [
    '4-bit weights and int8 activations, ragged, two blocks a step',
    quantisedGemm('gemm.w4a8', { ...deep, bk: 64 }, { m: 17, n: 35, k: 96 }, 'f32', 7),
  ],
];

export const gemmHalfCases: readonly Case[] = [
  ['whole tiles', gemm(tiny, { m: 32, n: 32, k: 48 }, 'f16', 1)],
  ['ragged in every direction', gemm(tiny, { m: 17, n: 35, k: 37 }, 'f16', 2)],
  ['f16 sums', gemm(deep, { m: 32, n: 32, k: 96 }, 'f16', 3, 'gemm.f16a16')],
  ['f16 sums, ragged, two tiles in turn', gemm({ ...deep, staging: 'double' }, { m: 17, n: 35, k: 70 }, 'f16', 4, 'gemm.f16a16')],
  ['depth in parts', gemm({ ...tiny, split: 3 }, { m: 32, n: 36, k: 100 }, 'f16', 5)],
  ['A transposed, ragged', gemm({ ...tiny, tm: 4, layout: 'transposed' }, { m: 17, n: 35, k: 37 }, 'f16', 8)],
  ['A transposed, f16 sums', gemm({ ...deep, tm: 4, layout: 'transposed', staging: 'double' }, { m: 32, n: 36, k: 68 }, 'f16', 9, 'gemm.f16a16')],
  ['4-bit weights', quantisedGemm('gemm.w4a16', deep, { m: 17, n: 35, k: 96 }, 'f16', 6)],
  ['8-bit weights', quantisedGemm('gemm.w8a16', deep, { m: 17, n: 35, k: 96 }, 'f16', 6)],
  ['4-bit weights and int8 activations', quantisedGemm('gemm.w4a8', deep, { m: 17, n: 35, k: 96 }, 'f16', 7)],
];

const shared = { threads: 32, rows: 4, reduction: 'shared' } as const;
const subgroup = { threads: 32, rows: 1, reduction: 'subgroup' } as const;

export const gemvCases: readonly Case[] = [
  ['f32, subgroups', gemv({ threads: 64, rows: 4, reduction: 'subgroup' }, { n: 33, k: 1000 }, 'f32', 6)],
  ['f32, workgroup memory', gemv({ threads: 128, rows: 2, reduction: 'shared' }, { n: 33, k: 2052 }, 'f32', 7)],
  ['f32, depth not a multiple of 4', gemv(shared, { n: 9, k: 333 }, 'f32', 8)],
  ['f32, 5 vectors', gemv(shared, { n: 33, k: 260, batch: 5 }, 'f32', 9)],
  ['f32, 17 vectors in two tiles', gemv({ ...subgroup, rows: 2 }, { n: 9, k: 300, batch: 17 }, 'f32', 10)],
  ['f32, depth in two parts', gemv({ ...shared, split: 2 }, { n: 33, k: 1028 }, 'f32', 11)],
  ['f32, depth in four parts, not a multiple of 4, 3 vectors', gemv({ ...subgroup, split: 4 }, { n: 9, k: 333, batch: 3 }, 'f32', 12)],
  ['f32, shallower than its split', gemv({ ...shared, split: 4 }, { n: 9, k: 12 }, 'f32', 13)],
  ['q8, depth in four parts, not whole blocks', quantisedGemv('gemv.q8', { ...shared, words: 1, split: 4 }, { n: 33, k: 992 }, 'f32', 8)],
  [
    'q4, depth in two parts, 17 vectors',
    quantisedGemv('gemv.q4', { ...shared, rows: 2, words: 4, split: 2 }, { n: 7, k: 1120, batch: 17 }, 'f32', 9),
  ],
  ['q4 with int8 activations, depth in four parts', quantisedGemv('gemv.q4a8', { ...shared, words: 4, split: 4 }, { n: 33, k: 1376 }, 'f32', 10)],
  ['q8, words of 4', quantisedGemv('gemv.q8', { ...shared, words: 4 }, { n: 33, k: 992 }, 'f32', 1)],
  ['q8, single words, subgroups, 3 vectors', quantisedGemv('gemv.q8', { ...subgroup, words: 1 }, { n: 33, k: 96, batch: 3 }, 'f32', 2)],
  ['q4, words of 4', quantisedGemv('gemv.q4', { ...shared, words: 4 }, { n: 33, k: 1376 }, 'f32', 3)],
  ['q4, single words, subgroups', quantisedGemv('gemv.q4', { ...subgroup, words: 1 }, { n: 33, k: 544 }, 'f32', 4)],
  ['q4, pairs of words, 17 vectors', quantisedGemv('gemv.q4', { ...shared, rows: 1, words: 2 }, { n: 7, k: 96, batch: 17 }, 'f32', 5)],
  ['q4 with int8 activations', quantisedGemv('gemv.q4a8', { ...shared, rows: 2, words: 4 }, { n: 33, k: 1376 }, 'f32', 6)],
  ['q4 with int8 activations, 17 vectors', quantisedGemv('gemv.q4a8', { ...subgroup, words: 4 }, { n: 7, k: 96, batch: 17 }, 'f32', 7)],
];

export const gemvHalfCases: readonly Case[] = [
  ['f16, subgroups, eight at once', gemv({ ...subgroup, rows: 4 }, { n: 33, k: 1000 }, 'f16', 4)],
  ['f16, depth not a multiple of 8, 3 vectors', gemv(shared, { n: 9, k: 333, batch: 3 }, 'f16', 5)],
  ['f16, depth in four parts', gemv({ ...shared, split: 4 }, { n: 33, k: 2008 }, 'f16', 6)],
  ['q4, depth in two parts', quantisedGemv('gemv.q4', { ...shared, words: 2, split: 2 }, { n: 33, k: 1376 }, 'f16', 7)],
  ['q8', quantisedGemv('gemv.q8', { ...shared, words: 4 }, { n: 33, k: 992 }, 'f16', 1)],
  ['q4', quantisedGemv('gemv.q4', { ...shared, words: 4 }, { n: 33, k: 992, batch: 2 }, 'f16', 2)],
  ['q4 with int8 activations', quantisedGemv('gemv.q4a8', { ...shared, words: 4 }, { n: 33, k: 992 }, 'f16', 3)],
];

export const probeCases: readonly Case[] = [
  ...fmaCandidates({ threads: 512, turns: 20 }, 'f32').map((instance): Case => [`peak multiply-add, ${instance.variant}`, instance]),
  ...readCandidates({ bytes: 3 * 2 ** 18 }, 7).map((instance): Case => [`stream read, ${instance.variant}`, instance]),
  ['stream copy', memCopy({ bytes: 3 * 2 ** 18 }, 7)],
  ['launch', launch()],
  ['8-bit dot product', peakDp4a({ threads: 512, turns: 20 })],
  ['stream write', memWrite({ bytes: 3 * 2 ** 18 }, 7)],
  ['stream triad', memTriad({ bytes: 3 * 2 ** 18 }, 7)],
  ['read of the whole pool', memSweep({ pool: 2 ** 20, window: 2 ** 20 }, 7)],
  ['read of a window, again and again', memSweep({ pool: 2 ** 20, window: 2 ** 18 }, 7)],
  ['pass launch', launch('pass')],
  ['submit launch', launch('submit')],
];

const rows = { batch: 2, heads: 4, kvHeads: 2, headDim: 64 };

/** Attention of prompts and of single tokens. */
export const attentionCases: readonly Case[] = [
  ['prefill, whole tiles, grouped queries', attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { ...rows, seq: 64 }, 'f32', 9)],
  ['prefill, ragged', attentionPrefill({ bq: 32, bk: 32, dc: 16, vc: 8 }, { ...rows, batch: 1, seq: 45 }, 'f32', 10)],
  [
    'prefill shorter than a tile, head dimension 128',
    attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { batch: 1, seq: 7, heads: 2, kvHeads: 2, headDim: 128 }, 'f32', 11),
  ],
  ['prefill by rows, whole tiles, grouped queries', attentionPrefill({ rows: 32, split: 1, bk: 16, keys: 4 }, { ...rows, seq: 64 }, 'f32', 15)],
  ['prefill by rows, ragged', attentionPrefill({ rows: 32, split: 1, bk: 8, keys: 8 }, { ...rows, kvHeads: 4, batch: 1, seq: 77 }, 'f32', 16)],
  [
    'prefill by rows, two threads a query, head dimension 128, shorter than a tile',
    attentionPrefill({ rows: 32, split: 2, bk: 8, keys: 4 }, { batch: 2, seq: 21, heads: 2, kvHeads: 1, headDim: 128 }, 'f32', 17),
  ],
  ['prefill, a window and sinks', attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { ...rows, seq: 96, window: 40, sinks: true }, 'f32', 20)],
  ['prefill, ragged, a window', attentionPrefill({ bq: 64, bk: 32, dc: 16, vc: 8 }, { ...rows, batch: 1, seq: 109, window: 13 }, 'f32', 21)],
  ['prefill, sinks', attentionPrefill({ bq: 32, bk: 32, dc: 16, vc: 8 }, { ...rows, batch: 1, seq: 45, sinks: true }, 'f32', 22)],
  [
    'prefill by rows, a window and sinks',
    attentionPrefill({ rows: 32, split: 1, bk: 16, keys: 4 }, { ...rows, seq: 96, window: 40, sinks: true }, 'f32', 23),
  ],
  [
    'prefill by rows, ragged, a window',
    attentionPrefill({ rows: 32, split: 2, bk: 8, keys: 8 }, { ...rows, batch: 1, seq: 77, window: 9 }, 'f32', 24),
  ],
  ['decode, sinks', attentionDecode({ threads: 64, keys: 32, split: 4 }, { ...rows, seq: 150, sinks: true }, 'f32', 25)],
  [
    'decode from a cache of bytes, sinks, 17 sequences',
    attentionDecode({ threads: 64, keys: 32, split: 4 }, { ...rows, batch: 17, seq: 40, sinks: true }, 'f32', 26, 'q8'),
  ],
  ['decode, ragged last split, grouped queries', attentionDecode({ threads: 64, keys: 64, split: 4 }, { ...rows, seq: 150 }, 'f32', 12)],
  [
    'decode, a thread a key, queries in workgroup memory, two tiles a workgroup',
    attentionDecode({ threads: 64, keys: 64, tiles: 2, split: 1 }, { ...rows, heads: 8, batch: 1, seq: 290 }, 'f32', 18),
  ],
  ['decode from a cache of bytes', attentionDecode({ threads: 64, keys: 32, tiles: 2, split: 4 }, { ...rows, seq: 150 }, 'f32', 19, 'q8')],
  [
    'decode, one query a group, fewer keys than a split',
    attentionDecode({ threads: 64, keys: 64, split: 8 }, { ...rows, kvHeads: 4, seq: 9 }, 'f32', 13),
  ],
  [
    'decode, eight queries a group, head dimension 128',
    attentionDecode({ threads: 64, keys: 64, split: 16 }, { batch: 1, seq: 130, heads: 16, kvHeads: 2, headDim: 128 }, 'f32', 14),
  ],
];

export const attentionHalfCases: readonly Case[] = [
  ['prefill, ragged, grouped queries', attentionPrefill({ bq: 64, bk: 32, dc: 16, vc: 8 }, { ...rows, seq: 77 }, 'f16', 6)],
  ['prefill by rows, ragged', attentionPrefill({ rows: 32, split: 2, bk: 16, keys: 4 }, { ...rows, seq: 77 }, 'f16', 8)],
  ['prefill, a window and sinks', attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { ...rows, seq: 77, window: 40, sinks: true }, 'f16', 20)],
  [
    'prefill by rows, a window and sinks',
    attentionPrefill({ rows: 32, split: 2, bk: 16, keys: 4 }, { ...rows, seq: 77, window: 40, sinks: true }, 'f16', 23),
  ],
  ['decode, sinks', attentionDecode({ threads: 64, keys: 32, split: 4 }, { ...rows, seq: 150, sinks: true }, 'f16', 25)],
  ['decode, ragged last split, grouped queries', attentionDecode({ threads: 64, keys: 64, split: 4 }, { ...rows, seq: 150 }, 'f16', 7)],
  ['decode from a cache of bytes', attentionDecode({ threads: 64, keys: 64, split: 8 }, { ...rows, seq: 150 }, 'f16', 9, 'q8')],
];

export const probeHalfCases: readonly Case[] = fmaCandidates({ threads: 512, turns: 256 }, 'f16').map((instance) => [
  `peak multiply-add, ${instance.variant}`,
  instance,
]);
