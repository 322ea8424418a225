import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { LabMarket } from '../../../src/ui/figures/market/market.ts';
import { expectAccessible, mount, textOf } from '../mount.ts';

const line = (scenario: Scenario): Promise<LabMarket> =>
  mount(LabMarket, html`<lab-market .scenario=${scenario} .estimate=${estimateScenario(scenario)}></lab-market>`);

describe('market', () => {
  it('says what public APIs ask, how many, when and by which source, beside the estimate', async () => {
    const host = await line({ ...defaultScenario, model: 'llama-3.3-70b' });
    expect(textOf(host)).toMatch(
      /at \$[\d.]+–\$[\d.]+ per million output tokens \( ?\d providers, \d+ \w+ \d{4}, @pydantic\/genai-prices [\d.]+ ?\)/,
    );
    expect(textOf(host)).toMatch(/is [\d.]+× the cost above \([\d.]+× to [\d.]+×\)/);
    await expectAccessible(document);
  });

  it('is silent about a model that nobody lists', async () => {
    expect(textOf(await line({ ...defaultScenario, model: 'llama-3.1-70b', accelerator: 'h200-sxm' }))).not.toBe('');
    expect(textOf(await line({ ...defaultScenario, model: 'gemma-3-27b' }))).toBe('');
  });
});
