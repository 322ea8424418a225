/** Every term of a step by hand: operators that note what they are asked for, and take a time that a test can count. */
import { describe, expect, it } from 'vitest';
import { stepSeconds, stepTime } from '../../../src/model/training/step-time.ts';
import type { StepQuestion, TrainingOperators } from '../../../src/model/training/step-question.ts';
import { alone, idle, llama, plain, question, smallMixture } from './questions.ts';

const small = (change: Partial<StepQuestion> = {}): StepQuestion =>
  question({ model: smallMixture, sequence: 128, microBatch: 2, microBatches: 1, ...change });
/** Products of a step as "m × n × k", with how many there are. */
function products(q: StepQuestion): Readonly<Record<string, number>> {
  const asked: Record<string, number> = {};
  const gemm: TrainingOperators['gemm'] = (part, m, n, k) => {
    const shape = `${part} ${m} × ${n} × ${k}`;
    asked[shape] = (asked[shape] ?? 0) + 1;
    return 0;
  };
  stepTime(q, idle({ gemm }), plain);
  return asked;
}

/** s of a step's arithmetic where only this operator takes time. */
const compute = (q: StepQuestion, only: Partial<TrainingOperators>, factors = plain): number => stepTime(q, idle(only), factors).compute;

describe('products', () => {
  it('are forward, for the gradient of what came in, and for that of the weights', () => {
    // [out, in] of the latents, of queries, of keys and values, of the output; the dense layer, the router, the shared expert, the head.
    const matrices = [
      ['attention', 60, 64],
      ['attention', 192, 32],
      ['attention', 256, 20],
      ['attention', 64, 128],
      ['dense', 192, 64],
      ['dense', 64, 96],
      ['head', 16, 64],
      ['dense', 80, 64],
      ['dense', 64, 40],
      ['head', 1000, 64],
    ] as const;
    const expected = matrices.flatMap(([part, out, into]) => [
      [`${part} 256 × ${out} × ${into}`, 1],
      [`${part} 256 × ${into} × ${out}`, 1],
      [`${part} ${into} × ${out} × 256`, 1],
    ]);
    expect(products(small())).toEqual(Object.fromEntries(expected));
  });

  it('take no gradient of frozen weights, and two thin ones for each adapter', () => {
    const asked = products(question({ method: 'lora' }));
    expect(asked['attention 4096 × 12288 × 4096']).toBe(1);
    expect(asked['attention 4096 × 4096 × 12288']).toBe(1);
    expect(asked['head 4096 × 16 × 4096']).toBe(2);
    expect(asked['head 4096 × 12288 × 16']).toBe(1);
    expect(asked['head 4096 × 4096 × 16']).toBe(1);
    expect(asked['head 4096 × 16 × 11008']).toBeUndefined();
    expect(products(question({ method: 'qlora' }))['head 4096 × 16 × 11008']).toBe(1);
    expect(Object.keys(asked).filter((shape) => shape.startsWith('head 4096 × 32000') || shape.endsWith('× 32000'))).toHaveLength(2);
  });

  it('expand latents again where activations are made again', () => {
    const kept = products(small());
    const again = products(small({ recompute: 'selective' }));
    // Up from the queries' latents of 32 and from those of keys and values of 20; the other products are asked for as often as before.
    expect((again['attention 256 × 192 × 32'] ?? 0) - (kept['attention 256 × 192 × 32'] ?? 0)).toBe(1);
    expect((again['attention 256 × 256 × 20'] ?? 0) - (kept['attention 256 × 256 × 20'] ?? 0)).toBe(1);
    expect(again['attention 256 × 60 × 64']).toBe(kept['attention 256 × 60 × 64']);
  });

  it('share a sequence over context ranks', () => {
    expect(products(small({ accelerators: 2, parallel: { ...alone, context: 2 } }))['attention 128 × 60 × 64']).toBe(1);
  });

  it('take a third more when all is made again, the head left out', () => {
    const one = { gemm: () => 1 };
    // A layer of Llama: four products forward, eight backward; the head three.
    expect(compute(question({ microBatches: 1 }), one)).toBe(32 * 12 + 3);
    expect(compute(question({ microBatches: 1, recompute: 'full' }), one)).toBe(32 * 16 + 3);
    expect(compute(question({ microBatches: 5 }), one)).toBe(5 * (32 * 12 + 3));
  });

  it('are slower by what was fitted, by format', () => {
    const one = { gemm: () => 1 };
    const factors = { ...plain, kernels: 1.5, narrow: 2 };
    expect(compute(question({ microBatches: 1 }), one, factors)).toBe(1.5 * (32 * 12 + 3));
    // The head stays in 16 bits.
    expect(compute(question({ microBatches: 1, narrow: true }), one, factors)).toBe(2 * 32 * 12 + 1.5 * 3);
  });
});

