/**
 * Kernels that are wrong on purpose: each fault is one that a driver or a careless edit could make, and none may get a
 * time. The control is the same kernel without the fault.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import { attentionDecode } from '../../../src/measure/kernels/attention/attention-decode.ts';
import { attentionPrefill } from '../../../src/measure/kernels/attention/attention-prefill.ts';
import { quantisedGemm } from '../../../src/measure/kernels/gemm/gemm-quantised.ts';
import { gemm, gemmConfigs } from '../../../src/measure/kernels/gemm/gemm.ts';
import { quantisedGemv } from '../../../src/measure/kernels/gemv/gemv-quantised.ts';
import { gemv } from '../../../src/measure/kernels/gemv/gemv.ts';
import { norm } from '../../../src/measure/kernels/layer/norm.ts';
import { rope } from '../../../src/measure/kernels/layer/rope.ts';
import { combine, route } from '../../../src/measure/kernels/layer/route.ts';
import { swiglu } from '../../../src/measure/kernels/layer/swiglu.ts';
import type { Instance } from '../../../src/measure/kernels/instance.ts';
import { memCopy, memRead } from '../../../src/measure/kernels/probes/memory.ts';
import { allPassed, verify } from '../../../src/measure/protocol/verify.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { routedProduct } from '../routed.ts';

const gpu = await softwareGpu();

/** The instance with a change in the first stage that has such a line; its small cases get the same change, or none (a fault of timed sizes only). */
function planted(instance: Instance, from: string, to: string, smallToo = true): Instance {
  const at = instance.stages.findIndex(({ code }) => code.includes(from));
  if (at === -1) throw new Error(`"${from}" is not in ${instance.id}`);
  const cases = smallToo ? instance.cases.map((small) => planted(small, from, to)) : instance.cases;
  return {
    ...instance,
    cases,
    stages: instance.stages.map((stage, index) => (index === at ? { ...stage, code: stage.code.replace(from, to) } : stage)),
  };
}

