/** Seconds of operators with parameters that leave one term each, worked out by hand. */
import { describe, expect, it } from 'vitest';
import {
  decodeBytes,
  decodeFlops,
  decodeSeconds,
  prefillBytes,
  prefillFlops,
  prefillSeconds,
  type DecodeParameters,
  type PrefillParameters,
} from '../../../src/model/operators/attention.ts';
import { fabricSeconds, oneLevelSeconds, reachableLink, type CollectiveParameters } from '../../../src/model/operators/collectives.ts';
import { formats, kvBytes } from '../../../src/model/operators/formats.ts';
import { gemmSeconds, tileQuantisation, type GemmParameters } from '../../../src/model/operators/gemm.ts';
import { deepSeekGeometry, mlaDecodeSeconds, mlaPrefillBytes, mlaPrefillFlops, mlaPrefillSeconds } from '../../../src/model/operators/mla.ts';
import { loadedExpertSeconds, moeActivationBytes, moeFlops, moeWeightBytes, type MoeParameters } from '../../../src/model/operators/moe.ts';
import { operatorSeconds } from '../../../src/model/operators/primitive.ts';
import { expectedMaximum, rankLoad } from '../../../src/model/operators/routing.ts';

const rates = { peak: 1e15, bandwidth: 1e12, cores: 100, cacheBytes: 1e6 };
/** So large that a term costs nothing. */
const endless = 1e30;

describe('bytes of formats', () => {
  it('are those of the published definitions', () => {
    // Block scales: a float per 128 × 128 and per 128; one byte per 16; one per 32; a half per 128.
    expect(Object.values(formats).map(({ weightBytes }) => weightBytes)).toEqual([2, 1, 1 + 4 / 16_384, 0.5625, 0.53125, 1, 1, 0.515625]);
    expect(Object.values(formats).map(({ activationBytes }) => activationBytes)).toEqual([2, 1, 1.03125, 0.5625, 1.03125, 1, 2, 2]);
    expect(Object.values(formats).map(({ converts }) => converts)).toEqual([false, true, true, true, true, true, false, false]);
    expect(Object.values(formats).map(({ peak }) => peak)).toEqual(['bf16', 'fp8', 'fp8', 'fp4', 'fp8', 'int8', 'bf16', 'bf16']);
    expect(kvBytes).toEqual({ bf16: 2, fp8: 1 });
  });
});

describe('a matrix product', () => {
  const parameters: GemmParameters = {
    computeEfficiency: 0.5,
    memoryEfficiency: 0.8,
    floor: 1e-5,
    overlap: 1,
    quantisation: 0,
    conversionEfficiency: 0.5,
    depthTime: 0,
  };
  // 128 × 256 × 1000.
  const query = { m: 128, n: 256, k: 1000 };
  const compute = (2 * 128 * 256 * 1000) / (0.5 * 1e15);

  it('is its arithmetic and its bytes, added at p = 1', () => {
    const memory = (2 * (256 * 1000 + 128 * 1000 + 128 * 256)) / (0.8 * 1e12);
    expect(gemmSeconds(query, 'bf16', parameters, rates)).toBeCloseTo(1e-5 + compute + memory, 15);
  });

  it('reads 16-bit activations and writes narrow ones where the format converts', () => {
    const memory = (256 * 1000 + 128 * 1000 + 2 * 128 * 256) / (0.8 * 1e12);
    const conversion = (128 * 1000 * (2 + 1)) / (0.5 * 1e12);
    expect(gemmSeconds(query, 'fp8', parameters, rates)).toBeCloseTo(1e-5 + conversion + compute + memory, 15);
  });

  it('pays for padding by its power: two waves for 128 × 256 on one core of 64 × 64 tiles are none', () => {
    expect(tileQuantisation(128, 256, 1)).toBe(1);
    expect(tileQuantisation(1, 64, 1)).toBe(64);
    // The smallest tile wastes least: 130 rows take 3 of 64, 192/130.
    expect(tileQuantisation(130, 64, 1)).toBeCloseTo(192 / 130, 12);
    expect(tileQuantisation(256, 256, 100)).toBeCloseTo((100 * 64 * 64) / (256 * 256), 12);
    const padded = gemmSeconds(
      { m: 32, n: 256, k: 1000 },
      'bf16',
      { ...parameters, quantisation: 0.5, memoryEfficiency: endless },
      { ...rates, cores: 1 },
    );
    expect(padded).toBeCloseTo(1e-5 + ((2 * 32 * 256 * 1000) / (0.5 * 1e15)) * Math.SQRT2, 15);
  });

  it('walks its depth beside the work, by the norm of four', () => {
    const work = gemmSeconds(query, 'bf16', parameters, rates) - 1e-5;
    const depth = work / 1000;
    expect(gemmSeconds(query, 'bf16', { ...parameters, depthTime: depth }, rates)).toBeCloseTo(1e-5 + work * 2 ** 0.25, 15);
  });

  it('as the plain law pays for padding by the power a', () => {
    expect(operatorSeconds({ ...parameters, quantisation: 0.5 }, 1e12, 0, rates, 4)).toBeCloseTo(1e-5 + (2 * 1e12) / 5e14, 12);
  });
});

