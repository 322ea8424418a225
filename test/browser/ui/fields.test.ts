/** What cannot be asked is said where it was typed, and the answer on the page is marked as that of the value before. */
import { html } from 'lit';
import { describe, expect, it } from 'vitest';
import '../../../src/ui/form/choices/choices.ts';
import { defaultScenario } from '../../../src/scenario/defaults.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import type { CustomAccelerator, Scenario } from '../../../src/scenario/scenario.ts';
import { RunHistory } from '../../../src/session/run-history.ts';
import { Session } from '../../../src/session/session.ts';
import type { ChangeEvent } from '../../../src/ui/form/choices/change-event.ts';
import type { LabChoices } from '../../../src/ui/form/choices/choices.ts';
import { LabNumber } from '../../../src/ui/form/choices/number-field.ts';
import { LabOwnAccelerator } from '../../../src/ui/form/choices/own-accelerator.ts';
import { LabWorkloadChoice } from '../../../src/ui/form/choices/workload-choice.ts';
import { LabAnswer } from '../../../src/ui/page/answer.ts';
import { measuringWith } from '../fake-run.ts';
import { enter, expectAccessible, inside, insideAs, mount, numberIn, pause, textOf } from '../mount.ts';

const said = (input: HTMLInputElement): string => {
  const id = input.getAttribute('aria-describedby');
  return id === null ? '' : ((input.getRootNode() as ShadowRoot).getElementById(id)?.textContent ?? '');
};

describe('a field that holds what cannot be asked', () => {
  it('says what was expected and whose answer stands, and takes both back', async () => {
    const host = await mount(LabWorkloadChoice, html`<lab-workload-choice .scenario=${defaultScenario}></lab-workload-choice>`);
    const patches: Partial<Scenario>[] = [];
    host.addEventListener('lab-change', (event: ChangeEvent) => patches.push(event.patch));
    const input = numberIn(host, 'Input tokens');
    await enter(input, '2.5');
    expect([input.getAttribute('aria-invalid'), said(input), patches]).toEqual([
      'true',
      'Expected a whole number from 1 to 10,000,000. The answer is still for 1,024.',
      [],
    ]);
    expect(input.value).toBe('2.5');
    await expectAccessible(document);
    await enter(input, '2500');
    expect([input.getAttribute('aria-invalid'), said(input), patches]).toEqual([null, '', [{ inputTokens: 2500 }]]);
  });

  it('takes no letters for nothing', async () => {
    const host = await mount(LabWorkloadChoice, html`<lab-workload-choice .scenario=${defaultScenario}></lab-workload-choice>`);
    const input = numberIn(host, 'Output tokens');
    await enter(input, '');
    expect(said(input)).toContain('Expected a whole number');
  });

  it('of an accelerator of one’s own is no exception: nothing, zero and a last peak', async () => {
    const own = { name: 'X', class: 'client', memoryBytes: 24e9, memoryBandwidth: 1e12, peak: { bf16: 1e14 }, tdp: 300 };
    const host = await mount(
      LabOwnAccelerator,
      html`<lab-own-accelerator .scenario=${{ ...defaultScenario, accelerator: own }}></lab-own-accelerator>`,
    );
    const taken: Partial<CustomAccelerator>[] = [];
    host.addEventListener('lab-change', (event: ChangeEvent) => taken.push(event.patch.accelerator as CustomAccelerator));
    for (const [label, text, words] of [
      ['Memory, GiB', '0', 'Expected a number above 0'],
      ['Memory, GiB', '', 'Expected a number above 0'],
      ['Memory, GiB', '999999999', 'In bytes: expected at most'],
      ['bf16, TFLOP/s', '', 'At least one peak is needed'],
      ['fp8, TFLOP/s', '-1', 'or nothing. The answer stays as it was.'],
      ['Linked together', '1.5', 'Expected a whole number'],
    ] as const) {
      const input = numberIn(host, label);
      await enter(input, text);
      expect(said(input), `${label} ${text}`).toContain(words);
    }
    expect(taken).toEqual([]);
    await enter(numberIn(host, 'Power, W'), '');
    expect(taken.map((each) => 'tdp' in each)).toEqual([false]);
    const name = insideAs(HTMLInputElement, host, 'input[type=text]');
    await enter(name, ' ');
    expect([name.getAttribute('aria-invalid'), said(name)]).toEqual(['true', 'Expected a name. It is still called X.']);
    await expectAccessible(document);
  });

  it('marks the answer, until it is right again or gone', async () => {
    const session = new Session({ measuring: measuringWith(), history: new RunHistory(`test-${crypto.randomUUID()}`) });
    const dialog = await choices(session);
    const answer = await mount(LabAnswer, html`<lab-answer .estimate=${session.estimate} .scenario=${session.scenario.current}></lab-answer>`);
    const marked = async (): Promise<string> => {
      answer.drafts = session.drafts.wrong;
      await answer.updateComplete;
      return textOf(answer);
    };
    const input = numberIn(inside(dialog, 'lab-workload-choice'), 'Input tokens');
    await enter(input, '-1');
    expect(await marked()).toContain('“Input tokens” holds what cannot be asked. This is still the answer for 1024');
    await enter(input, '1');
    expect(await marked()).not.toContain('still the answer');
    await enter(input, '-1');
    dialog.remove();
    expect(await marked()).not.toContain('still the answer');
  });
});

describe('every field', () => {
  it('lets through only what a scenario may hold, at both ends of what it allows', async () => {
    const session = new Session({ measuring: measuringWith(), history: new RunHistory(`test-${crypto.randomUUID()}`) });
    session.scenario.open({
      ...defaultScenario,
      speculative: { draftTokens: 2, acceptance: 0.6, draft: 'llama-3.2-1b' },
      target: { timePerOutputToken: 0.03 },
      ownership: { own: { years: 4 } },
    });
    const dialog = await choices(session);
    const patches: Partial<Scenario>[] = [];
    dialog.addEventListener('lab-change', (event: ChangeEvent) => patches.push(event.patch));
    const fields = numbersIn(dialog);
    expect(fields.length).toBeGreaterThan(20);
    for (const { field } of fields) {
      const { min, max, aboveMin, whole } = field;
      for (const value of [aboveMin ? min + 1e-3 : min, max, whole ? Math.round((min + max) / 2) : (min + max) / 2]) {
        if (field.fault?.(value)) continue;
        patches.length = 0;
        field.onValue(value);
        for (const patch of patches) {
          const parsed = parseScenario({ ...session.scenario.current, ...patch });
          const wrong = parsed.ok || parsed.error.code === 'inconsistent' ? null : parsed.error;
          expect(wrong, `${field.label} ${value}`).toBeNull();
        }
      }
    }
  });
});

async function choices(session: Session): Promise<LabChoices> {
  const dialog = document.createElement('lab-choices');
  dialog.session = session;
  document.body.append(dialog);
  await dialog.updateComplete;
  dialog.show();
  await dialog.updateComplete;
  // A field asks for the session by an event that nobody answers here.
  await pause(50);
  for (const each of numbersIn(dialog)) each.session = session;
  return dialog;
}

function numbersIn(element: Element): readonly LabNumber[] {
  const roots = [...(element.shadowRoot?.querySelectorAll('*') ?? [])];
  return roots.flatMap((each) => (each instanceof LabNumber ? [each] : numbersIn(each)));
}
