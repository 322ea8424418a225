/** What travels in a step, by hand: operators that note each collective, and take a second a byte or what a test says. */
import { describe, expect, it } from 'vitest';
import { contextSeconds, copies, dataSeconds } from '../../../src/model/training/exchange.ts';
import { stepTime } from '../../../src/model/training/step-time.ts';
import type { LayerSeconds, StepQuestion, TrainingOperators } from '../../../src/model/training/step-question.ts';
import { alone, idle, known, llama, plain, question, smallMixture } from './questions.ts';

const small = (change: Partial<StepQuestion> = {}): StepQuestion =>
  question({ model: smallMixture, sequence: 128, microBatch: 2, microBatches: 1, ...change });

/** Collectives as "operation ranks, apart, bytes", in the order in which they are asked for. */
function noted(): { readonly sent: string[]; readonly collective: TrainingOperators['collective'] } {
  const sent: string[] = [];
  return { sent, collective: (op, ranks, apart, bytes) => (sent.push(`${op} ${ranks}, ${apart}, ${bytes}`), 1) };
}

describe('copies of a token that leave their rank', () => {
  it('are one for each expert elsewhere while links are fast', () => {
    // Two of sixteen experts on four ranks: a quarter of them is at home. One rank other than its own cannot take two.
    expect(copies(smallMixture, 4, 8)).toBeCloseTo(2 * 0.75, 12);
    expect(copies(smallMixture, 2, 8)).toBeCloseTo(1 * 0.5, 12);
    expect(copies(smallMixture, 8, 8)).toBeCloseTo(2 * (7 / 8), 12);
    expect(copies(llama, 64, 8)).toBe(0);
  });

  it('are one for each domain that holds any, beyond them', () => {
    // Four groups on two domains, two groups each: a domain is missed when neither of its groups is among the two chosen of four.
    expect(copies(smallMixture, 16, 8)).toBeCloseTo(2 * (1 - (1 - 2 / 4) ** 2), 12);
    expect(copies(smallMixture, 32, 8)).toBeCloseTo(4 * (2 / 4), 12);
    // Two domains a group: half of the groups are chosen, and its one expert of the group is in either.
    expect(copies(smallMixture, 64, 8)).toBeCloseTo(8 * (2 / 4) * (1 - (1 - 1 / 2) ** 1), 12);
  });
});

describe('context ranks', () => {
  const layout = { ...alone, context: 2, tensor: 2 };
  const operators = (pass: number, attentionBackward = 3) => idle({ collective: () => pass, attentionBackward });

  it('hide keys and values behind attention, forward and backward', () => {
    const q = question({ parallel: layout });
    expect(contextSeconds(q, 4, operators(10))).toBe(10 - 4 + (20 - 12));
    expect(contextSeconds(q, 8, operators(10))).toBe(2);
    expect(contextSeconds(q, 10, operators(10))).toBe(0);
    expect(contextSeconds(question(), 0, operators(10))).toBe(0);
  });

  it('send keys and values of the whole sequence, of their heads', () => {
    const { sent, collective } = noted();
    contextSeconds(question({ parallel: layout, microBatch: 3 }), 0, idle({ collective }));
    contextSeconds(small({ parallel: layout }), 0, idle({ collective }));
    // 16 heads of 128 for each of keys and values; 4 heads of 16 + 8 + 16 that latents were expanded to.
    expect(sent).toEqual([`allGather 2, 2, ${3 * 4096 * 16 * 256 * 2}`, `allGather 2, 2, ${2 * 128 * 4 * 40 * 2}`]);
  });
});