describe('attention of a prompt', () => {
  const parameters: PrefillParameters = {
    computeEfficiency: 0.5,
    scoreRate: endless,
    blockTime: 0,
    blockRows: 0,
    memoryEfficiency: endless,
    floor: 1e-5,
  };
  const shape = { batch: 2, seq: 256, prefix: 100, heads: 4, kvHeads: 2, headDim: 64, window: 0 };
  // Each query sees the prefix and itself with those before: 256 · (100 + 257/2).
  const pairs = 256 * (100 + 128.5);

  it('counts four FLOP a pair, head and channel, and bytes of queries, results, new keys and the cache', () => {
    expect(prefillFlops(shape)).toBe(4 * 2 * 4 * 64 * pairs);
    expect(prefillBytes(shape, 'bf16')).toBe(2 * (2 * 2 * 256 * 4 * 64 + 2 * 2 * 64 * (2 * 256 + 2 * (256 + 100))));
    expect(prefillBytes({ ...shape, window: 50 }, 'fp8')).toBe(2 * (2 * 2 * 256 * 4 * 64 + 2 * 2 * 64 * (2 * 256 + (256 + 50))));
  });

  it('takes the products and the exponentials of its scores', () => {
    expect(prefillSeconds(shape, 'bf16', parameters, rates)).toBeCloseTo(1e-5 + (4 * 2 * 4 * 64 * pairs) / (0.5 * 1e15), 15);
    const scores = prefillSeconds(shape, 'bf16', { ...parameters, computeEfficiency: endless, scoreRate: 1e9 }, rates);
    expect(scores).toBeCloseTo(1e-5 + (2 * 4 * pairs) / (1e9 * 100), 15);
  });

  it('starts a block for each 128 queries, and moves its bytes', () => {
    const blocks = prefillSeconds({ ...shape, seq: 257 }, 'bf16', { ...parameters, computeEfficiency: endless, blockTime: 1e-6 }, rates);
    expect(blocks).toBeCloseTo(1e-5 + (2 * 4 * 3 * 1e-6) / 100, 15);
    const moved = prefillSeconds(shape, 'bf16', { ...parameters, computeEfficiency: endless, memoryEfficiency: 0.5 }, rates);
    expect(moved).toBeCloseTo(1e-5 + prefillBytes(shape, 'bf16') / 5e11, 15);
  });

  it('ends with the block that walks all the keys, or the window and its own queries', () => {
    // One score costs 1e-9/100 s over all cores; on one core a block of 16 rows walks 356 keys in 16 · 356 · 1e-9.
    const chain = { ...parameters, computeEfficiency: endless, scoreRate: 1e9, blockRows: 16 };
    const work = (2 * 4 * pairs) / (1e9 * 100);
    const walk = (16 * 356) / 1e9;
    expect(prefillSeconds(shape, 'bf16', chain, rates)).toBeCloseTo(1e-5 + (work ** 4 + walk ** 4) ** 0.25, 15);
    const windowed = prefillSeconds({ ...shape, window: 50 }, 'bf16', { ...chain, blockRows: 1e6 }, rates);
    expect(windowed).toBeCloseTo(1e-5 + (1e6 * (50 + 128)) / 1e9, 7);
  });

  it('of latent heads multiplies nope, rope and value channels', () => {
    const latent = { batch: 2, seq: 256, prefix: 100, heads: 4, ...deepSeekGeometry };
    expect(mlaPrefillFlops(latent)).toBe(2 * 2 * 4 * (128 + 64 + 128) * pairs);
    expect(mlaPrefillBytes(latent, 'fp8')).toBe(2 * (256 * 2 * 2 * 4 * 320 + (256 + 100) * 576));
    expect(mlaPrefillSeconds(latent, 'fp8', parameters, rates)).toBeCloseTo(1e-5 + (2 * 2 * 4 * 320 * pairs) / 5e14, 15);
    const blocks = mlaPrefillSeconds({ ...latent, seq: 129 }, 'fp8', { ...parameters, computeEfficiency: endless, blockTime: 1e-6 }, rates);
    expect(blocks).toBeCloseTo(1e-5 + (2 * 4 * 2 * 1e-6) / 100, 15);
  });
});

