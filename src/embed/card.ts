/** One figure as a card: title, number, interval and mark, a body, buttons, one line of source. The poster and the live figure fill the same one. */
import { formatQuantity } from '../units/format.ts';
import type { Quantity } from '../units/quantity.ts';
import { h, type Child } from './dom.ts';
import { inlineMark } from './evidence-mark.ts';
import type { Shown } from './live-part.ts';

export class Card {
  readonly element: HTMLElement;
  readonly #title = h('figcaption', { id: 'title', dir: 'auto' });
  readonly #hero = h('p', { class: 'hero' });
  readonly #body = h('div', { class: 'body' });
  readonly #controls = h('div', { class: 'controls' });
  readonly #problems = h('ul', { class: 'problems' });
  readonly #buttons = h('span', { class: 'buttons' });
  readonly #source = h('span', { class: 'source' });
  readonly #link = h('a', { target: '_blank', rel: 'noopener' }, 'Inference cost lab', h('span', { 'aria-hidden': 'true' }, ' ↗'));
  readonly #status = h('span', { class: 'hidden-visually', role: 'status' });
  readonly #busy = h('p', { class: 'busy', 'aria-hidden': 'true' });

  constructor(buttons: readonly HTMLButtonElement[]) {
    this.#buttons.append(...buttons);
    this.#link.append(h('span', { class: 'hidden-visually' }, ' (opens in a new tab)'));
    this.element = h(
      'figure',
      { class: 'card', part: 'card', lang: 'en', dir: 'ltr', 'aria-labelledby': 'title' },
      this.#title,
      this.#hero,
      this.#body,
      this.#controls,
      this.#problems,
      this.#busy,
      h('div', { class: 'foot' }, this.#buttons, this.#source),
      this.#status,
    );
  }

  show({ heading, quantity, words, body, source }: Shown, link: string): void {
    this.#title.textContent = heading;
    this.#hero.replaceChildren(...(quantity ? numbers(quantity) : [h('span', { class: 'words' }, words ?? '')]));
    this.#hero.hidden = quantity === null && words === null;
    this.#body.replaceChildren(...body);
    this.#source.replaceChildren(...source.flatMap((line): Child[] => [line, h('br')]).filter((child) => child !== null), this.#link);
    this.#link.setAttribute('href', link);
  }

  controls(controls: Node | null): void {
    this.#controls.replaceChildren(...(controls ? [controls] : []));
  }

  problems(messages: readonly string[]): void {
    this.#problems.replaceChildren(...messages.map((message) => h('li', {}, message)));
  }

  /** Seen at once, and said once. */
  say(words: string): void {
    this.#status.textContent = words;
  }

  busy(words: string): void {
    this.#busy.textContent = words;
    this.element.setAttribute('aria-busy', String(words !== ''));
  }
}

/** What a dollar or a token is of, beside the number; a heading of somebody's own may not say it. */
const unitWords: Readonly<Record<string, string>> = {
  'USD/Mtoken': 'per million tokens',
  'USD/month': 'a month',
  'USD/h': 'an hour',
  'tokens/s': 'tokens a second',
};

function numbers(quantity: Quantity): readonly Node[] {
  const { value, unit, range } = formatQuantity(quantity);
  const { evidence } = quantity;
  const interval =
    range === '' ? [] : [h('span', { class: 'range' }, h('span', { class: 'hidden-visually' }, 'between '), range.replace('–', ' – '))];
  return [
    h('strong', {}, value, h('small', {}, ` ${unitWords[quantity.unit] ?? unit}`)),
    ...interval,
    h('span', { class: 'evidence' }, inlineMark(evidence), evidence),
  ];
}
