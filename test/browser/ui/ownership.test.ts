/** Who pays: the network's own capital and the way out are fields like the others, and empty means the default. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import '../../../src/ui/form/choices/elements.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { ChangeEvent } from '../../../src/ui/form/choices/change-event.ts';
import { LabOwnershipChoice } from '../../../src/ui/form/choices/ownership-choice.ts';
import { expectAccessible, mount, numberIn } from '../mount.ts';

async function choice(scenario: Scenario): Promise<{ readonly field: (label: string) => HTMLInputElement; readonly patches: Partial<Scenario>[] }> {
  const host = await mount(LabOwnershipChoice, html`<lab-ownership-choice .scenario=${scenario}></lab-ownership-choice>`);
  const patches: Partial<Scenario>[] = [];
  host.addEventListener('lab-change', (event: ChangeEvent) => patches.push(event.patch));
  const field = (label: string): HTMLInputElement => {
    return numberIn(host, label);
  };
  return { field, patches };
}

function type(input: HTMLInputElement, text: string): void {
  input.value = text;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

describe('who pays', () => {
  it('takes the network of an owner, and drops it again', async () => {
    const empty = await choice({ ...defaultScenario, ownership: 'own' });
    await expectAccessible(document);
    type(empty.field('Network for each, $'), '4000');
    type(empty.field('Network for each, W'), '120');
    expect(empty.patches).toEqual([
      { ownership: { own: { networkUsdPerAccelerator: 4000 } } },
      { ownership: { own: { networkWattsPerAccelerator: 120 } } },
    ]);
    const given = await choice({ ...defaultScenario, ownership: { own: { networkUsdPerAccelerator: 4000 } } });
    expect(given.field('Network for each, $').value).toBe('4000');
    type(given.field('Network for each, $'), '');
    expect(given.patches).toEqual([{ ownership: 'own' }]);
  });

  it('takes what a gigabyte on its way out costs, whoever owns the hardware', async () => {
    const rented = await choice(defaultScenario);
    type(rented.field('Answers leaving the data centre, $/GB'), '0.09');
    type(rented.field('Answers leaving the data centre, $/GB'), '-1');
    expect(rented.patches).toEqual([{ egress: { usdPerGigabyte: 0.09 } }]);
    const billed = await choice({ ...defaultScenario, egress: { usdPerGigabyte: 0.09, bytesPerToken: 200 } });
    type(billed.field('Answers leaving the data centre, $/GB'), '0.05');
    type(billed.field('Answers leaving the data centre, $/GB'), '');
    expect(billed.patches).toEqual([{ egress: { usdPerGigabyte: 0.05, bytesPerToken: 200 } }, { egress: null }]);
  });
});