describe('attention of a step', () => {
  const parameters: DecodeParameters = {
    memoryEfficiency: 0.5,
    floor: 1e-5,
    splitTokens: 1e9,
    coreFill: 1,
    blockRate: endless,
    blockTime: 0,
    overlap: 1,
    cacheRate: 1,
    computeEfficiency: endless,
  };
  const shape = { batch: 8, seq: 1000, prefix: 0, heads: 16, kvHeads: 2, headDim: 128, window: 0 };
  const bytes = 2 * 2 * 8 * 2 * 128 * 1000;

  it('streams keys and values once for the queries that share them', () => {
    expect(decodeBytes(shape, 'bf16')).toBe(bytes);
    expect(decodeBytes({ ...shape, window: 100 }, 'fp8')).toBe(bytes / 20);
    expect(decodeBytes({ ...shape, window: 1000 }, 'bf16')).toBe(bytes);
    expect(decodeFlops(shape)).toBe(4 * 8 * 16 * 128 * 1000);
    expect(decodeSeconds(shape, 'bf16', parameters, rates, false)).toBeCloseTo(1e-5 + bytes / 5e11, 15);
  });

  it('multiplies with each cached token, beside the stream by the norm of two', () => {
    const compute = { ...parameters, memoryEfficiency: endless, computeEfficiency: 0.01 };
    expect(decodeSeconds(shape, 'bf16', compute, rates, false)).toBeCloseTo(1e-5 + (4 * 8 * 16 * 128 * 1000) / 1e13, 15);
    const both = decodeSeconds(shape, 'bf16', { ...compute, memoryEfficiency: 0.5 }, rates, false);
    expect(both).toBeCloseTo(1e-5 + Math.hypot(bytes / 5e11, (4 * 8 * 16 * 128 * 1000) / 1e13), 15);
  });

  it('splits a context of some tokens until the cores are full, and starts a block for each piece', () => {
    // 16 streams, 1000 tokens in pieces of 250: four splits; 100 cores hold 6.25 pieces of each stream.
    const split = { ...parameters, memoryEfficiency: endless, splitTokens: 250, blockTime: 1e-6 };
    expect(decodeSeconds(shape, 'bf16', split, rates, false)).toBeCloseTo(1e-5 + (16 * 4 * 1e-6) / 100, 15);
    expect(decodeSeconds(shape, 'bf16', { ...split, splitTokens: 10 }, rates, false)).toBeCloseTo(1e-5 + (16 * 6.25 * 1e-6) / 100, 15);
    expect(decodeSeconds(shape, 'bf16', { ...split, splitTokens: 10, coreFill: 2 }, rates, false)).toBeCloseTo(1e-5 + (16 * 12.5 * 1e-6) / 100, 15);
    // A block draws a bounded rate: bytes of a stream over its splits.
    const drawn = decodeSeconds(shape, 'bf16', { ...parameters, memoryEfficiency: endless, splitTokens: 250, blockRate: 1e9 }, rates, false);
    expect(drawn).toBeCloseTo(1e-5 + bytes / 16 / 4 / 1e9, 12);
  });

  it('finds in cache what fits, half of what is half too large, and nothing of twice its size', () => {
    const resident = (tokens: number): number => {
      const one = { ...shape, batch: 1, kvHeads: 1, seq: tokens };
      return decodeSeconds(one, 'bf16', { ...parameters, cacheRate: 1e11 }, rates, true) - 1e-5;
    };
    // 512 bytes a token; a cache of 1e6 bytes at 100 · 1e11 byte/s.
    expect(resident(1000)).toBeCloseTo(512_000 / 1e13, 15);
    expect(resident(1e6 / 512 + 1e6 / 1024)).toBeCloseTo((1.5e6 * 0.5) / 5e11 + (1.5e6 * 0.5) / 1e13, 13);
    expect(resident(2e6 / 512)).toBeCloseTo(2e6 / 5e11, 13);
    // A cache slower than the memory is not used.
    expect(decodeSeconds({ ...shape, batch: 1, kvHeads: 1 }, 'bf16', { ...parameters, cacheRate: 1 }, rates, true)).toBeCloseTo(
      1e-5 + 512_000 / 5e11,
      15,
    );
  });

  it('of latent heads streams one vector for all of them, with 64 heads to a block', () => {
    const latent = { batch: 8, seq: 1000, prefix: 0, heads: 128, ...deepSeekGeometry };
    expect(mlaDecodeSeconds(latent, 'fp8', parameters, rates, false)).toBeCloseTo(1e-5 + (8 * 1000 * 576) / 5e11, 15);
    const started = mlaDecodeSeconds(latent, 'fp8', { ...parameters, memoryEfficiency: endless, blockTime: 1e-6 }, rates, false);
    expect(started).toBeCloseTo(1e-5 + (16 * 1e-6) / 100, 15);
    const few = mlaDecodeSeconds({ ...latent, heads: 16 }, 'fp8', { ...parameters, memoryEfficiency: endless, blockTime: 1e-6 }, rates, false);
    expect(few).toBeCloseTo(1e-5 + (8 * 1e-6) / 100, 15);
    const drawn = mlaDecodeSeconds(latent, 'fp8', { ...parameters, memoryEfficiency: endless, blockRate: 1e9 }, rates, false);
    expect(drawn).toBeCloseTo(1e-5 + (1000 * 576) / 1e9, 12);
  });
});

