import { describe, expect, it } from 'vitest';
import { model } from '../../src/catalogue/models.ts';
import { activationBytesPerToken, reserveBytes, reserveOf } from '../../src/model/reserve.ts';

const one = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
const llama = model('llama-3.1-8b')!;

describe('what an engine keeps', () => {
  it('for activations is the residual stream and the widest layer, two bytes each', () => {
    expect(activationBytesPerToken(llama, one)).toBe(2 * (2 * 4096 + 3 * 14_336));
    expect(activationBytesPerToken(llama, { ...one, tensor: 2 })).toBe(2 * (2 * 4096 + (3 * 14_336) / 2));
  });

  it('is the pass or the logits, whichever is larger, and graphs beside them', () => {
    const profile = { tokens: 8192, sequences: 1024, samplerBytes: 12, graphs: true, scores: 0 };
    const reserve = reserveOf(llama, one, profile);
    expect(reserve.logits).toBe(1024 * 128_256 * 12);
    expect(reserve.graphs).toBe(32 * 14 * 2 ** 20);
    expect(reserve.collectives).toBe(0);
    expect(reserveBytes(reserve)).toBe(reserve.runtime + reserve.graphs + reserve.logits);
    expect(reserveOf(llama, { ...one, tensor: 2 }, profile).collectives).toBeGreaterThan(0);
  });
});
