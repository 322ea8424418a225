/** Where the time of a token goes, with operators whose shares are round numbers. */
import { describe, expect, it } from 'vitest';
import { boundBy, decodeTerms, firstTokenTerms, scaledTerms } from '../../../src/estimate/answer/decode-terms.ts';
import type { Execution } from '../../../src/estimate/engine/deployment.ts';
import type { DecodeTerms } from '../../../src/estimate/estimate.ts';
import type { SteadyState } from '../../../src/model/serving.ts';

/** Three products of 1 s of weights, 0.5 s of arithmetic and 0.25 s of launch for each token, and a head like them. */
const execution = (pipeline = 1): Execution =>
  ({
    stage: {
      parallel: { pipeline },
      linears: [{ part: 'dense', n: 1, k: 1, count: 2 }],
      head: { part: 'head', n: 1, k: 1, count: 1 },
      model: { attention: { fullLayers: 2, windowLayers: 1 }, moe: { layers: 2 } },
    },
    operators: {
      gemmShares: (_part: string, tokens: number) => ({ memory: 1, compute: 0.5 * tokens, floor: 0.25 }),
      attentionFloor: 0.1,
      expertFloor: 0.2,
    },
  }) as unknown as Execution;

/** No draft: one token checked, one gained. */
const alone = { width: 1, progress: 1 };

const steady = (sets: object = {}): SteadyState =>
  ({
    decoding: 4,
    decode: { linear: 9.75, experts: 1, attention: 2, elementwise: 0.5, collectives: 0.4 },
    decodeStep: 14.15,
    timePerOutputToken: 15.15,
    ...sets,
  }) as unknown as SteadyState;

describe('the terms of a token', () => {
  const terms = decodeTerms(execution(), steady(), alone);

  it('are weights, arithmetic and launches of products, and what experts and attention take past their floors', () => {
    expect(terms.weights).toBeCloseTo(3, 12);
    expect(terms.compute).toBeCloseTo(3 * 0.5 * 4, 12);
    // 3 · 0.25 of products, 0.5 between them, 3 attention layers of 0.1, 2 expert layers of 0.2.
    expect(terms.launch).toBeCloseTo(0.75 + 0.5 + 0.3 + 0.4, 12);
    expect(terms.experts).toBeCloseTo(0.6, 12);
    expect(terms.kvCache).toBeCloseTo(1.7, 12);
    expect(terms.collectives).toBeCloseTo(0.4, 12);
  });

  it('leave the host what the step takes besides, and prompts what a token takes past the step', () => {
    expect(terms.host).toBeCloseTo(14.15 - (9.75 + 1 + 2 + 0.5 + 0.4), 12);
    expect(terms.prefillInterference).toBeCloseTo(1, 12);
  });

  it('share a step among the tokens that it brings', () => {
    const drafted = decodeTerms(execution(), steady({ timePerOutputToken: 14.15 / 2 }), { width: 1, progress: 2 });
    expect(drafted.weights).toBeCloseTo(1.5, 12);
    expect(drafted.host).toBeCloseTo(0.25, 12);
    expect(drafted.prefillInterference).toBeCloseTo(0, 12);
  });

  it('run the micro-batch of a stage, at least one sequence', () => {
    expect(decodeTerms(execution(2), steady(), alone).compute).toBeCloseTo(3 * 0.5 * 2, 12);
    expect(decodeTerms(execution(), steady({ decoding: 0.2 }), alone).compute).toBeCloseTo(3 * 0.5, 12);
    expect(decodeTerms(execution(8), steady(), alone).compute).toBeCloseTo(3 * 0.5, 12);
  });

  it('have floors no larger than the time itself', () => {
    const idle = decodeTerms(execution(), steady({ decode: { linear: 0, experts: 0.3, attention: 0.1, elementwise: 0, collectives: 0 } }), alone);
    expect(idle.experts).toBeCloseTo(0, 12);
    expect(idle.kvCache).toBeCloseTo(0, 12);
    expect(idle.launch).toBeCloseTo(0.75 + 0.3 + 0.1, 12);
  });
});

describe('the terms of the first token', () => {
  it('are the front end, the prompt with its collectives apart, and the wait', () => {
    const first = { timeToFirstToken: 10, ownPrefill: 4, promptCollectives: 1, admissionWait: 2 } as SteadyState;
    expect(firstTokenTerms(first, 0.5, 0.25)).toEqual({ queue: 10 - 0.5 - 4 + 2, prefill: 3, collectives: 1, host: 0.5, network: 0.25 });
  });
});

describe('scaled terms', () => {
  it('keep their shares and sum to the target', () => {
    expect(scaledTerms({ a: 1, b: 3 }, 8)).toEqual({ a: 2, b: 6 });
    expect(scaledTerms({ a: 0, b: 0 }, 8)).toEqual({ a: 0, b: 0 });
  });
});

describe('what binds', () => {
  const none: DecodeTerms = { weights: 0, experts: 0, kvCache: 0, compute: 0, collectives: 0, launch: 0, host: 0, prefillInterference: 0 };

  it.each([
    ['memory-bandwidth', { weights: 1, experts: 1, kvCache: 1, compute: 2.5 }],
    ['compute', { weights: 2, compute: 1, prefillInterference: 1.5 }],
    ['compute', { weights: 2, prefillInterference: 2.5 }],
    ['collectives', { weights: 1, collectives: 2, launch: 1.5 }],
    ['overhead', { collectives: 2, launch: 1.5, host: 1 }],
  ] as const)('is %s for %j', (word, terms) => {
    expect(boundBy({ ...none, ...terms }, false)).toBe(word);
  });

  it('is memory capacity where requests wait for memory, whatever the terms', () => {
    expect(boundBy({ ...none, compute: 9 }, true)).toBe('memory-capacity');
  });
});
