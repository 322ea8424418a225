/** What a refusal says: the field, what was expected there, what was given, and the nearest names. */
import { describe, expect, it } from 'vitest';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import { parseJson } from '../../src/scenario/parse-json.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { ranksOn, replicaSize, replicasOn } from '../../src/scenario/parallel.ts';
import { ownershipPresets, workloadPresets } from '../../src/scenario/presets.ts';

const base = { model: 'llama-3.3-70b', accelerator: 'h200-sxm' };
const error = (sets: object, path = '') => {
  const parsed = parseScenario({ ...base, ...sets }, path);
  if (parsed.ok) throw new Error('it was taken');
  return parsed.error;
};
const one = { tensor: 1 };

describe('the wrong type', () => {
  it.each([
    [{ inputTokens: 'many' }, 'inputTokens', 'expected a number, got string "many"'],
    [{ inputTokens: [] }, 'inputTokens', 'expected a number, got a list'],
    [{ inputTokens: {} }, 'inputTokens', 'expected a number, got an object'],
    [{ inputTokens: true }, 'inputTokens', 'expected a number, got boolean true'],
    [{ site: 3 }, 'site', 'expected text, got number 3'],
    [{ anchor: {} }, 'anchor', 'expected a list, got an object'],
    [{ parallel: 4 }, 'parallel', 'expected an object, got number 4'],
    [{ anchor: [3] }, 'anchor.0', 'expected an object, got number 3'],
  ])('%j says so', (sets, path, message) => {
    expect(error(sets)).toEqual({ code: 'wrong-type', path, message });
  });

  it('names what is required', () => {
    expect(parseScenario({ accelerator: 'h200-sxm' })).toMatchObject({ ok: false, error: { path: 'model', message: '"model" is required' } });
  });

  it.each([
    [null, 'a scenario is an object, got null'],
    [[], 'a scenario is an object, got a list'],
    ['x', 'a scenario is an object, got string "x"'],
    [3, 'a scenario is an object, got number 3'],
  ])('%j is no scenario at all', (input, message) => {
    expect(parseScenario(input, 'scenario')).toEqual({ ok: false, error: { code: 'wrong-type', path: 'scenario', message } });
  });
});

describe('an unknown field has the nearest name of its own object', () => {
  it.each([
    [{ parallel: { tensr: 2 } }, 'parallel.tensr', 'tensor'],
    [{ parallel: { attentionDat: 2 } }, 'parallel.attentionDat', 'attentionData'],
    [{ speculative: { draftTokens: 2, acceptance: 0.5, draftToken: 2 } }, 'speculative.draftToken', 'draftTokens'],
    [{ target: { timePerOutputTokn: 2 } }, 'target.timePerOutputTokn', 'timePerOutputToken'],
    [{ ownership: { own: { yeers: 3 } } }, 'ownership.own.yeers', 'years'],
    [{ egress: { usdPerGigabyte: 1, bytesPerTokens: 3 } }, 'egress.bytesPerTokens', 'bytesPerToken'],
    [{ anchor: [{ concurrency: 1, timeToFirstTokn: 1 }] }, 'anchor.0.timeToFirstTokn', 'timeToFirstToken'],
    [
      { serving: { prefill: { accelerators: 1, parallel: one, acelerators: 2 }, decode: { accelerators: 1, parallel: one } } },
      'serving.prefill.acelerators',
      'accelerators',
    ],
    [
      { accelerator: { name: 'm', memoryBytes: 1e9, memoryBandwidth: 1e9, peak: { bf16: 1e9 }, memoryByte: 3 } },
      'accelerator.memoryByte',
      'memoryBytes',
    ],
    [{ inputToken: 3 }, 'inputToken', 'inputTokens'],
  ])('%j', (sets, path, nearest) => {
    const refused = error(sets);
    expect(refused).toMatchObject({ code: 'unknown-field', path });
    expect(refused.suggestions?.[0]).toBe(nearest);
  });
});

