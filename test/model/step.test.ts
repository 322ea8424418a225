/** One pass, operator by operator, with operators that cost what is easy to add up by hand. */
import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/catalogue/facts.ts';
import { model } from '../../src/catalogue/models.ts';
import {
  collectiveSeconds,
  decodeAttention,
  decodePass,
  mixedPass,
  prefillAttention,
  prefillPass,
  stage,
  type Operators,
} from '../../src/model/step.ts';
import type { Parallel } from '../../src/scenario/scenario.ts';

const of = (id: string): Model => {
  const found = model(id);
  if (!found) throw new Error(id);
  return found;
};
const split = (sets: Partial<Parallel>): Parallel => ({ tensor: 1, pipeline: 1, expert: 1, attentionData: 1, ...sets });

/** Nothing costs anything, but for what a test names. */
const free: Operators = {
  gemm: () => 0,
  decodeAttention: () => 0,
  prefillAttention: () => 0,
  mlaDecode: () => 0,
  mlaPrefill: () => 0,
  experts: () => 0,
  elementwise: () => 0,
  allReduce: () => 0,
  allToAll: () => 0,
  gatherAndScatter: () => 0,
  linked: true,
  pointToPoint: () => 0,
};
const llama = of('llama-3.3-70b');

describe('attention of a decode step', () => {
  it('of full layers sees the whole context with the heads of this rank', () => {
    // 80 layers; at tensor 16, 4 query heads and one whole KV head.
    const operators: Operators = {
      ...free,
      decodeAttention: (batch, context, heads, kvHeads, headDim, window) => batch * context * heads + 1000 * kvHeads + headDim + window,
    };
    expect(decodeAttention(stage(llama, split({ tensor: 16 }), operators), 3, 500)).toBe(80 * (3 * 500 * 4 + 1000 * 1 + 128));
  });

  it('of windows sees no more than the window', () => {
    const gptOss = of('gpt-oss-120b');
    const operators: Operators = { ...free, decodeAttention: (_batch, context, _heads, _kvHeads, _headDim, window) => context + 10 * window };
    expect(decodeAttention(stage(gptOss, split({}), operators), 1, 5000)).toBe(18 * 5000 + 18 * (128 + 10 * 128));
    expect(decodeAttention(stage(gptOss, split({}), operators), 1, 100)).toBe(18 * 100 + 18 * (100 + 10 * 128));
  });

  it('of sparse attention reaches 2,048 tokens at most', () => {
    const operators: Operators = { ...free, mlaDecode: (batch, context, heads) => batch * context * heads };
    const at = (context: number): number => decodeAttention(stage(of('deepseek-v3.2'), split({ tensor: 8 }), operators), 2, context);
    expect(at(1000)).toBe(61 * 2 * 1000 * 16);
    expect(at(30_000)).toBe(61 * 2 * 2048 * 16);
    expect(decodeAttention(stage(of('deepseek-v3'), split({ tensor: 8 }), operators), 2, 30_000)).toBe(61 * 2 * 30_000 * 16);
  });

  it('of linear layers reads and writes their state once', () => {
    // Qwen3-Next: 77,266,944 bytes a sequence over all its 36 linear layers.
    const operators: Operators = { ...free, elementwise: (bytes, launches) => bytes + launches };
    expect(decodeAttention(stage(of('qwen3-next-80b-a3b'), split({ tensor: 2 }), operators), 5, 1)).toBeCloseTo((5 * 2 * 77_266_944) / 2 + 36 * 2, 4);
  });
});

describe('attention of a prompt', () => {
  it('hands on tokens, prefix and heads, and cuts the prefix to the window', () => {
    const operators: Operators = {
      ...free,
      prefillAttention: (batch, tokens, prefix, heads, kvHeads, headDim, window) =>
        1e9 * batch + 1e6 * tokens + prefix + 1e-3 * heads + 1e-5 * kvHeads + 1e-8 * headDim + 1e-11 * window,
    };
    const full = 1e9 * 2 + 1e6 * 300 + 5000 + 64e-3 + 8e-5 + 64e-8;
    const windowed = 1e9 * 2 + 1e6 * 300 + 128 + 64e-3 + 8e-5 + 64e-8 + 128e-11;
    expect(prefillAttention(stage(of('gpt-oss-120b'), split({}), operators), 2, 300, 5000)).toBeCloseTo(18 * full + 18 * windowed, 3);
  });

  it('of latent layers and of linear ones', () => {
    const latent: Operators = { ...free, mlaPrefill: (batch, tokens, prefix, heads) => 1e6 * batch + 1e3 * tokens + prefix + 1e-3 * heads };
    expect(prefillAttention(stage(of('deepseek-v3'), split({ tensor: 8 }), latent), 2, 300, 50)).toBeCloseTo(61 * (2e6 + 3e5 + 50 + 16e-3), 6);
    // 4 activations of 2048 in two bytes a token, and the state in and out.
    const linear: Operators = { ...free, elementwise: (bytes, launches) => bytes + launches };
    const bytes = (2 * (300 * 4 * 2048 * 2 + (2 * 77_266_944) / 36)) / 2 + 4;
    expect(prefillAttention(stage(of('qwen3-next-80b-a3b'), split({ tensor: 2 }), linear), 2, 300, 0)).toBeCloseTo(36 * bytes, 3);
  });
});