describe('weights and gradients', () => {
  const layer: LayerSeconds = { forward: 10, backward: 20, tensor: 0, context: 0, expert: 0 };
  const asked = (change: Partial<StepQuestion>, layers = 4, dp = 8) => {
    const { sent, collective } = noted();
    const seconds = dataSeconds(small(change), layers, dp, idle({ collective }), plain, layer);
    return { sent, ...seconds };
  };
  const attention = 60 * 64 + 192 * 32 + 256 * 20 + 64 * 128;
  const dense = 2 * (4 * attention + 3 * 96 * 64 + 3 * (16 * 64 + 3 * 40 * 64));
  const experts = 2 * 3 * 16 * 3 * 48 * 64;

  it('are reduced once a step, experts over the ranks that hold the same ones', () => {
    const { sent, eachMicroBatch, eachStep } = asked({ accelerators: 16, parallel: { ...alone, tensor: 2, expert: 4 } });
    expect(sent[0]).toMatch(/^allReduce 8, 2, \d+$/);
    expect(sent[1]).toBe(`allReduce 4, 4, ${experts / 4}`);
    expect({ eachMicroBatch, eachStep }).toEqual({ eachMicroBatch: 0, eachStep: 2 });
    expect(asked({ accelerators: 16, parallel: { ...alone, context: 2, expert: 8 } }).sent).toEqual([
      `allReduce 16, 1, ${dense}`,
      `allReduce 2, 8, ${experts / 8}`,
    ]);
    // Every rank holds experts of its own: nothing of them to add up.
    expect(asked({ accelerators: 8, parallel: { ...alone, pipeline: 2, expert: 4 } }, 2).sent).toEqual([`allReduce 8, 1, ${dense / 2}`]);
    expect(asked({}, 4, 1).sent).toEqual([]);
  });

  it('are not there where weights are frozen', () => {
    const { sent } = asked({ method: 'lora', accelerators: 8 });
    expect(sent.every((each) => each.endsWith(', 0'))).toBe(true);
  });

  it('are gathered twice and scattered once a micro-batch where they are sharded, the rest reduced once', () => {
    const { sent, eachMicroBatch, eachStep } = asked({ accelerators: 8, parallel: { ...alone, shard: 3, shardRanks: 4 } });
    expect(sent).toEqual([
      `allGather 4, 1, ${dense}`,
      `reduceScatter 4, 1, ${dense}`,
      `allReduce 2, 4, ${dense / 4}`,
      `allGather 4, 1, ${experts}`,
      `reduceScatter 4, 1, ${experts}`,
      `allReduce 2, 4, ${experts / 4}`,
    ]);
    expect({ eachMicroBatch, eachStep }).toEqual({ eachMicroBatch: 6, eachStep: 2 });
    expect(asked({ accelerators: 8, parallel: { ...alone, shard: 3, shardRanks: 8 } }).eachStep).toBe(0);
    // Frozen weights are gathered, and nothing comes back.
    expect(asked({ method: 'lora', accelerators: 8, parallel: { ...alone, shard: 3, shardRanks: 4 } })).toMatchObject({
      eachMicroBatch: 4,
      eachStep: 0,
    });
    expect(asked({ accelerators: 16, parallel: { ...alone, shard: 3, shardRanks: 2, context: 2 } }).sent[0]).toBe(`allGather 4, 1, ${dense}`);
  });

  it('show what was fitted of the time that they hide behind, and all of what is longer', () => {
    const half = { ...plain, exposed: 0.5 };
    const data = (seconds: number, shard: 1 | 3) =>
      dataSeconds(
        question({ accelerators: 8, parallel: { ...alone, shard, shardRanks: 8 } }),
        4,
        8,
        idle({ collective: () => seconds }),
        half,
        layer,
      );
    // Behind the backward pass of four layers, 80 s.
    expect(data(60, 1).eachStep).toBe(30);
    expect(data(100, 1).eachStep).toBe(50 + 0.5 * 20);
    // Two gathers and a scatter behind both passes, 120 s.
    expect(data(30, 3).eachMicroBatch).toBe(45);
    expect(data(60, 3).eachMicroBatch).toBe(90 + 0.5 * 60);
    expect(dataSeconds(question({ method: 'lora', accelerators: 8 }), 4, 8, idle({ collective: () => 60 }), half, layer).eachStep).toBe(60);
  });
});

describe('in a step', () => {
  const timed = (q: StepQuestion, collective: TrainingOperators['collective'], factors = plain) =>
    stepTime(q, idle({ gemm: (part) => (part === 'head' ? 0 : 1e-9), collective }), factors);

  it('tensor ranks gather and scatter twice a layer, once where experts have ranks of their own', () => {
    const { sent, collective } = noted();
    const tensor = { ...alone, tensor: 2 };
    const { tensor: seconds } = timed(small({ accelerators: 2, parallel: tensor }), collective);
    expect(sent.slice(0, 2)).toEqual([`allGather 2, 1, ${256 * 64 * 2}`, `reduceScatter 2, 1, ${256 * 64 * 2}`]);
    // 2 · 2 a pass and layer, forward and backward; three layers of four have experts and need half of them.
    expect(seconds).toBeCloseTo(4 * 2 * 4 * (1 - 3 / 8), 9);
    expect(timed(small({ accelerators: 2, parallel: tensor, recompute: 'full' }), collective).tensor).toBeCloseTo(4 * 3 * 4 * (1 - 3 / 8), 9);
    expect(timed(small({ accelerators: 2, parallel: tensor }), collective, { ...plain, exposed: 0.25 }).tensor).toBeCloseTo(seconds / 4, 9);
    expect(timed(small(), collective).tensor).toBe(0);
  });

  it('tokens go to their experts and back, forward and backward', () => {
    const { sent, collective } = noted();
    const { expert } = timed(small({ accelerators: 4, parallel: { ...alone, expert: 4 } }), collective);
    expect(sent[0]).toBe(`allToAll 4, 1, ${256 * 64 * 2 * 1.5}`);
    expect(expert).toBeCloseTo(4 * 2 * 0.75 * 2, 9);
    expect(timed(small({ accelerators: 4, parallel: { ...alone, expert: 4 }, recompute: 'full' }), collective).expert).toBeCloseTo(
      4 * 3 * 0.75 * 2,
      9,
    );
    expect(timed(small({ accelerators: 4 }), collective).expert).toBe(0);
    expect(timed(question({ accelerators: 4, parallel: { ...alone, expert: 4 } }), collective).expert).toBe(0);
  });

  it('a group of experts that is chosen as a whole reaches fewer domains', () => {
    const deepSeek = known('deepseek-v3');
    expect(copies(deepSeek, 64, 8)).toBeCloseTo(8 * (4 / 8), 12);
  });
});
