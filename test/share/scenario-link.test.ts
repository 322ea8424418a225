import { describe, expect, it } from 'vitest';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { scenarioFromQuery } from '../../src/scenario/query.ts';
import { decodeResult } from '../../src/share/result-link.ts';
import { resultLink, scenarioLink } from '../../src/share/scenario-link.ts';
import { quickRun } from './runs.ts';

const scenario = { ...defaultScenario, model: 'qwen3-8b', accelerator: 'mi300x', concurrency: 8 };

describe('links', () => {
  it('hold the scenario in the query, readable, and nothing of the base', () => {
    const link = scenarioLink('https://lab.example/lab/?old=1#r=1.x', scenario);
    expect(link.origin + link.pathname).toBe('https://lab.example/lab/');
    expect(link.searchParams.get('model')).toBe('qwen3-8b');
    expect(link.searchParams.get('concurrency')).toBe('8');
    expect(link.searchParams.get('old')).toBeNull();
    expect(link.hash).toBe('');
    expect(scenarioFromQuery(link.searchParams)).toEqual({ scenario, problems: [] });
  });

  it('hold the result in the fragment', async () => {
    const link = await resultLink('https://lab.example/', scenario, quickRun());
    expect(scenarioFromQuery(link.searchParams).scenario).toEqual(scenario);
    const opened = await decodeResult(link.hash);
    expect(opened.ok && opened.result.adapter.vendor).toBe('apple');
    expect(opened.ok && opened.result.kernels).toHaveLength(15);
  });

  it('leave the device out when asked', async () => {
    const opened = await decodeResult((await resultLink('https://lab.example/', scenario, quickRun(), { device: false })).hash);
    expect(opened.ok && opened.result.adapter).toEqual({ vendor: '', architecture: '', fallback: false });
  });
});
