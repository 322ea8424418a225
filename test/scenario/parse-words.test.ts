/** What a refusal says: the field, what was expected there, what was given, and the nearest names. */
import { describe, expect, it } from 'vitest';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import { parseJson } from '../../src/scenario/parse-json.ts';
import { parseScenario, replicaSize } from '../../src/scenario/parse.ts';
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
    [{ accelerator: { name: 'm', memoryBytes: 1, memoryBandwidth: 1, peak: { bf16: 1 }, memoryByte: 3 } }, 'accelerator.memoryByte', 'memoryBytes'],
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
    const parsed = parseScenario({ ...base, parallel: { tensor: 2, attentionData: 2, expert: 4 }, accelerators: 8 });
    expect(parsed).toMatchObject({ ok: true, value: { parallel: { tensor: 2, pipeline: 1, expert: 4, attentionData: 2 } } });
    expect(replicaSize({ tensor: 2, pipeline: 3, expert: 5, attentionData: 7 })).toBe(42);
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

describe('what is left out or null', () => {
  it('has its default, and a chip its class', () => {
    const empty = Object.fromEntries(Object.keys(scenarioDefaults).map((key) => [key, null]));
    expect(parseScenario({ ...base, ...empty })).toEqual({ ok: true, value: { ...base, ...scenarioDefaults } });
    const chip = { name: 'm', memoryBytes: 1, memoryBandwidth: 1, peak: { bf16: 1 } };
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