describe('the layers', () => {
  it('move six activations of the hidden width and four of the heads a token', () => {
    // Two norms with residual (4), activation in and out (2); rotary embedding and cache write over this rank's heads (4).
    const operators: Operators = { ...free, elementwise: (bytes, launches) => bytes * launches };
    const bytes = 10 * 2 * (6 * 8192 + (4 * 64 * 128) / 2);
    expect(decodePass(stage(llama, split({ tensor: 2 }), operators), 10, 100).elementwise).toBe(80 * 4 * bytes);
  });

  it('run products on all tokens and the head on those that are sampled', () => {
    const operators: Operators = { ...free, gemm: (part, m) => (part === 'head' ? 1e6 * m : m) };
    // Four products a layer: queries with keys and values, output, up with gate, down.
    const s = stage(llama, split({}), operators);
    expect(decodePass(s, 10, 100, 4).linear).toBe(80 * 4 * 40 + 40e6);
    expect(prefillPass(s, 3, 500, 0).linear).toBe(80 * 4 * 1500 + 3e6);
    expect(mixedPass(s, 10, 4, 100, 3, 500, 0).linear).toBe(80 * 4 * 1540 + 43e6);
  });

  it('ask experts for the tokens of the whole group, of which a share is this rank’s own', () => {
    // DeepSeek-V3: 58 expert layers; 16 attention-data ranks, experts whole on each rank.
    const operators: Operators = { ...free, experts: (tokens, own, moeTensor, moeExpert) => 1e6 * tokens + 1e3 * own + 10 * moeTensor + moeExpert };
    const s = stage(of('deepseek-v3'), split({ expert: 16, attentionData: 16 }), operators);
    expect(decodePass(s, 10, 100).experts).toBe(58 * (160e6 + 10e3 + 10 + 16));
    // A tensor group of eight without expert parallelism cuts every expert into eight.
    const cut = stage(of('deepseek-v3'), split({ tensor: 8 }), operators);
    expect(decodePass(cut, 10, 100).experts).toBe(58 * (10e6 + 10e3 + 80 + 1));
  });
});

describe('collectives', () => {
  it('are two all-reduces a layer of a tensor group, and one hand-over a stage', () => {
    const operators: Operators = { ...free, allReduce: (n, bytes) => n * bytes, pointToPoint: (bytes) => 1e-3 * bytes };
    const bytes = 10 * 8192 * 2;
    expect(collectiveSeconds(stage(llama, split({ tensor: 4 }), operators), 10)).toBe(80 * 2 * 4 * bytes);
    expect(collectiveSeconds(stage(llama, split({ tensor: 4, pipeline: 3 }), operators), 10)).toBeCloseTo(80 * 2 * 4 * bytes + 2e-3 * bytes, 6);
    expect(collectiveSeconds(stage(llama, split({}), operators), 10)).toBe(0);
  });

  it('of experts inside a server send a token to each chosen rank, 8 bits out and 16 back', () => {
    const operators: Operators = { ...free, allToAll: (n, bytes) => n * bytes, allReduce: () => 1 };
    // Eight ranks: min(8 active, 7 others) · (1 − 1/8) = 6.125 copies leave; 58 of 61 layers have experts, three reduce nothing at tensor 1.
    const bytes = 10 * 7168 * 2 * 7 * (1 - 1 / 8);
    const exchange = 8 * (bytes / 2) + 8 * bytes;
    expect(collectiveSeconds(stage(of('deepseek-v3'), split({ expert: 8, attentionData: 8 }), operators), 10)).toBeCloseTo(58 * exchange, 3);
  });

  it('of experts over four servers send a token once to each server that holds one of its groups, and hide up to 0.6', () => {
    const operators: Operators = { ...free, allToAll: (n, bytes) => n * bytes };
    // 4 servers of two groups each of the 8; a token's 4 groups miss a server with (1 − 4/8)² = 1/4: 4 · 3/4 = 3 servers.
    const bytes = 10 * 7168 * 2 * 3;
    const shown = 1 - (0.6 * 10) / (10 + 8);
    const exchange = shown * 32 * (bytes / 2 + bytes);
    expect(collectiveSeconds(stage(of('deepseek-v3'), split({ expert: 32, attentionData: 32 }), operators), 10)).toBeCloseTo(58 * exchange, 2);
    // 16 servers hold half a group each: the group is chosen with 1/2, and half of its experts miss both of the two drawn with 1/4.
    const wide = 10 * 7168 * 2 * 16 * (1 / 2) * (1 - (1 - 1 / 2) ** 2);
    expect(collectiveSeconds(stage(of('deepseek-v3'), split({ expert: 128, attentionData: 128 }), operators), 10)).toBeCloseTo(
      58 * shown * 128 * 1.5 * wide,
      1,
    );
  });

  it('reduce once more where tensor groups attend, and twice in layers without experts', () => {
    const operators: Operators = { ...free, allReduce: () => 1 };
    // 61 layers reduce after attention; three dense ones after their feed-forward as well.
    expect(collectiveSeconds(stage(of('deepseek-v3'), split({ tensor: 2, expert: 8, attentionData: 4 }), operators), 10)).toBeCloseTo(64, 9);
  });
});
