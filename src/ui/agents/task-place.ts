/** `<lab-task-place>`: whether the calls of a task run on the scenario, at a host's list prices or at prices of the reader's own. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TaskPrices } from '../../scenario/task.ts';
import { formatDate } from '../../units/format.ts';
import { choicesStyles } from '../form/choices/choices.styles.ts';
import { numberField } from '../form/choices/number-field.ts';
import { radioList } from '../form/choices/radio-list.ts';
import '../form/picker/picker.ts';
import type { PickerOption } from '../form/picker/options.ts';
import { QuestionEvent } from '../page/question-event.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { providerName } from '../text/fleet-words.ts';
import { offerById, offerId, offers, pricesAt, type TaskQuestion } from '../text/task-question.ts';
import { priceListWords } from '../text/task-words.ts';

const kinds = [
  { id: 'scenario', name: 'This scenario', note: 'the model and accelerators that are on every page' },
  { id: 'offer', name: 'A host’s list prices', note: 'by the token, as they were read' },
  { id: 'prices', name: 'Prices of your own', note: 'dollars per million tokens' },
] as const;

@customElement('lab-task-place')
export class LabTaskPlace extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) asked!: TaskQuestion;

  protected override render(): TemplateResult {
    const { at } = this.asked;
    const chosen = at === null ? 'scenario' : typeof at === 'string' ? 'offer' : 'prices';
    return html`<div class="stack">
      ${radioList('Where it runs', kinds, chosen, (id) => this.choose(id))}
      ${typeof at === 'string' ? html`<lab-picker label="Price list" .options=${offerOptions()} .value=${at} @lab-pick=${(event: CustomEvent<string>) => this.ask(event.detail)}></lab-picker>` : nothing}
      ${at !== null && typeof at === 'object' ? this.prices(at) : nothing}
    </div>`;
  }

  private prices(at: TaskPrices): TemplateResult {
    const most = 1e6;
    const field = (label: string, key: keyof TaskPrices, mayBeEmpty: boolean): TemplateResult =>
      numberField({
        label,
        value: at[key],
        min: 0,
        max: most,
        mayBeEmpty,
        placeholder: 'as new',
        fault: (value) =>
          key === 'cached' && value !== null && value > (at.cacheWrite ?? at.input)
            ? 'A token from the cache costs at most as much as a new one.'
            : null,
        onValue: (value) => (value !== null || mayBeEmpty) && this.ask(cheapCache({ ...at, [key]: value })),
      });
    return html`<div class="pair">
      ${field('New input, $/M', 'input', false)} ${field('Output, $/M', 'output', false)} ${field('Read from the cache, $/M', 'cached', true)}
      ${field('Written to the cache, $/M', 'cacheWrite', true)}
    </div>`;
  }

  private choose(id: string): void {
    const { at } = this.asked;
    const first = offers()[0];
    const prices = at === null ? null : pricesAt(at);
    if (id === 'scenario') this.ask(null);
    else if (id === 'offer') this.ask(typeof at === 'string' ? at : first ? offerId(first) : null);
    else this.ask(prices ?? (first ? pricesAt(offerId(first)) : null));
  }

  private ask(at: TaskQuestion['at']): void {
    // A host's load is its own.
    this.dispatchEvent(new QuestionEvent<TaskQuestion>({ ...this.asked, at, ...(at !== null && { tasksPerHour: null }) }));
  }
}

/** A cached token never costs more than a new one: it follows where the new one becomes cheaper. */
const cheapCache = (prices: TaskPrices): TaskPrices =>
  prices.cached === null ? prices : { ...prices, cached: Math.min(prices.cached, prices.cacheWrite ?? prices.input) };

const offerOptions = (): readonly PickerOption[] =>
  offers().map((offer) => {
    const id = offerId(offer);
    const prices = pricesAt(id);
    return {
      id,
      label: offer.offer,
      group: providerName(offer.provider),
      detail: `${prices ? priceListWords(prices) : ''} · ${formatDate(offerById(id)?.date ?? offer.date)}`,
    };
  });

declare global {
  interface HTMLElementTagNameMap {
    'lab-task-place': LabTaskPlace;
  }
}
