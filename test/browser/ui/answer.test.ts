import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../../src/estimate/estimate-scenario.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { LabAnswer } from '../../../src/ui/page/answer.ts';
import type { ChangeEvent } from '../../../src/ui/form/choices/change-event.ts';
import { expectAccessible, inside, mount, textOf, until } from '../mount.ts';

const answer = (scenario: Scenario, inverse = false): Promise<LabAnswer> =>
  mount(LabAnswer, html`<lab-answer .scenario=${scenario} .estimate=${estimateScenario(scenario)} ?inverse=${inverse}></lab-answer>`);

describe('answer', () => {
  it('is accessible', async () => {
    await answer(defaultScenario);
    await expectAccessible(document);
  });
  it('has the number, its interval and its evidence in one line, and four facts', async () => {
    const host = await answer(defaultScenario);
    expect(inside(host, '.hero').textContent).toMatch(/\$\d.*– /s);
    expect(textOf(inside(host, 'lab-evidence'))).toContain('interpolated');
    expect(host.shadowRoot?.querySelectorAll('.facts dt')).toHaveLength(4);
  });
  it('turns over into tokens for a dollar', async () => {
    expect(inside(await answer(defaultScenario, true), '.hero').textContent).toMatch(/M\s*tokens/);
  });
  it('names input, cached input and output apart', async () => {
    expect(textOf(await answer({ ...defaultScenario, prefixHitRate: 0.5 }))).toMatch(
      /input \$[\d.]+ [\d.]+ – [\d.]+.*cached input \$[\d.]+ [\d.]+ – [\d.]+.*all-in per output token \$[\d.]+ [\d.]+ – [\d.]+/,
    );
  });
  it('says what does not fit and offers what would', async () => {
    const host = await answer({ ...defaultScenario, model: 'deepseek-v3', accelerator: 'l4', accelerators: 1, weights: null });
    expect(textOf(host)).toContain('This does not fit');
    const patches: unknown[] = [];
    host.addEventListener('lab-change', (event: ChangeEvent) => patches.push(event.patch));
    await until(() => host.shadowRoot?.querySelector('.remedies button') !== null, 'the remedies');
    inside(host, '.remedies button').click();
    expect(patches).toEqual([{ accelerators: null, parallel: null }]);
  });
  it('keeps speed and energy where no price is known', async () => {
    const host = await answer({ ...defaultScenario, accelerator: 'mi350x', accelerators: null });
    const estimate = host.estimate;
    expect(estimate.feasible).toBe(true);
    if (estimate.usdPerMillionOutputTokens === null) {
      expect(textOf(host)).toContain('Nobody has published a price');
      expect(textOf(host)).toMatch(/Speed per user \d/);
    }
  });
});
