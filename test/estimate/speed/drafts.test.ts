/** Tokens drafted ahead: each takes a pass of the draft, the draft takes memory, and what cannot draft is refused by name. */
import { describe, expect, it } from 'vitest';
import { model } from '../../../src/catalogue/models.ts';
import { estimateScenario, operate } from '../../../src/estimate/estimate-scenario.ts';
import { decodePass, passSeconds } from '../../../src/model/step.ts';
import { predictionLayer } from '../../../src/model/draft.ts';
import { draftsFor, usualDraft } from '../../../src/scenario/draft.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import type { Scenario, Speculative } from '../../../src/scenario/scenario.ts';

const deepseek: Scenario = {
  ...scenarioDefaults,
  model: 'deepseek-v3',
  accelerator: 'h200-sxm',
  accelerators: 8,
  engine: 'sglang',
  parallel: { tensor: 8, pipeline: 1, expert: 1, attentionData: 1 },
  concurrency: 16,
};
const llama: Scenario = { ...scenarioDefaults, model: 'llama-3.3-70b', accelerator: 'h200-sxm', accelerators: 4, engine: 'vllm', concurrency: 8 };
const drafted = (speculative: Partial<Speculative>): Speculative => ({ draftTokens: 3, acceptance: 0.6, draft: 'mtp', ...speculative });
const tpot = (scenario: Scenario): number => estimateScenario(scenario).timePerOutputToken?.value ?? Number.NaN;

describe('the passes of a draft', () => {
  const operation = operate({ ...deepseek, speculative: drafted({}) });
  if (!operation.ok) throw new Error(operation.reason.message);
  const [point] = operation.value.points;
  if (!point) throw new Error('no point');
  const { stage, passes } = operation.value.choice.candidate.deployment.under(point.engine);

  it('are one a drafted token, beside the pass that checks them', () => {
    if (!stage.draft) throw new Error('no draft');
    const plain = { ...stage, draft: null };
    const own = passSeconds(decodePass(stage.draft, 16, 2000));
    expect(passSeconds(decodePass(stage, 16, 2000, 4))).toBeCloseTo(passSeconds(decodePass(plain, 16, 2000, 4)) + 3 * own, 12);
    expect(passes.decode(16, 2000, 4)).toBeCloseTo(passSeconds(decodePass(stage, 16, 2000, 4)), 12);
    expect(passSeconds(decodePass(stage, 16, 2000, 1))).toBe(passSeconds(decodePass(plain, 16, 2000, 1)));
  });

  it('are those of one layer and the output head for a model’s own layers of prediction', () => {
    const own = model('deepseek-v3');
    if (!own?.moe) throw new Error('no DeepSeek-V3');
    expect(predictionLayer(own)).toMatchObject({ layers: 1, vocab: own.vocab, moe: { ...own.moe, layers: 1 }, dense: { layers: 0 } });
    expect(stage.draft?.model.layers).toBe(1);
    expect(stage.draft?.parallel).toMatchObject({ tensor: 8, pipeline: 1 });
  });
});

