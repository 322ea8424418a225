/**
 * The fields behind "Change it": the choices that readers of an article make. Everything else is a link away. A choice
 * that the scenario does not admit is said beside it in words, and what stood before stays answered.
 */
import { defaultScenario, parseScenario, type Scenario } from '../../index.ts';
import { loadPatch } from '../../ui/form/choices/load-patch.ts';
import { acceleratorChoices, modelChoices, ownershipChoices, workloadChoices, type Choice } from '../../ui/text/embed-choices.ts';
import { h } from '../dom.ts';

type Patch = (scenario: Scenario) => Partial<Scenario>;

/** A chip or a model of another kind takes another number of chips, found anew. */
const searched = { accelerators: null, parallel: null, serving: 'aggregated', anchor: [] } as const;

export class Controls {
  readonly element = h('form', { class: 'fields', 'aria-label': 'What is asked' });
  readonly #changed: (scenario: Scenario) => void;
  #scenario: Scenario;

  constructor(scenario: Scenario, changed: (scenario: Scenario) => void) {
    this.#scenario = scenario;
    this.#changed = changed;
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.#draw();
  }

  /** What is asked was changed elsewhere; a field that somebody is in keeps what they type. */
  set(scenario: Scenario): void {
    const same = JSON.stringify(scenario) === JSON.stringify(this.#scenario);
    this.#scenario = scenario;
    if (!same) this.#draw();
  }

  #draw(): void {
    const { model, accelerator, accelerators, concurrency, requestsPerSecond } = this.#scenario;
    const users = requestsPerSecond === null && typeof concurrency === 'number' ? String(concurrency) : '';
    this.element.replaceChildren(
      this.#select('Model', typeof model === 'string' ? model : '', modelChoices(), (id) => () => ({ model: id, ...searched })),
      this.#select('Accelerator', typeof accelerator === 'string' ? accelerator : '', acceleratorChoices(), (id) => () => ({
        accelerator: id,
        ...searched,
      })),
      this.#number('How many', accelerators === null ? '' : String(accelerators), 'as many as it takes', (count) => () => ({
        ...searched,
        accelerators: count,
      })),
      this.#select('For', workloadChoices.find(({ is }) => is(this.#scenario))?.id ?? '', workloadChoices, (id) => (scenario) => {
        const { inputTokens, outputTokens, prefixHitRate } = workloadChoices.find((each) => each.id === id)?.sets ?? scenario;
        return { inputTokens, outputTokens, prefixHitRate };
      }),
      this.#number(
        'Users at once',
        users,
        requestsPerSecond === null ? 'as many as keep it quick' : `${requestsPerSecond} requests a second`,
        (count) => (scenario) => loadPatch(scenario, { concurrency: count }),
      ),
      this.#select('Paid for as', ownershipChoices.find(({ is }) => is(this.#scenario))?.id ?? '', ownershipChoices, (id) => () => ({
        ownership: ownershipChoices.find((each) => each.id === id)?.sets.ownership ?? defaultScenario.ownership,
      })),
    );
  }

  #select(label: string, value: string, choices: readonly Choice[], patch: (id: string) => Patch): HTMLElement {
    const select = h('select');
    if (!choices.some(({ id }) => id === value)) select.append(h('option', { value: '' }, 'as in the article'));
    const groups = new Map<string, HTMLElement>();
    for (const { id, label: words, group = '' } of choices) {
      let into: HTMLElement = select;
      if (group !== '') {
        into = groups.get(group) ?? h('optgroup', { label: group });
        if (!groups.has(group)) select.append(into);
        groups.set(group, into);
      }
      into.append(h('option', { value: id }, words));
    }
    select.value = value;
    return this.#field(label, select, () => (select.value === '' ? null : patch(select.value)));
  }

  /** Empty: left to the lab. */
  #number(label: string, value: string, left: string, patch: (count: number | null) => Patch): HTMLElement {
    const input = h('input', { inputmode: 'numeric', autocomplete: 'off', placeholder: left });
    input.value = value;
    return this.#field(label, input, () => {
      const text = input.value.trim().replace(/[\s,_]/g, '');
      if (text === '') return patch(null);
      return /^\d{1,9}$/.test(text) ? patch(Number(text)) : `“${input.value.slice(0, 20)}” is no whole number; leave it empty for “${left}”`;
    });
  }

  #field(label: string, control: HTMLSelectElement | HTMLInputElement, read: () => Patch | string | null): HTMLElement {
    const wrong = h('span', { class: 'wrong', role: 'alert' });
    control.addEventListener('change', () => {
      const asked = read();
      const message = typeof asked === 'string' ? asked : asked === null ? '' : this.#take(asked);
      wrong.textContent = message;
      if (message === '') control.removeAttribute('aria-invalid');
      else control.setAttribute('aria-invalid', 'true');
    });
    return h('label', {}, h('span', {}, label), control, wrong);
  }

  /** @returns what is wrong with it; empty where it was taken */
  #take(patch: Patch): string {
    const parsed = parseScenario({ ...this.#scenario, ...patch(this.#scenario) });
    if (!parsed.ok) return parsed.error.message;
    this.#scenario = parsed.value;
    this.#changed(parsed.value);
    return '';
  }
}