describe('experts', () => {
  const query = { tokens: 64, hidden: 1000, inter: 512, topK: 4, experts: 32, moeTensor: 2, moeExpert: 4, routing: 'balanced' as const };
  const load = { pairs: 128, touched: 8, largest: 16 };

  it('count three matrices of the touched, and two FLOP for each pair and weight', () => {
    expect(moeFlops(query, load)).toBe(2 * 3 * 128 * 1000 * 256);
    expect(moeWeightBytes(query, load, 'fp8')).toBe(3 * 8 * 1000 * 256);
    // Rows in and out in two bytes for each pair, four intermediates; the tokens gathered and scattered.
    expect(moeActivationBytes(query, load)).toBe(2 * 128 * (2000 + 1024) + 2 * 2 * 64 * 1000);
  });

  const parameters: MoeParameters = {
    computeEfficiency: endless,
    memoryEfficiency: endless,
    floor: 1e-5,
    overlap: 1,
    quantisation: 0,
    conversionEfficiency: endless,
    expertTime: 0,
  };
  const seconds = (sets: Partial<MoeParameters>, of = load): number => loadedExpertSeconds(of, query, 'fp8', { ...parameters, ...sets }, rates);

  it('take weights, arithmetic, rows, and a start for each touched expert', () => {
    expect(seconds({ memoryEfficiency: 0.5 })).toBeCloseTo(1e-5 + (3 * 8 * 1000 * 256) / 5e11, 15);
    expect(seconds({ computeEfficiency: 0.01 })).toBeCloseTo(1e-5 + (2 * 3 * 128 * 1000 * 256) / 1e13, 15);
    expect(seconds({ conversionEfficiency: 0.5 })).toBeCloseTo(1e-5 + moeActivationBytes(query, load) / 5e11, 15);
    expect(seconds({ expertTime: 1e-6 })).toBeCloseTo(1e-5 + 8e-6, 15);
  });

  it('pad 16 rows to a tile of 64, and 256 columns to none', () => {
    expect(seconds({ computeEfficiency: 0.01, quantisation: 0.5 })).toBeCloseTo(1e-5 + (2 * (2 * 3 * 128 * 1000 * 256)) / 1e13, 15);
    // Less than a row for each is a whole tile.
    const sparse = { pairs: 4, touched: 8, largest: 1 };
    expect(seconds({ computeEfficiency: 0.01, quantisation: 0.5 }, sparse)).toBeCloseTo(1e-5 + (8 * (2 * 3 * 4 * 1000 * 256)) / 1e13, 15);
  });

  it('widen weights at the pace of the cores where that is slower than their arrival', () => {
    expect(seconds({ unpackRate: 1e9 })).toBeCloseTo(1e-5 + (3 * 8 * 1000 * 256) / (1e9 * 100), 15);
    expect(seconds({ unpackRate: 1e9, memoryEfficiency: 0.01 })).toBeCloseTo(1e-5 + (3 * 8 * 1000 * 256) / 1e10, 15);
  });
});