describe('adapters', () => {
  it('run two thin products forward and four backward', () => {
    // Only products of rank 16 take time: one into the adapter and one out of it for each of a layer's two matrices.
    const thin: TrainingOperators['gemm'] = (part, _m, n, k) => (part === 'head' && (n === 16 || k === 16) ? 1 : 0);
    const busy = { gemm: thin, attention: () => 1e-9 };
    expect(compute(question({ method: 'lora', microBatches: 1 }), busy)).toBeCloseTo(32 * 2 * (2 + 4), 3);
    expect(compute(question({ method: 'qlora', microBatches: 1 }), busy)).toBeCloseTo(32 * 4 * (2 + 4), 3);
  });
});

describe('micro-batches', () => {
  const operators = idle({ gemm: () => 1, attention: () => 1, collective: (op) => (op === 'allReduce' ? 0 : 1000) });
  const terms = (microBatches: number) =>
    stepTime(question({ microBatches, accelerators: 8, parallel: { ...alone, tensor: 2, context: 2, shard: 3, shardRanks: 2 } }), operators, plain);

  it('repeat all that a micro-batch takes, and nothing of what a step takes once', () => {
    const once = terms(1);
    const thrice = terms(3);
    for (const term of ['compute', 'tensor', 'context', 'data'] as const) {
      expect(once[term], term).toBeGreaterThan(0);
      expect(thrice[term] / once[term], term).toBeCloseTo(3, 9);
    }
    expect(thrice.bubble).toBe(0);
    // Context ranks of a layer wait 1000 − ½ forward and 2000 − 3 · ½ backward; there are 32 layers and a head of three products.
    expect(once.context).toBeCloseTo((32 + 3 / (12 + 4 * 0.5)) * (1000 - 0.5 + 2000 - 1.5), 6);
  });

  it('and their terms add up', () => {
    const each = { compute: 1, tensor: 2, context: 4, expert: 8, data: 16, bubble: 32, optimiser: 64, host: 128 };
    expect(stepSeconds(each)).toBe(255);
  });
});

describe('small kernels', () => {
  const bytes = { elementwise: (moved: number) => moved };
  // Norms, rotary embedding, activation of two experts of 48 and a shared one of 40, copies to two experts and back; 16 bits, of 256 tokens.
  const forward = 256 * 2 * (8 * 64 + 4 * 8 * 24 + 3 * (2 * 48 + 40) + 4 * 2 * 64);
  const head = 256 * 1000 * 12;
  // Gradients of the weights are added up in 16 bits: read and written.
  const attention = 60 * 64 + 192 * 32 + 256 * 20 + 64 * 128;
  const rest = 3 * 96 * 64 + 3 * (16 * 64 + 3 * 40 * 64);
  const experts = 3 * 16 * 3 * 48 * 64;

  it('run forward, and twice as long backward, with gradients added up', () => {
    const gradients = 4 * (4 * attention + rest + experts);
    expect(compute(small(), bytes)).toBeCloseTo(4 * 3 * forward + gradients + head, 6);
    expect(compute(small({ recompute: 'selective' }), bytes)).toBeCloseTo(4 * 4 * forward + gradients + head, 6);
  });

  it('are fewer for a plain layer', () => {
    const plainly = 4096 * 2 * (8 * 4096 + 4 * 32 * 128 + 3 * 11_008);
    const gradients = 4 * 32 * (4 * 4096 ** 2 + 3 * 4096 * 11_008);
    expect(compute(question({ microBatches: 1 }), bytes)).toBeCloseTo(32 * 3 * plainly + gradients + 4096 * 32_000 * 12, -1);
  });

  it('split over tensor ranks', () => {
    const frozen = (tensor: number): number => compute(small({ method: 'lora', accelerators: tensor, parallel: { ...alone, tensor } }), bytes);
    expect(frozen(1)).toBeCloseTo(4 * 3 * forward + head, 6);
    expect(frozen(2)).toBeCloseTo(frozen(1) / 2, 6);
  });

  it('widen weights of four bits forward and backward: 0.55 bytes read, 2 written, 2 read', () => {
    const widened = 4.55 * (4 * attention + 3 * 96 * 64 + 3 * 3 * 40 * 64 + experts);
    expect(compute(small({ method: 'qlora' }), bytes) - compute(small({ method: 'lora' }), bytes)).toBeCloseTo(2 * widened, 6);
  });
});

