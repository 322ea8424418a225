import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';

const good = { model: 'llama-3.3-70b', accelerator: 'h200-sxm' };

const errorOf = (input: unknown, path = '') => {
  const parsed = parseScenario(input, path);
  if (parsed.ok) throw new Error('accepted');
  return parsed.error;
};

describe('parseScenario', () => {
  it('fills every default of the interface', () => {
    const parsed = parseScenario(good);
    expect(parsed).toMatchObject({ ok: true, value: { ...good, ...scenarioDefaults } });
  });

  it('reads null as "choose for me"', () => {
    const parsed = parseScenario({ ...good, inputTokens: null, engine: null, parallel: null });
    expect(parsed.ok && parsed.value.inputTokens).toBe(1024);
  });

  it.each([
    [[], 'wrong-type', ''],
    [null, 'wrong-type', ''],
    [{ accelerator: 'h200-sxm' }, 'wrong-type', 'model'],
    [{ ...good, accelerator: 'h200' }, 'unknown-id', 'accelerator'],
    [{ ...good, model: 'llama-3.3-70' }, 'unknown-id', 'model'],
    [{ ...good, engine: 'vlm' }, 'unknown-id', 'engine'],
    [{ ...good, weights: 8 }, 'wrong-type', 'weights'],
    [{ ...good, concurency: 3 }, 'unknown-field', 'concurency'],
    [{ ...good, concurrency: -1 }, 'out-of-range', 'concurrency'],
    [{ ...good, concurrency: 1.5 }, 'out-of-range', 'concurrency'],
    [{ ...good, concurrency: '32' }, 'unknown-id', 'concurrency'],
    [{ ...good, inputTokens: 0 }, 'out-of-range', 'inputTokens'],
    [{ ...good, inputTokens: 'many' }, 'wrong-type', 'inputTokens'],
    [{ ...good, inputTokens: Number.NaN }, 'wrong-type', 'inputTokens'],
    [{ ...good, outputTokens: 1e12 }, 'out-of-range', 'outputTokens'],
    [{ ...good, prefixHitRate: 1.01 }, 'out-of-range', 'prefixHitRate'],
    [{ ...good, utilisation: 0 }, 'out-of-range', 'utilisation'],
    [{ ...good, parallel: { tensr: 2 } }, 'unknown-field', 'parallel.tensr'],
    [{ ...good, parallel: { tensor: 2, expert: 3 } }, 'inconsistent', 'parallel.expert'],
    [{ ...good, accelerators: 3, parallel: { tensor: 2 } }, 'inconsistent', 'parallel'],
    [{ ...good, concurrency: 4, requestsPerSecond: 2 }, 'inconsistent', 'requestsPerSecond'],
    [{ ...good, ownership: 'lease' }, 'unknown-id', 'ownership'],
    [{ ...good, ownership: { usdPerAcceleratorHour: -2 } }, 'out-of-range', 'ownership.usdPerAcceleratorHour'],
    [{ ...good, ownership: { own: { yeers: 3 } } }, 'unknown-field', 'ownership.own.yeers'],
    [{ ...good, anchor: [{ concurrency: 4 }] }, 'inconsistent', 'anchor.0'],
    [{ ...good, accelerator: { name: 'mine', memoryBytes: 1e11, memoryBandwidth: 1e12, peak: {} } }, 'inconsistent', 'accelerator.peak'],
    [{ ...good, accelerator: { name: 'mine', memoryBytes: 1e11, peak: { bf16: 1e14 } } }, 'wrong-type', 'accelerator.memoryBandwidth'],
    [{ ...good, site: 'atlantis' }, 'unknown-id', 'site'],
  ])('refuses %j as %s at "%s"', (input, code, path) => {
    expect(errorOf(input)).toMatchObject({ code, path });
  });

  it('names the nearest ids and fields', () => {
    expect(errorOf({ ...good, accelerator: 'h200' }, 'scenario')).toMatchObject({ path: 'scenario.accelerator', suggestions: ['h200-sxm'] });
    expect(errorOf({ ...good, concurency: 3 }).suggestions).toContain('concurrency');
    expect(errorOf({ ...good, engine: 'vlm' }).suggestions).toContain('vllm');
  });

  it('says what is not published of a model that is known by name only', () => {
    expect(errorOf({ ...good, model: 'kimi-k3.1-pro' }).message).toMatch(
      /^Kimi K3\.1 Pro is known by name only: no source gives its shape \(layers, .*heads/,
    );
  });
});

describe('two slips in one row', () => {
  it('says the unknown name before the number that is out of range', () => {
    const parsed = parseScenario({ model: 'llama-3.3-70b', accelerator: 'h200', concurrency: -1 }, 'scenario');
    expect(parsed).toEqual({
      ok: false,
      error: { code: 'unknown-id', path: 'scenario.accelerator', message: 'no accelerator "h200"', suggestions: ['h200-sxm'] },
    });
  });
});