describe('an unknown word', () => {
  it('lists those that there are', () => {
    expect(error({ engine: 'vlm' })).toMatchObject({
      path: 'engine',
      message: 'no engine "vlm"; expected vllm, sglang, tensorrt-llm',
      suggestions: ['vllm', 'tensorrt-llm'],
    });
    expect(error({ weights: 'bf61' }).message).toBe('no weights "bf61"; expected bf16, fp8, int8, int4, nvfp4, mxfp4');
    expect(error({ kvCache: 'int8' }).message).toBe('no kvCache "int8"; expected bf16, fp8');
    expect(error({ serving: 'apart' }).message).toContain('expected aggregated');
  });

  it('says of a model that it is unknown before it says anything else', () => {
    expect(error({ model: 'lama', accelerator: 'h200', site: 'x' }, 'scenario')).toMatchObject({
      path: 'scenario.model',
      message: 'no model "lama"',
    });
    expect(error({ accelerator: 'h200', site: 'x' })).toMatchObject({ path: 'accelerator', message: 'no accelerator "h200"' });
    expect(error({ site: 'nowhere' })).toMatchObject({ code: 'unknown-id', path: 'site', message: 'no site "nowhere"' });
  });
});

describe('what does not fit together', () => {
  it.each([
    [{ parallel: { tensor: 2, attentionData: 3, expert: 4 } }, 'parallel.expert', 'expert 4 does not divide tensor · attentionData = 6'],
    [
      { parallel: { tensor: 2, pipeline: 3, attentionData: 2 }, accelerators: 6 },
      'parallel',
      '6 accelerators are not a whole number of replicas of tensor · pipeline · attentionData = 12',
    ],
    [
      { serving: { prefill: { accelerators: 3, parallel: { tensor: 2 } }, decode: { accelerators: 1, parallel: one } } },
      'serving.prefill.parallel',
      '3 accelerators are not a whole number of replicas of tensor · pipeline · attentionData = 2',
    ],
    [
      { serving: { prefill: { accelerators: 1, parallel: one }, decode: { accelerators: 3, parallel: { tensor: 2 } } } },
      'serving.decode.parallel',
      '3 accelerators are not a whole number of replicas of tensor · pipeline · attentionData = 2',
    ],
    [{ model: { architectures: ['Strange'] } }, /^model/, /./],
  ])('%j', (sets, path, message) => {
    expect(error(sets)).toMatchObject({
      code: 'inconsistent',
      path: typeof path === 'string' ? path : (expect.stringMatching(path) as string),
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
  });

  const pools = { serving: { prefill: { accelerators: 2, parallel: one }, decode: { accelerators: 3, parallel: one } } };
  it.each([4, 6])('pools of two and three are not %d accelerators', (accelerators) => {
    expect(error({ ...pools, accelerators })).toMatchObject({
      code: 'inconsistent',
      path: 'accelerators',
      message: `prefill and decode use 5 accelerators, not ${accelerators}`,
    });
  });

  it('but five, or left open', () => {
    expect(parseScenario({ ...base, ...pools, accelerators: 5 })).toMatchObject({ ok: true });
    expect(parseScenario({ ...base, ...pools })).toMatchObject({ ok: true });
  });

  it('a whole number of replicas does, and splits of one are what is left out', () => {
    const parsed = parseScenario({ ...base, model: 'deepseek-v3', parallel: { tensor: 2, attentionData: 2, expert: 4 }, accelerators: 8 });
    expect(parsed).toMatchObject({ ok: true, value: { parallel: { tensor: 2, pipeline: 1, expert: 4, attentionData: 2 } } });
    const split = { tensor: 2, pipeline: 3, expert: 5, attentionData: 7 };
    expect([replicaSize(split), replicasOn(100, split), ranksOn(100, split)]).toEqual([42, 2, 14]);
    expect(parseScenario({ ...base, parallel: {} })).toMatchObject({
      ok: true,
      value: { parallel: { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 } },
    });
  });

  it('an anchor with any one measurement does', () => {
    for (const measured of [{ timePerOutputToken: 1 }, { timeToFirstToken: 1 }, { outputTokensPerSecond: 1 }])
      expect(parseScenario({ ...base, anchor: [{ concurrency: 2, ...measured }] })).toMatchObject({ ok: true });
  });
});

describe('what a model’s shape refuses', () => {
  it.each([
    [{ parallel: { tensor: 3 } }, 'parallel.tensor', 'Llama 3.3 70B Instruct has 64 attention heads, which 3 does not divide'],
    [{ parallel: { pipeline: 81 } }, 'parallel.pipeline', 'Llama 3.3 70B Instruct has 80 layers, fewer than 81 stages'],
    [{ parallel: { tensor: 2, expert: 2 } }, 'parallel.expert', 'Llama 3.3 70B Instruct is dense: it has no experts to spread'],
    // 128 experts and a quarter of copies: 160 ranks.
    [
      { model: 'gpt-oss-120b', parallel: { attentionData: 161, expert: 161 } },
      'parallel.expert',
      'gpt-oss-120b has 128 experts: with redundant copies they fill at most 160 ranks',
    ],
    [
      { parallel: { tensor: 1024, pipeline: 1024, attentionData: 1 } },
      'parallel',
      'one replica of tensor · pipeline · attentionData = 1048576 is more than 1000000 accelerators',
    ],
  ])('%j', (sets, path, message) => {
    expect(error(sets)).toEqual({ code: 'inconsistent', path, message });
  });

  it('takes the last that fits', () => {
    expect(parseScenario({ ...base, parallel: { pipeline: 80 } })).toMatchObject({ ok: true });
    expect(parseScenario({ ...base, model: 'gpt-oss-120b', parallel: { attentionData: 160, expert: 160 } })).toMatchObject({ ok: true });
  });
});

describe('loads that exclude each other', () => {
  const split = { tensor: 2, pipeline: 1, expert: 1, attentionData: 1 };
  const open = { prefill: {}, decode: {} };
  it.each([
    [{ requestsPerSecond: 1, concurrency: 4 }, 'requestsPerSecond'],
    [{ concurrency: 'max', target: { timePerOutputToken: 0.1 } }, 'target'],
    [{ session: { requestsPerUser: 2 } }, 'session'],
    [{ session: { requestsPerUser: 2 }, concurrency: 'max' }, 'session'],
    [{ peakToMean: 2, concurrency: 4 }, 'peakToMean'],
    [{ requestsPerSecond: 1, utilisation: 0.5 }, 'utilisation'],
    [{ target: {} }, 'target'],
    [{ target: { timePerOutputToken: 0.1, percentile: 95 } }, 'target.percentile'],
    [{ target: { timePerOutputToken: 0.1 }, outputTokens: 1 }, 'target.timePerOutputToken'],
    [{ serving: open, parallel: split }, 'parallel'],
    [{ serving: open, spareReplicas: 1 }, 'spareReplicas'],
    [{ serving: { prefill: { accelerators: 3 }, decode: {} }, accelerators: 3 }, 'accelerators'],
    [{ accelerators: 4, spareReplicas: 4 }, 'spareReplicas'],
    [{ accelerators: 4, parallel: split, spareReplicas: 2 }, 'spareReplicas'],
  ])('%j', (sets, path) => {
    expect(error(sets)).toMatchObject({ code: 'inconsistent', path });
  });

  it.each([
    { requestsPerSecond: 1, peakToMean: 2, target: { timePerOutputToken: 0.1 } },
    { concurrency: 'max', target: 'none' },
    { session: { requestsPerUser: 2 }, concurrency: 4 },
    { target: { timeToFirstToken: 1, percentile: 95 } },
    { target: { timePerOutputToken: 0.1, percentile: 50 } },
    { target: { timeToFirstToken: 1 }, outputTokens: 1 },
    { serving: { prefill: { accelerators: 3 }, decode: {} }, accelerators: 4 },
    { accelerators: 4, spareReplicas: 3 },
    { accelerators: 4, parallel: split, spareReplicas: 1 },
    { parallel: split, spareReplicas: 9 },
  ])('%j goes together', (sets) => {
    expect(parseScenario({ ...base, ...sets })).toMatchObject({ ok: true });
  });
});

describe('a measured point that physics forbids', () => {
  // Llama 70B has 69.502 billion active parameters; an H200 reads 4.8e12 byte/s and multiplies 1.979e15 fp8 FLOP/s.
  const reading = (69.502e9 * 0.5) / (4.8e12 * 2);
  const computing = (1024 * 2 * 69.502e9) / (1.979e15 * 2);
  const point = (sets: object) => ({ accelerators: 2, anchor: [{ concurrency: 4, ...sets }] });

  it.each([
    ['timePerOutputToken', reading],
    ['timeToFirstToken', computing],
  ])('is a %s below %f s', (field, floor) => {
    expect(error(point({ [field]: floor * 0.999 }))).toMatchObject({ code: 'inconsistent', path: `anchor.0.${field}` });
    expect(parseScenario({ ...base, ...point({ [field]: floor * 1.001 }) })).toMatchObject({ ok: true });
  });

  it('is more tokens a second than so many requests can get, or than the arithmetic allows', () => {
    const most = 4 / reading;
    expect(error(point({ outputTokensPerSecond: most * 1.001 }))).toMatchObject({ path: 'anchor.0.outputTokensPerSecond' });
    expect(parseScenario({ ...base, ...point({ outputTokensPerSecond: most * 0.999 }) })).toMatchObject({ ok: true });
    const arithmetic = (1.979e15 * 2) / (2 * 69.502e9);
    const many = (rate: number) => ({ accelerators: 2, anchor: [{ concurrency: 1e6, outputTokensPerSecond: rate }] });
    expect(error(many(arithmetic * 1.001))).toMatchObject({ path: 'anchor.0.outputTokensPerSecond' });
    expect(parseScenario({ ...base, ...many(arithmetic * 0.999) })).toMatchObject({ ok: true });
  });

  it('gets five times as far with four drafts, and by half a prompt where half is cached', () => {
    const drafted = { ...point({ timePerOutputToken: (reading / 5) * 1.001 }), speculative: { draftTokens: 4, draft: 'llama-3.2-1b' } };
    expect(parseScenario({ ...base, ...drafted })).toMatchObject({ ok: true });
    expect(error({ ...drafted, ...point({ timePerOutputToken: (reading / 5) * 0.999 }) })).toMatchObject({ code: 'inconsistent' });
    const cached = { ...point({ timeToFirstToken: (computing / 2) * 1.001 }), prefixHitRate: 0.5 };
    expect(parseScenario({ ...base, ...cached })).toMatchObject({ ok: true });
    expect(error({ ...cached, ...point({ timeToFirstToken: (computing / 2) * 0.999 }) })).toMatchObject({ code: 'inconsistent' });
  });

  it('is judged by 1,024 accelerators where no count is said, by the pools where they are', () => {
    const of = (count: number): number => (69.502e9 * 0.5) / (4.8e12 * count);
    const at = (seconds: number, sets: object) => ({ ...sets, anchor: [{ concurrency: 4, timePerOutputToken: seconds }] });
    const sides = { serving: { prefill: { accelerators: 1 }, decode: { accelerators: 3 } } };
    for (const [sets, count] of [
      [{}, 1024],
      [{ parallel: { tensor: 2 } }, 1024],
      [{ parallel: { tensor: 64, pipeline: 40 } }, 2560],
      [sides, 4],
    ] as const) {
      expect(error(at(of(count) * 0.999, sets))).toMatchObject({ path: 'anchor.0.timePerOutputToken' });
      expect(parseScenario({ ...base, ...at(of(count) * 1.001, sets) })).toMatchObject({ ok: true });
    }
  });
});

describe('what is left out or null', () => {
  it('has its default, and a chip its class', () => {
    const empty = Object.fromEntries(Object.keys(scenarioDefaults).map((key) => [key, null]));
    expect(parseScenario({ ...base, ...empty })).toEqual({ ok: true, value: { ...base, ...scenarioDefaults }, resolved: {} });
    const chip = { name: 'm', memoryBytes: 1e9, memoryBandwidth: 1e9, peak: { bf16: 1e9 } };
    expect(parseScenario({ ...base, accelerator: chip })).toMatchObject({ ok: true, value: { accelerator: { class: 'nvidia-datacenter' } } });
  });
});

describe('JSON', () => {
  it('is a value, or an error with the parser’s words', () => {
    expect(parseJson('{"a":[1]}')).toEqual({ ok: true, value: { a: [1] } });
    expect(parseJson('{')).toMatchObject({ ok: false, error: { code: 'bad-json', path: '', message: expect.stringMatching(/JSON/) as string } });
  });
});

describe('presets', () => {
  it('have the lengths of the public benchmarks and traces', () => {
    const sets = workloadPresets.map(({ id, sets: { inputTokens, outputTokens, prefixHitRate, concurrency } }) => [
      id,
      inputTokens,
      outputTokens,
      prefixHitRate,
      concurrency,
    ]);
    expect(sets).toEqual([
      ['chat', 1024, 1024, 0, 32],
      ['summary', 8192, 1024, 0, 32],
      ['reasoning', 1024, 8192, 0, 32],
      ['retrieval', 4096, 256, 0.5, 64],
      ['code', 2048, 128, 0.7, 64],
      // TraceLab: 126k cached of 126k + 857 new.
      ['agent', 126_857, 252, 0.96, 16],
      ['batch', 1024, 512, 0, 'max'],
    ]);
    expect(ownershipPresets.map(({ ownership }) => ownership)).toEqual(['rent-on-demand', 'rent-reserved', 'own', { usdPerAcceleratorHour: 2 }]);
  });

  it('are scenarios', () => {
    for (const { sets } of workloadPresets) expect(parseScenario({ ...base, ...sets })).toMatchObject({ ok: true, value: sets });
    for (const { ownership } of ownershipPresets) expect(parseScenario({ ...base, ownership })).toMatchObject({ ok: true, value: { ownership } });
  });
});