describe('attention', () => {
  const gqa: TrainingOperators['attention'] = (batch, length, heads, kvHeads, headDim, window) =>
    batch * (length + heads + 10 * kvHeads + headDim + window);

  it('of grouped queries is asked for by layer, and takes three times as long backward', () => {
    // 32 heads of queries and of keys, 128 wide, no window.
    expect(compute(question({ microBatches: 1 }), { attention: gqa })).toBe(32 * 4 * (4096 + 32 + 320 + 128));
    expect(compute(question({ microBatches: 1, recompute: 'selective' }), { attention: gqa })).toBe(32 * 5 * (4096 + 32 + 320 + 128));
    const two = question({ microBatches: 1, accelerators: 4, parallel: { ...alone, tensor: 2, context: 2 } });
    expect(compute(two, { attention: gqa, attentionBackward: 2 })).toBe((32 * 3 * (4096 + 16 + 160 + 128)) / 2);
  });

  it('of windows and of linear layers is their own', () => {
    const mixed = { ...llama, attention: { ...llama.attention, fullLayers: 8, windowLayers: 16, window: 100, linearLayers: 8 } };
    const once = 8 * (4096 + 32 + 320 + 128) + 16 * (4096 + 32 + 320 + 128 + 100);
    expect(compute(question({ model: mixed, microBatches: 1 }), { attention: gqa })).toBeCloseTo(4 * once, 6);
    const moved = (model: typeof llama): number => compute(question({ model, method: 'lora', microBatches: 1 }), { elementwise: (bytes) => bytes });
    // Eight states of the hidden width in 16 bits, forward, and by attention's share backward.
    expect(moved(mixed) - moved({ ...mixed, attention: { ...mixed.attention, linearLayers: 0 } })).toBeCloseTo(4 * 8 * 4096 * 8 * 4096 * 2, -3);
  });

  it('of latents has its own kernel', () => {
    expect(compute(small(), { latentAttention: (batch, length, heads) => batch * length + heads })).toBeCloseTo(4 * 4 * (256 + 8), 9);
  });
});

describe('experts', () => {
  const experts: TrainingOperators['experts'] = (all, own, ranks) => all + 10 * own + 100 * ranks;

  it('run on three layers of four: once forward, twice backward', () => {
    expect(compute(small(), { experts })).toBeCloseTo(3 * 3 * (256 + 2560 + 100), 6);
    expect(compute(small({ method: 'lora' }), { experts })).toBeCloseTo(3 * 2 * (256 + 2560 + 100), 6);
    // Four expert ranks see each other's tokens.
    expect(compute(small({ accelerators: 4, parallel: { ...alone, expert: 4 } }), { experts })).toBeCloseTo(3 * 3 * (1024 + 2560 + 400), 6);
  });

  it('take longer by what was fitted, in narrow formats, and each its own time', () => {
    const factors = { ...plain, routed: 2, each: 30 };
    // 16 experts on one rank, a third of their time forward.
    expect(compute(small(), { experts }, factors)).toBeCloseTo(3 * 3 * (2916 + (30 * 16) / 3), 6);
    expect(compute(small({ narrow: true }), { experts }, factors)).toBeCloseTo(3 * 3 * (2 * 2916 + (30 * 16) / 3), 6);
    expect(compute(small({ accelerators: 4, parallel: { ...alone, expert: 4 } }), {}, factors)).toBeCloseTo((3 * 3 * 30 * 4) / 3, 6);
  });
});