describe('routing', () => {
  it('has the expected maximum of normal draws: none of one, 0.5642 of two, 1.4236 of eight, by Blom within 2 %', () => {
    expect(expectedMaximum(1)).toBe(0);
    expect(expectedMaximum(2)).toBeWithinPercent(0.5642, 5);
    expect(expectedMaximum(8)).toBeWithinPercent(1.4236, 2);
    expect(expectedMaximum(256)).toBeWithinPercent(2.8269, 2);
  });

  it('of one token reaches one expert on the rank that has any', () => {
    expect(rankLoad(1, 1, 64, 8, 'balanced')).toEqual({ pairs: 1, touched: 1, largest: 1 });
    expect(rankLoad(1, 4, 64, 8, 'balanced')).toEqual({ pairs: 1, touched: 1, largest: 1 });
  });
});

describe('a collective', () => {
  const parameters: CollectiveParameters = { latency: 1e-5, latencyGrowth: 0.5, linkShare: 0.5, linkGrowth: 0, halfMessage: 0, overlap: 1 };
  const seconds = (sets: Partial<CollectiveParameters>, n: number, bytes: number): number =>
    oneLevelSeconds('allReduce', n, bytes, { ...parameters, ...sets }, 1e11);

  it('is its latency, which grows by a power of half the accelerators, and its wire', () => {
    expect(seconds({}, 2, 0)).toBeCloseTo(1e-5, 15);
    expect(seconds({}, 8, 0)).toBeCloseTo(2e-5, 15);
    // All-reduce sends 2 · 7/8 of the buffer.
    expect(seconds({}, 8, 1e6)).toBeCloseTo(2e-5 + 1.75e6 / 5e10, 15);
    expect(oneLevelSeconds('allToAll', 8, 1e6, parameters, 1e11)).toBeCloseTo(2e-5 + 0.875e6 / 5e10, 15);
    expect(seconds({}, 1, 1e6)).toBe(0);
  });

  it('gains share with more accelerators, up to 1.05 of the link, and loses it on small messages', () => {
    expect(seconds({ linkGrowth: 0.5, latency: 0 }, 5, 1e6)).toBeCloseTo(1.6e6 / 1e11, 15);
    expect(seconds({ linkGrowth: 5, latency: 0 }, 5, 1e6)).toBeCloseTo(1.6e6 / 1.05e11, 15);
    // A message of 1.6e6 on the wire with a half message of the same takes twice as long.
    expect(seconds({ halfMessage: 1.6e6, latency: 0 }, 5, 1e6)).toBeCloseTo((2 * 1.6e6) / 5e10, 15);
  });

  it('reaches the share of a mesh that a few accelerators have links for', () => {
    const mesh = { link: 7e11, domain: 8, mesh: true, scaleOut: null };
    expect(reachableLink(mesh, 4)).toBeCloseTo(3e11, 3);
    expect(reachableLink(mesh, 8)).toBe(7e11);
    expect(reachableLink({ ...mesh, mesh: false }, 4)).toBe(7e11);
  });

  it('beyond a domain crosses the network once for each, with ten microseconds more and 0.92 of the card', () => {
    const fabric = { link: 1e11, domain: 8, mesh: false, scaleOut: 5e10 };
    const inside = oneLevelSeconds('allReduce', 8, 8e6, parameters, 1e11);
    // Four domains: latency (1e-5 + 1e-5) · √2, an eighth of the buffer, 2 · 3/4 of it on the wire.
    const across = 2e-5 * Math.SQRT2 + 1.5e6 / (0.92 * 5e10);
    expect(fabricSeconds('allReduce', 32, 8e6, parameters, fabric)).toBeCloseTo(inside + across, 15);
    const everything = oneLevelSeconds('allToAll', 8, 8e6, parameters, 1e11) + 2e-5 * Math.SQRT2 + 6e6 / (0.92 * 5e10);
    expect(fabricSeconds('allToAll', 32, 8e6, parameters, fabric)).toBeCloseTo(everything, 15);
    // 25 accelerators are four domains as well.
    expect(fabricSeconds('allReduce', 25, 8e6, parameters, fabric)).toBeCloseTo(inside + across, 15);
    expect(fabricSeconds('allReduce', 8, 8e6, parameters, fabric)).toBeCloseTo(inside, 15);
    expect(fabricSeconds('allReduce', 9, 8e6, parameters, { ...fabric, scaleOut: null })).toBeNull();
  });
});
