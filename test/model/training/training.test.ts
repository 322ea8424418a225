import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interruptions } from '../../../src/model/training/faults.ts';
import { activationBytesPerToken, memoryTotal, trainingMemory } from '../../../src/model/training/memory.ts';
import {
  activeMatrixParameters,
  adapterParameters,
  attentionFlops,
  fullestStage,
  layerParameters,
  modelFlops,
} from '../../../src/model/training/shape.ts';
import { stepSeconds, stepTime } from '../../../src/model/training/step-time.ts';
import type { StepQuestion } from '../../../src/model/training/step-question.ts';
import type { TrainingParallel } from '../../../src/scenario/training.ts';
import { alone, counting, known, llama, plain, question } from './questions.ts';

describe('FLOPs of a token', () => {
  // Llama 2 7B: 32 · (4 · 4096² + 3 · 4096 · 11008) + 32000 · 4096 by hand.
  const matrices = 32 * (4 * 4096 ** 2 + 3 * 4096 * 11_008) + 32_000 * 4096;

  it('are six for each matrix parameter and causal attention three times', () => {
    expect(activeMatrixParameters(llama)).toBe(matrices);
    // Scores and values, 2 FLOP each, 4096 wide, over (s + 1)/2 keys on average, in 32 layers.
    expect(attentionFlops(llama, 4096)).toBeCloseTo(32 * 4 * 4096 * 2048.5, 0);
    expect(modelFlops(llama, 4096, 'full', 16)).toBeCloseTo(6 * matrices + 3 * 32 * 4 * 4096 * 2048.5, -3);
  });

  it('count only the experts that a token meets', () => {
    const mixture = known('qwen3-30b-a3b');
    const routed = 48 * 8 * 3 * 2048 * 768;
    const rest = 48 * (2048 * (32 + 8) * 128 + 2048 * 128 * 4 + 2048 * 128) + 151_936 * 2048;
    expect(activeMatrixParameters(mixture)).toBeGreaterThan(routed);
    expect(activeMatrixParameters(mixture)).toBeLessThan(1.01 * (routed + rest + 48 * 2048 * 4096));
  });

  it('are four for a frozen parameter, and six for one of an adapter', () => {
    const adapters = adapterParameters(llama, 'lora', 8);
    // Fused q·k·v, 4096 to 12288, and the output, 4096 to 4096, in 32 layers.
    expect(adapters).toBe(32 * 8 * (4096 + 12_288 + 4096 + 4096));
    expect(modelFlops(llama, 4096, 'lora', 8) - 3 * attentionFlops(llama, 4096)).toBeCloseTo(4 * matrices + 6 * adapters, -3);
  });
});

describe('a step', () => {
  it('takes three times the forward products, four with all of it again', () => {
    const matrices = activeMatrixParameters(llama);
    const tokens = 4 * 4096;
    expect(stepTime(question(), counting(), plain).compute).toBeCloseTo(6 * matrices * tokens, -9);
    const head = 32_000 * 4096;
    expect(stepTime(question({ recompute: 'full' }), counting(), plain).compute).toBeCloseTo((8 * matrices - 2 * head) * tokens, -9);
  });

  it('fills and drains a pipeline: (stages − 1)/parts of a micro-batch', () => {
    const parallel = { ...alone, pipeline: 4 };
    const terms = stepTime(question({ accelerators: 4, parallel, microBatches: 8 }), counting(), plain);
    expect(terms.bubble / (terms.compute + terms.host)).toBeCloseTo(3 / 8, 6);
    const turns = stepTime(question({ accelerators: 4, parallel: { ...parallel, virtualPipeline: 2 }, microBatches: 8 }), counting(), plain);
    expect(turns.bubble).toBeCloseTo(terms.bubble / 2, 3);
  });

  it('takes four gathers and four scatters a layer over tensor ranks', () => {
    const sent: number[] = [];
    const operators = counting({
      gemm: () => 1,
      collective: (op, ranks, _apart, bytes) => {
        if (op === 'allReduce') return 0;
        expect(ranks).toBe(2);
        sent.push(bytes);
        return 1;
      },
    });
    const terms = stepTime(question({ accelerators: 2, parallel: { ...alone, tensor: 2 }, microBatches: 1 }), operators, plain);
    expect(sent).toEqual([4096 * 4096 * 2, 4096 * 4096 * 2]);
    // 8 a layer; the head is worth some more layers.
    expect(terms.tensor).toBeGreaterThanOrEqual(8 * 32);
  });
});