describe.skipIf(gpu === undefined)('planted faults', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  const checksOf = async (instance: Instance): Promise<Awaited<ReturnType<typeof verify>>> => {
    const loaded = await bench.load(instance, 1);
    try {
      return await verify(bench, loaded, 1);
    } finally {
      loaded.release();
    }
  };

  const product = gemm(gemmConfigs['32x32'], { m: 128, n: 96, k: 64 }, 'f32', 1);
  const tile = { bm: 16, bn: 16, bk: 32, tm: 2, tn: 4 };
  const inParts = gemm({ ...tile, split: 2 }, { m: 32, n: 32, k: 128 }, 'f32', 1);
  const turned = gemm({ ...tile, bk: 16, tm: 4, layout: 'transposed' }, { m: 32, n: 32, k: 64 }, 'f32', 1);
  const small = quantisedGemm('gemm.w4a16', tile, { m: 32, n: 48, k: 64 }, 'f32', 1);
  const bytes = quantisedGemm('gemm.i8', tile, { m: 32, n: 32, k: 64 }, 'f32', 1);
  const threads = { threads: 32, rows: 2, reduction: 'shared' } as const;
  const quarter = quantisedGemv('gemv.q4', { ...threads, words: 1 }, { n: 16, k: 512 }, 'f32', 1);
  const packed = quantisedGemv('gemv.q4a8', { ...threads, words: 4 }, { n: 16, k: 1024 }, 'f32', 1);
  const vector = gemv({ threads: 32, rows: 4, reduction: 'shared' }, { n: 16, k: 512 }, 'f32', 1);
  const vectorInParts = gemv({ threads: 32, rows: 2, reduction: 'shared', split: 2 }, { n: 16, k: 512 }, 'f32', 1);
  const quarterInParts = quantisedGemv('gemv.q4', { ...threads, words: 1, split: 4 }, { n: 16, k: 1024 }, 'f32', 1);
  const prefill = attentionPrefill({ bq: 32, bk: 32, dc: 32, vc: 16 }, { batch: 1, seq: 64, heads: 4, kvHeads: 2, headDim: 64 }, 'f32', 1);
  const byRows = attentionPrefill({ rows: 32, split: 2, bk: 16, keys: 4 }, { batch: 1, seq: 64, heads: 4, kvHeads: 2, headDim: 64 }, 'f32', 1);
  const decode = attentionDecode({ threads: 64, keys: 64, split: 4 }, { batch: 1, seq: 192, heads: 4, kvHeads: 2, headDim: 64 }, 'f32', 1);

  const wide = quantisedGemm('gemm.w8a16', tile, { m: 32, n: 48, k: 64 }, 'f32', 1);
  const routed = routedProduct('q4', { ...tile, bm: 8 }, { n: 32, k: 64, experts: 6, rows: 30, chosen: 2, sharing: 2 }, 'f32', 1);
  const biased = {
    batch: 1,
    tokens: 5,
    first: 0,
    seq: 5,
    position: 0,
    heads: 4,
    kvHeads: 2,
    headDim: 64,
    qkNorm: false,
    biased: true,
    layout: 'token',
  } as const;
  const rotated = rope(biased, 'f32', 1);
  const gate = swiglu({ rows: 5, n: 64, clamped: true, bias: { experts: 4 } }, 'f32', 1);
  const summed = combine({ rows: 5, chosen: 2, n: 64, bias: { experts: 4, scale: 9 } }, 'f32', 1);
  const branch = norm({ rows: 5, n: 64, first: 0, scale: 1, gain: 1, biased: true }, 'f32', 1, 's');
  const choice = route({ rows: 5, experts: 16, chosen: 2, biased: true }, 'f32', 1, 'chosen');
  const window = attentionPrefill(
    { bq: 32, bk: 32, dc: 32, vc: 16 },
    { batch: 1, seq: 96, heads: 4, kvHeads: 2, headDim: 64, window: 40, sinks: true },
    'f32',
    1,
  );
  const sunk = attentionDecode({ threads: 64, keys: 64, split: 4 }, { batch: 1, seq: 192, heads: 4, kvHeads: 2, headDim: 64, sinks: true }, 'f32', 1);

  const walking = attentionDecode(
    { threads: 64, keys: 64, tiles: 2, split: 4 },
    { batch: 1, seq: 192, heads: 4, kvHeads: 2, headDim: 64 },
    'f32',
    1,
    'q8',
  );

  it.each([
    ['product', product],
    ['vector', vector],
    ['product in parts', inParts],
    ['product of a transposed tile', turned],
    ['product with 4-bit weights', small],
    ['product of bytes', bytes],
    ['product with 8-bit weights', wide],
    ['product with experts', routed],
    ['rope with a bias', rotated],
    ['gate with a bias', gate],
    ['sum of experts with a bias', summed],
    ['norm with a bias', branch],
    ['route with a bias', choice],
    ['prefill with a window and sinks', window],
    ['decode with sinks', sunk],
    ['vector with 4-bit weights', quarter],
    ['vector of packed bytes', packed],
    ['vector in parts', vectorInParts],
    ['vector with 4-bit weights in parts', quarterInParts],
    ['prefill', prefill],
    ['prefill by rows', byRows],
    ['decode', decode],
    ['decode of bytes', walking],
    ['read', memRead({ bytes: 2 ** 18 }, 1)],
    ['copy', memCopy({ bytes: 2 ** 18 }, 1)],
  ])('control: %s without a fault passes', async (_name, instance) => {
    expect(await checksOf(instance)).toSatisfy(allPassed);
  });

  const skipTile = 'if (begin >= shape.k) {';
  it.each<[string, Instance, string]>([
    ['gemm skips one tile', planted(product, skipTile, 'if (begin >= shape.k || linear == 1u) {'), 'exact'],
    [
      'gemm skips a tile that only large shapes have',
      planted(product, skipTile, 'if (begin >= shape.k || linear == 7u) {', false),
      'sampled|poison|freivalds',
    ],
    ['gemm reads a wrong row of B', planted(product, 'load_b(k0 + at / B_STRIDE,', 'load_b(k0 + ((at / B_STRIDE) ^ 1u),'), 'exact'],
    ['gemm leaves the last step of k out', planted(product, 'k0 < end;', 'k0 + BK < end;', false), 'sampled|freivalds'],
    [
      'gemm writes one NaN',
      planted(
        product,
        'store_c(row0 + RUN * (ty + 0u * TY) + 0u, column0 + 4u * (tx + 0u * TX), split, vec4<Out>(c0_0_0));',
        'store_c(row0 + ty, column0 + 4u * tx, split, select(vec4<Out>(c0_0_0), vec4<Out>(bitcast<f32>(0x7fc00000u + shape.m - shape.m)), vec4<bool>(row0 + ty == 70u && tx == 3u)));',
        false,
      ),
      'sampled|poison',
    ],
    ['gemm is slightly off everywhere', planted(product, 'vec4<Out>(c0_0_0)', 'vec4<Out>(c0_0_0 * 1.0001)', false), 'sampled|freivalds'],
    ['gemm adds one part of k twice', planted(inParts, 'let begin = split *', 'let begin = min(split, 0u) *'), 'exact'],
    ['transposed gemm does not turn a square', planted(turned, 'return transpose(', 'return ('), 'exact'],
    ['transposed gemm takes one row for its neighbour', planted(turned, 'Sum(a0[2])', 'Sum(a0[1])'), 'exact'],
    [
      'transposed gemm drops a line of a tile in large shapes',
      planted(turned, 'let row = row0 + 4u * line;', 'let row = row0 + 4u * select(line, 0u, k0 == 48u && line == 3u);', false),
      'sampled|freivalds',
    ],
    ['4-bit gemm takes the low halves twice', planted(small, 'floats(words >> 4u)', 'floats(words)'), 'exact'],
    [
      '4-bit gemm takes its neighbour’s scale in large shapes',
      planted(small, 'scales[first / 32u]', 'scales[(first / 32u) ^ u32(row == 47u)]', false),
      'sampled|freivalds',
    ],
    ['int8 gemm leaves out the scales of rows', planted(bytes, '* f32(scales[shape.n + row])', ''), 'exact'],
    ['8-bit gemm takes the low words twice', planted(wide, 'floats(words.y)', 'floats(words.x)'), 'exact'],
    ['a product of experts reads the next one’s weights', planted(routed, 'own.x * shape.n', '(own.x ^ 1u) * shape.n'), 'sampled|freivalds|exact'],
    [
      'a product of experts skips the last tile of each',
      planted(routed, '(end - begin + BM - 1u) / BM', '(end - begin) / BM'),
      'sampled|poison|exact',
    ],
    [
      'a product of experts writes results where they were ordered',
      planted(routed, 'slots[ty + 0u * TY] * shape.n', '(own.y + ty) * shape.n'),
      'sampled|poison|exact',
    ],
    [
      'slots of the last expert are lost',
      planted(routed, 'chosen[slot] == expert)', 'chosen[slot] == expert && expert != 5u)'),
      'sampled|poison|exact',
    ],
    ['q·k·v loses its bias', planted(rotated, 'f32(bias[own])', '0.0'), 'sampled|exact'],
    ['an expert’s gate loses its bias', planted(gate, 'gate += f32(bias[own]);', ''), 'sampled|exact'],
    ['an expert’s result loses its bias', planted(summed, 'made += shape.scale', 'made += 0.0'), 'sampled|exact'],
    ['the output projection loses its bias', planted(branch, 'sum += f32(bias[i]);', ''), 'sampled|exact'],
    ['the router loses its bias', planted(choice, 'value += f32(bias[expert]);', ''), 'sampled|exact'],
    ['prefill sees one key beyond its window', planted(window, 'key + shape.window <=', 'key + shape.window <'), 'exact'],
    ['prefill begins a tile late', planted(window, '- shape.window) / BK * BK', '- shape.window + BK - 1u) / BK * BK'), 'exact'],
    ['prefill forgets its sinks', planted(window, 'total * share + exp2(sink - highest)', 'total * share'), 'exact'],
    ['decode takes the next head’s sink', planted(sunk, 'sinks[row % shape.heads]', 'sinks[(row + 1u) % shape.heads]'), 'sampled'],
    ['4-bit gemv takes the first scale for all blocks', planted(quarter, 'scales[row0 * blocks + block]', 'scales[row0 * blocks]'), 'exact'],
    ['activations are packed at half their scale', planted(packed, '(exponent - 6u)', '(exponent - 5u)'), 'exact'],
    ['gemv drops one thread', planted(vector, 'for (var step = begin + local;', 'for (var step = begin + max(local, 1u);'), 'exact'],
    ['gemv adds one part of k twice', planted(vectorInParts, 'let begin = split *', 'let begin = min(split, 0u) *'), 'exact'],
    [
      'gemv writes all parts to one place',
      planted(vectorInParts, 'y[(split * shape.batch + vector)', 'y[(0u * shape.batch + vector)'),
      'exact|poison',
    ],
    [
      '4-bit gemv leaves the last part out in large shapes',
      planted(quarterInParts, 'if (begin >= steps) {', 'if (begin >= steps || (split == 3u && linear % tiles == 1u)) {', false),
      'sampled|freivalds|poison',
    ],
    ['prefill attends to the next token', planted(prefill, 'key > vec4<u32>(q0 + ty + 0u * TY)', 'key > vec4<u32>(q0 + ty + 1u)'), 'exact'],
    [
      'prefill swaps KV heads',
      planted(prefill, 'let kv_head = head / (shape.heads / shape.kv_heads);', 'let kv_head = head % shape.kv_heads;'),
      'exact',
    ],
    ['prefill forgets to rescale', planted(prefill, 'o0_0 *= rescale0;', ''), 'sampled'],
    [
      'prefill skips keys in one tile of large shapes',
      planted(prefill, 'var s0 = vec4<f32>();', 'if (q0 == 32u && first == 0u && head == 1u) { continue; }\n    var s0 = vec4<f32>();', false),
      'sampled|freivalds',
    ],
    ['prefill scales scores wrongly', planted(prefill, 's0 * shape.scale', 's0 * 0.1'), 'sampled'],
    ['prefill by rows attends to the next token', planted(byRows, 'first + at + 1u > query', 'first + at + 1u > query + 1u'), 'exact'],
    ['prefill by rows forgets to rescale', planted(byRows, 'o0 *= rescale;', ''), 'sampled'],
    ['prefill by rows leaves its partner out', planted(byRows, 's0 += partial[(at + 0u) * THREADS + row + 1u * ROWS];', ''), 'sampled'],
    [
      'prefill by rows counts a weight twice in large shapes',
      planted(byRows, 'total += s0;', 'total += s0 + select(0.0, s0, first_query == 32u && head == 1u);', false),
      'sampled|freivalds',
    ],
    [
      'decode skips one key',
      planted(decode, 'first + key0 + row < shape.seq)', 'first + key0 + row < shape.seq && first + key0 + row != 3u)'),
      'exact',
    ],
    ['decode forgets to rescale between tiles', planted(walking, 'sum0_0 *= rescale;', ''), 'sampled'],
    [
      'decode of bytes takes the scale of the row before',
      planted(walking, 'f32(v_scales[row_base + row])', 'f32(v_scales[row_base + max(row, 1u) - 1u])'),
      'exact',
    ],
    ["decode reads another head's query", planted(decode, 'let q_base = kv_head * G * D4;', 'let q_base = (kv_head ^ 1u) * G * D4;'), 'sampled'],
    ['read leaves out one load in four', planted(memRead({ bytes: 2 ** 18 }, 1), 'sum3 += data[index + 3u * params.stride];', ''), 'exact'],
    [
      'copy writes one thread to a wrong place',
      planted(
        memCopy({ bytes: 2 ** 18 }, 1),
        'destination[index + 0u * params.threads] = value0;',
        'destination[select(index, 0u, id.x == 5u)] = value0;',
      ),
      'exact',
    ],
  ])('%s', async (_name, instance, kinds) => {
    const checks = await checksOf(instance);
    const failed = checks.filter((check) => !check.passed);
    expect(failed.length, JSON.stringify(checks)).toBeGreaterThan(0);
    expect(failed[0]?.kind).toMatch(new RegExp(`^(${kinds})$`));
  });
});