describe('what drafts are worth', () => {
  it('less than the tokens that they bring, and something where most are kept', () => {
    const plain = tpot(deepseek);
    const steps = 1 + 0.8 + 0.8 ** 2 + 0.8 ** 3;
    const kept = tpot({ ...deepseek, speculative: drafted({ acceptance: 0.8 }) });
    expect(plain / kept).toBeGreaterThan(1.2);
    expect(plain / kept).toBeLessThan(steps);
    expect(tpot({ ...deepseek, speculative: drafted({ acceptance: 0 }) })).toBeGreaterThan(plain);
  });

  it('more where more is kept', () => {
    const times = [0, 0.3, 0.6, 0.9].map((acceptance) => tpot({ ...llama, speculative: drafted({ acceptance, draft: 'llama-3.2-1b' }) }));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('less by a larger model that drafts as well', () => {
    const by = (draft: string): number => tpot({ ...llama, speculative: drafted({ draft }) });
    expect(by('llama-3.2-1b')).toBeLessThan(by('llama-3.1-8b'));
  });

  it('memory: a draft’s weights and cache leave less for the model’s', () => {
    const tokens = (speculative: Scenario['speculative']): number => estimateScenario({ ...llama, speculative }).cacheTokens?.value ?? Number.NaN;
    expect(tokens(drafted({ draft: 'llama-3.2-1b' }))).toBeLessThan(0.95 * tokens(null));
    expect(tokens(drafted({ draft: 'llama-3.1-8b' }))).toBeLessThan(tokens(drafted({ draft: 'llama-3.2-1b' })));
  });

  it('parts of a time that sum to it, the draft’s among them', () => {
    const { terms, timePerOutputToken } = estimateScenario({ ...deepseek, speculative: drafted({}) });
    expect(Object.values<number>({ ...terms?.decode }).reduce((sum, each) => sum + each, 0)).toBeCloseTo(timePerOutputToken?.value ?? 0, 12);
  });
});

describe('what may draft', () => {
  const error = (speculative: object, name = 'llama-3.3-70b'): unknown => {
    const parsed = parseScenario({ model: name, accelerator: 'h200-sxm', speculative }, 'scenario');
    return parsed.ok ? null : parsed.error;
  };

  it('is the model’s own layers only where it brings some', () => {
    expect(error({ draftTokens: 2 }, 'deepseek-v3')).toBeNull();
    expect(error({ draftTokens: 2, acceptance: null, draft: null }, 'deepseek-v3')).toBeNull();
    expect(error({ draftTokens: 2 })).toMatchObject({
      code: 'inconsistent',
      path: 'scenario.speculative.draft',
      message: expect.stringMatching(/llama-3\.2-1b/) as string,
    });
  });

  it('is a model of the catalogue that speaks the same tokens', () => {
    expect(error({ draftTokens: 2, draft: 'llama-3.2-1b' })).toBeNull();
    expect(error({ draftTokens: 2, draft: 'llama-3.2-1' })).toMatchObject({
      code: 'unknown-id',
      path: 'scenario.speculative.draft',
      suggestions: expect.arrayContaining(['llama-3.2-1b']) as string[],
    });
    expect(error({ draftTokens: 2, draft: 'qwen3-0.6b' })).toMatchObject({
      code: 'inconsistent',
      message: expect.stringMatching(/151936 tokens.*128256\)/) as string,
    });
    expect(error({ draftTokens: 2, draft: 3 })).toMatchObject({ code: 'wrong-type', path: 'scenario.speculative.draft' });
  });

  it('is a pasted configuration’s own layers, by each of the names that families give them', () => {
    const config = {
      architectures: ['Qwen3ForCausalLM'],
      hidden_size: 2048,
      num_hidden_layers: 20,
      num_attention_heads: 16,
      num_key_value_heads: 8,
      intermediate_size: 6144,
      vocab_size: 90_000,
    };
    const code = (more: object): string | null => {
      const parsed = parseScenario({ model: { ...config, ...more }, accelerator: 'h200-sxm', speculative: { draftTokens: 1 } });
      return parsed.ok ? null : parsed.error.code;
    };
    expect(['num_nextn_predict_layers', 'mtp_num_hidden_layers', 'num_mtp_modules'].map((name) => code({ [name]: 1 }))).toEqual([null, null, null]);
    expect([code({}), code({ num_nextn_predict_layers: 0 })]).toEqual(['inconsistent', 'inconsistent']);
  });

  it('is none of another maker, however alike the sizes of their vocabularies are', () => {
    expect(error({ draftTokens: 2, draft: 'llama-3.2-1b' }, 'deepseek-v3')).toMatchObject({
      code: 'inconsistent',
      path: 'scenario.speculative.draft',
    });
    const row = model('deepseek-v3');
    for (const id of row ? draftsFor(row) : []) expect(model(id)?.vendor).toBe(row?.vendor);
  });

  it('is by itself the smallest of those, or the model’s own', () => {
    const of = (id: string): string | null => {
      const row = model(id);
      return row ? usualDraft(row) : null;
    };
    expect(of('llama-3.3-70b')).toBe('llama-3.2-1b');
    expect(of('deepseek-r1')).toBe('mtp');
    const row = model('llama-3.3-70b');
    for (const id of row ? draftsFor(row) : []) expect(model(id)?.parametersActive).toBeLessThanOrEqual(0.2 * (row?.parametersActive ?? 0));
  });
});