describe('the fullest stage', () => {
  it.each([
    [126, 16, 0.66, 8],
    [128, 64, 0.17, 2.17],
    [80, 8, 1.2, 11],
    [32, 1, 1, 33],
    [61, 16, 0.5, 4],
  ])('of %i layers on %i stages with a head of %f is %f', (layers, stages, head, fullest) => {
    expect(fullestStage(layers, stages, head)).toBeCloseTo(fullest, 9);
  });
});

describe('memory', () => {
  it('of Adam is 16 bytes a parameter on one device', () => {
    const memory = trainingMemory({ ...question(), microBatches: 1 });
    const parameters = llama.parametersTotal;
    expect((memory.weights + memory.gradients + memory.optimiser) / parameters).toBeCloseTo(16, 1);
  });

  it('of activations is 33.5 · hidden bytes a token and layer for Llama 70B, as published', () => {
    const large = known('llama-3.1-70b');
    expect(activationBytesPerToken(large, 1, 'none', false) / large.hidden).toBeCloseTo(33.5, 0);
    expect(activationBytesPerToken(large, 8, 'full', false)).toBe((2 * large.hidden) / 8);
  });

  it('is less for each stage of sharding, and for more recomputation', () => {
    const sized = (change: Partial<StepQuestion>): number => memoryTotal(trainingMemory(question({ accelerators: 8, ...change })));
    const shards = ([0, 1, 2, 3] as const).map((shard) => sized({ parallel: { ...alone, shard, shardRanks: 8 } }));
    for (let stage = 1; stage < 4; stage++) expect(shards[stage]).toBeLessThan(shards[stage - 1] ?? 0);
    const recomputed = (['none', 'selective'] as const).map((recompute) => sized({ recompute }));
    expect(recomputed[1]).toBeLessThan(recomputed[0] ?? 0);
  });

  it('of frozen weights in four bits is a quarter of those in sixteen', () => {
    const bytes = (method: 'lora' | 'qlora'): number => trainingMemory(question({ method })).weights;
    expect(bytes('qlora') / bytes('lora')).toBeLessThan(0.28);
  });
});

describe('failures', () => {
  it('lose what a checkpoint every √(2·δ·M) and half of it leave: 16,384 accelerators by hand', () => {
    const between = (50_700 * 3600) / 16_384;
    const { interval, lostShare } = interruptions(16_384);
    expect(interval).toBeCloseTo(Math.sqrt(20 * between), 6);
    const lost = 10 / interval + (interval / 2 + 600) / between;
    expect(lostShare).toBeCloseTo(lost / (1 + lost), 9);
    expect(lostShare).toBeLessThan(0.1);
  });

  it('grow with the accelerators, and never take all of the run', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 1000 }), (few, more) => {
        const small = interruptions(few).lostShare;
        const large = interruptions(few + more).lostShare;
        expect(small).toBeGreaterThan(0);
        expect(large).toBeGreaterThan(small);
        expect(large).toBeLessThan(1);
      }),
    );
  });
});

describe('laws', () => {
  it('terms add up and grow with the batch, whatever the layout', () => {
    const layout = fc.record({
      tensor: fc.constantFrom(1, 2, 4, 8),
      pipeline: fc.constantFrom(1, 2, 4),
      dp: fc.constantFrom(1, 2, 8),
      microBatches: fc.integer({ min: 1, max: 32 }),
    });
    fc.assert(
      fc.property(layout, ({ tensor, pipeline, dp, microBatches }) => {
        const accelerators = tensor * pipeline * dp;
        const parallel: TrainingParallel = { ...alone, tensor, pipeline, shardRanks: dp };
        const operators = counting({ collective: (_op, ranks, _apart, bytes) => (ranks > 1 ? bytes : 0), elementwise: (bytes) => bytes });
        const small = stepTime(question({ accelerators, parallel, microBatches }), operators, plain);
        const large = stepTime(question({ accelerators, parallel, microBatches: microBatches + 1 }), operators, plain);
        for (const term of Object.values(small)) expect(term).toBeGreaterThanOrEqual(0);
        expect(stepSeconds(large)).toBeGreaterThan(stepSeconds(small));
      }),
    );
  });

  it('splitting over tensor and expert ranks leaves less on each device', () => {
    const mixture = known('qwen3-235b-a22b');
    for (const expert of [2, 8, 64])
      expect(layerParameters(mixture, { tensor: 1, expert }).expert).toBeCloseTo(
        layerParameters(mixture, { tensor: 1, expert: 1 }).expert / expert,
        0,
      );
    expect(layerParameters(llama, { tensor: 4, expert: 1 }).dense).toBeCloseTo(layerParameters(llama, { tensor: 1, expert: 1 }).dense / 4, 0);
  });
});