describe('a pipeline and its host', () => {
  const one = { gemm: () => 1 };

  it('waits for a micro-batch of every other stage, and for two hops', () => {
    const staged = (change: object = {}) =>
      stepTime(
        question({ accelerators: 4, parallel: { ...alone, pipeline: 4, ...change } }),
        idle({ ...one, pointToPoint: (bytes, apart) => bytes / (4096 * 4096 * 2) + 10 * apart }),
        { ...plain, kernels: 1e6 },
      );
    // Eight layers of twelve products on the fullest stage, and the head's three; a hop sends 4,096 tokens of 4,096 in 16 bits to the next accelerator.
    expect(staged().bubble / 1e6).toBeCloseTo((3 * (99e6 + 22)) / 1e6, 3);
    expect(staged({ virtualPipeline: 2 }).bubble / 1e6).toBeCloseTo((3 * (49.5e6 + 22)) / 1e6, 3);
    expect(stepTime(question({ microBatches: 1 }), idle({ ...one, pointToPoint: () => 1 }), plain).bubble).toBe(0);
  });

  it('launches 300 µs of kernels a pass of a layer with experts, half of it of a plain one', () => {
    const instant = { attention: () => 1e-20, latentAttention: () => 1e-20 };
    const host = (q: StepQuestion): number => stepTime(q, idle(instant), plain).host;
    expect(host(small())).toBeCloseTo(4 * 3 * 300e-6, 12);
    expect(host(small({ microBatches: 5, recompute: 'full' }))).toBeCloseTo(5 * 4 * 4 * 300e-6, 12);
    expect(host(small({ method: 'lora' }))).toBeCloseTo(4 * 2 * 300e-6, 12);
    expect(host(question({ microBatches: 1 }))).toBeCloseTo(32 * 3 * 150e-6, 12);
  });

  it('hides what it launches behind work that takes longer', () => {
    // Attention takes 225 µs and three times that backward: as long as three launches, (2 · 900⁴)^¼.
    const { host } = stepTime(small(), idle({ latentAttention: () => 225e-6 }), plain);
    expect(host).toBeCloseTo(4 * (900e-6 * 2 ** 0.25 - 900e-6), 9);
  });
});

describe('the optimiser', () => {
  // So much attention that the head, which layers are counted against, is worth none of them.
  const optimiser = (q: StepQuestion): number => stepTime(q, idle({ elementwise: (bytes) => bytes, latentAttention: () => 1e18 }), plain).optimiser;
  const attention = 60 * 64 + 192 * 32 + 256 * 20 + 64 * 128;
  const dense = 4 * attention + 3 * 96 * 64 + 3 * (16 * 64 + 3 * 40 * 64) + 1000 * 64;
  const experts = 3 * 16 * 3 * 48 * 64;

  it('moves 30 bytes for each parameter that a device holds', () => {
    expect(optimiser(small({ parallel: { ...alone, shard: 0 } }))).toBeCloseTo(30 * (dense + experts), 3);
    expect(optimiser(small({ method: 'lora' }))).toBe(0);
  });

  it('is shared by the ranks that shard its states, experts by those that expert parallelism leaves', () => {
    const layout = (change: object): number => optimiser(small({ accelerators: 16, parallel: { ...alone, expert: 4, shardRanks: 8, ...change } }));
    expect(layout({ shard: 0 })).toBeCloseTo(30 * (dense + experts / 4), 3);
    expect(layout({ shard: 1 })).toBeCloseTo(30 * (dense / 8 + experts / 4 / 4), 3);
    // Eight data ranks of two context ranks; no more ranks shard than there are.
    expect(layout({ shard: 1, context: 2, shardRanks: 64 })).toBeCloseTo(30 * (dense / 16 + experts / 4 / 4), 3);
    expect(layout({ shard: 1, shardRanks: 2 })).toBeCloseTo(30 * (dense / 2 + experts / 4 / 2), 3);
    // A device cannot hold more than all of its experts.
    expect(layout({ shard: 1, expert: 16, pipeline: 4 })).toBeCloseTo(30 * ((dense - 64_000) / 4 / 4 + 64_000 / 4 + experts / 16 / 4), -3);
  });
});
