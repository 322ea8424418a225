/** Memory of a device by hand, on a model of four layers (one dense, three of experts) with latent attention. */
import { describe, expect, it } from 'vitest';
import { activationBytesPerToken, memoryTotal, trainingMemory, type MemoryQuestion } from '../../../src/model/training/memory.ts';
import { alone, llama, question, smallMixture } from './questions.ts';

// Latent attention: down 60 × 64, queries 192 × 32, keys and values 256 × 20, output 64 × 128.
const attention = 60 * 64 + 192 * 32 + 256 * 20 + 64 * 128;
// One dense layer of 96, three of a router and a shared expert of 40; an average of four layers.
const dense = (4 * attention + 3 * 96 * 64 + 3 * (16 * 64 + 3 * 40 * 64)) / 4;
const expert = (3 * 16 * 3 * 48 * 64) / 4;
const embedding = 1000 * 64;

const asked = (change: Partial<MemoryQuestion>): MemoryQuestion => ({ ...question({ model: smallMixture, sequence: 128 }), ...change });
const memory = (change: Partial<MemoryQuestion>) => trainingMemory(asked(change));

describe('activations of a token and layer', () => {
  // Latents 32 + 20 + 8 and what they expand to, 8 heads of 16 + 8 + 16.
  const keys = 8 * 40 + 60;
  // Three of four layers have two experts of 48 and a shared one of 40, one is 96 wide.
  const width = 0.75 * (2 * 48 + 40) + 0.25 * 96;
  const kept = (product: number): number => 2 * (2 * 64 + 8 * 16) + product * 0.75 * 2 * 64;

  it('hold every input of a product once in 16 bits', () => {
    const whole = kept(2) + 2 * (8 * 24 + keys + 2 * width) + 2 * (width + 2 * 64);
    expect(activationBytesPerToken(smallMixture, 1, 'none', false)).toBeCloseTo(whole, 9);
    expect(activationBytesPerToken(smallMixture, 4, 'none', false)).toBeCloseTo(whole / 4, 9);
  });

  it('hold inputs of products in 8 bits where those are', () => {
    expect(activationBytesPerToken(smallMixture, 1, 'none', true)).toBeCloseTo(kept(1) + 2 * (8 * 24 + keys + 2 * width) + (width + 2 * 64), 9);
  });

  it('hold only latents, and what goes into the activation, when the rest is made again', () => {
    expect(activationBytesPerToken(smallMixture, 1, 'selective', false)).toBeCloseTo(kept(2) + 2 * 60 + 2 * 2 * width, 9);
    expect(activationBytesPerToken(smallMixture, 2, 'selective', true)).toBeCloseTo((kept(1) + 2 * 60 + 2 * width) / 2, 9);
    // Llama 2 7B: 32 heads of 128, as many of keys and of values, 11,008 wide.
    const gated = 2 * (2 * 4096 + 4096) + 2 * (4096 + 2 * 4096) + 2 * 2 * 11_008;
    expect(activationBytesPerToken(llama, 1, 'selective', false)).toBe(gated);
  });

  it('without latents of queries hold what those are made from', () => {
    const { mla } = smallMixture;
    const direct = { ...smallMixture, mla: mla && { ...mla, qLoraRank: 0 } };
    expect(activationBytesPerToken(direct, 1, 'selective', false) - activationBytesPerToken(smallMixture, 1, 'selective', false)).toBe(2 * (64 - 32));
  });
});

describe('states', () => {
  it('are whole on one device, with embedding and head', () => {
    const parameters = 4 * dense + 4 * expert + 2 * embedding;
    const { weights, gradients, optimiser } = memory({});
    expect(weights).toBeCloseTo(2 * parameters, 6);
    expect(gradients).toBeCloseTo(2 * parameters, 6);
    expect(optimiser).toBeCloseTo(12 * parameters, 6);
    expect(memory({ model: { ...smallMixture, tiedEmbeddings: true } }).weights).toBeCloseTo(2 * (parameters - embedding), 6);
  });

  it('shard by stage over 8 ranks, experts over the ranks that expert parallelism leaves', () => {
    // 16 devices: dense states on 8 of them, experts over 4 ranks, so 4 copies of each.
    const layout = (shard: 0 | 1 | 2 | 3) => memory({ accelerators: 16, parallel: { ...alone, expert: 4, shard, shardRanks: 8 } });
    const whole = 4 * dense + expert + 2 * embedding;
    const split = (4 * dense + 2 * embedding) / 8 + expert / 4;
    expect(layout(0).optimiser).toBeCloseTo(12 * whole, 6);
    expect(layout(1).optimiser).toBeCloseTo(12 * split, 6);
    expect(layout(1).gradients).toBeCloseTo(2 * whole, 6);
    expect(layout(2).gradients).toBeCloseTo(2 * split, 6);
    expect(layout(2).weights).toBeCloseTo(2 * whole, 6);
    // Two layers and an embedding or the head are gathered at a time.
    expect(layout(3).weights).toBeCloseTo(2 * split + 2 * (2 * (dense + expert / 4) + (2 * embedding) / 2), 6);
  });

  it('of tensor and context ranks: a matrix splits, a sequence shards with the data', () => {
    const { weights, optimiser } = memory({ accelerators: 16, parallel: { ...alone, context: 2, shardRanks: 4 } });
    const whole = 4 * dense + 2 * embedding;
    expect(weights).toBeCloseTo(2 * (whole + 4 * expert), 6);
    // Four data ranks of two context ranks hold a part each, of experts as well.
    expect(optimiser).toBeCloseTo((12 * (whole + 4 * expert)) / 8, 6);
  });

  it('of pipelined adapters on frozen weights of 4 bits', () => {
    const { weights, gradients, optimiser } = memory({
      model: llama,
      method: 'qlora',
      accelerators: 4,
      parallel: { ...alone, tensor: 2, pipeline: 2 },
    });
    // Every linear layer: 4096 → 12288, 4096 → 4096, 4096 → 22016, 11008 → 4096, in 32 layers of rank 16, over four devices.
    const adapters = (32 * 16 * (4096 + 12_288 + 8192 + 4096 + 22_016 + 11_008 + 4096)) / 4;
    const frozen = (16 * (4 * 4096 ** 2 + 3 * 4096 * 11_008)) / 2 + (32_000 * 4096) / 2;
    expect(weights).toBeCloseTo((frozen * 4.127) / 8 + 2 * adapters, 3);
    expect(gradients).toBe(2 * adapters);
    expect(optimiser).toBe(12 * adapters);
  });
});

describe('a pipeline', () => {
  const perLayer = (change: Partial<MemoryQuestion> = {}): number =>
    activationBytesPerToken(smallMixture, 1, change.recompute ?? 'none', false) * 128;

  it('holds as many micro-batches on its first stage as it has stages, and the logits on its last', () => {
    const few = { ...smallMixture, vocab: 100 };
    const pipelined = memory({ model: few, accelerators: 2, parallel: { ...alone, pipeline: 2 } });
    // Two layers a stage, two micro-batches in flight.
    expect(pipelined.activations).toBeCloseTo(2 * 2 * perLayer(), 6);
    expect(pipelined.logits).toBe(0);
    expect(memory({ model: few, accelerators: 2, microBatches: 1, parallel: { ...alone, pipeline: 2 } }).activations).toBeCloseTo(2 * perLayer(), 6);
    // With a vocabulary this large the last stage is the fuller one; its logits are split over tensor ranks and context ranks.
    const wide = memory({
      model: { ...smallMixture, vocab: 1_000_000 },
      accelerators: 8,
      parallel: { ...alone, pipeline: 2, tensor: 2, context: 2 },
    });
    expect(wide.logits).toBe((64 * 1_000_000 * 6) / 2);
    expect(wide.activations).toBeCloseTo((2 * activationBytesPerToken(smallMixture, 2, 'none', false) * 128) / 2, 6);
  });

  it('holds more of a warm-up where stages interleave', () => {
    const few = { ...smallMixture, vocab: 100 };
    const plain = memory({ model: few, accelerators: 4, parallel: { ...alone, pipeline: 4 } }).activations;
    const interleaved = memory({ model: few, accelerators: 4, parallel: { ...alone, pipeline: 4, virtualPipeline: 2 } }).activations;
    expect(interleaved / plain).toBeCloseTo(1 + 3 / 8, 9);
  });

  it('keeps one layer in full while it is made again', () => {
    const again = memory({ recompute: 'full' });
    expect(again.activations).toBeCloseTo(4 * perLayer({ recompute: 'full' }) + perLayer(), 6);
    expect(memory({}).activations).toBeCloseTo(4 * perLayer(), 6);
  });

  it('has a layer on a stage even where there are more stages than layers', () => {
    const { weights } = memory({ accelerators: 8, parallel: { ...alone, pipeline: 8 } });
    expect(weights).toBeCloseTo(2 * (dense + expert + embedding), 6);
  });

  it('adds what runtime and allocator take: 2.5 GiB and a twentieth', () => {
    const { runtime, ...rest } = memory({});
    const allocated = Object.values(rest).reduce((sum, bytes) => sum + bytes, 0);
    expect(runtime).toBeCloseTo(2.5 * 2 ** 30 + 0.05 * allocated, 3);
    expect(memoryTotal({ ...rest, runtime })).toBeCloseTo(allocated + runtime, 3);
  });
});
