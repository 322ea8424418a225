/**
 * `<lab-check-questions>`: what the tool did not say, asked for with the controls of the scenario's own form. Names that the catalogue
 * does not have come with its nearest; nothing is chosen for the visitor.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { accelerator } from '../../catalogue/accelerators.ts';
import { model } from '../../catalogue/models.ts';
import { maxAccelerators } from '../../scenario/parallel.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { checkViewOf, type Checked, type CheckView, type GivenNumbers } from '../../session/check-view.ts';
import type { Session } from '../../session/session.ts';
import { sessionContext } from '../../session/context.ts';
import type { ChangeEvent } from '../form/choices/change-event.ts';
import { numberField } from '../form/choices/number-field.ts';
import '../form/import/import.ts';
import type { LabImport } from '../form/import/import.ts';
import '../form/picker/picker.ts';
import '../form/word/word.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { configName } from '../text/names.ts';
import { acceleratorOptions, modelOptions } from '../text/options.ts';
import { checkStyles } from './check.styles.ts';

interface NameQuestion {
  /** As the tool spells it; empty where it named none. */
  readonly spelled: string;
  readonly suggestions: readonly string[];
}

@customElement('lab-check-questions')
export class LabCheckQuestions extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, checkStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @query('lab-import') private readonly dialog!: LabImport;
  /** The name of the tool's that the dialog finds a model for. */
  #importing = '';

  private get view(): CheckView {
    return checkViewOf(this.session);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { results, given } = this.view;
    const asks = new Set(results.flatMap((each) => [...each.asks]));
    if (asks.size === 0) return nothing;
    const { numbers } = given;
    return html`<section aria-labelledby="asks">
        <h2 id="asks">What the tool did not say</h2>
        <div class="asks">
          ${namesAsked(results, 'model').map((question) => this.model(question))}
          ${namesAsked(results, 'accelerator').map((question) => this.accelerator(question))}
          ${asks.has('accelerators') ? this.number('How many accelerators', 'count', maxAccelerators) : nothing}
          ${asks.has('parallel') && numbers.count !== 1 ? this.number('Tensors split over how many', 'tensor', numbers.count ?? maxAccelerators) : nothing}
          ${asks.has('inputTokens') ? this.number('Input tokens a request', 'inputTokens', 10_000_000) : nothing}
          ${asks.has('outputTokens') ? this.number('Output tokens a request', 'outputTokens', 10_000_000) : nothing}
          ${asks.has('concurrency') ? this.load(numbers) : nothing}
        </div>
      </section>
      <lab-import @lab-change=${this.onImported}></lab-import>`;
  }

  private model({ spelled, suggestions }: NameQuestion): TemplateResult {
    const chosen = this.view.given.models[spelled];
    const take = (id: string): void => this.view.nameModel(spelled, id);
    return html`<div class="ask">
      <span>Model</span>
      <lab-word
        label="Model"
        .words=${chosen === undefined ? 'which one?' : modelWords(chosen)}
        .content=${() =>
          html`<lab-picker
              data-first
              label="Model"
              .options=${modelOptions()}
              .value=${typeof chosen === 'string' ? chosen : ''}
              @lab-pick=${(event: CustomEvent<string>) => take(event.detail)}
            ></lab-picker>
            <button class="plain" type="button" @click=${() => this.import(spelled)}>Another model …</button>`}
      ></lab-word>
      ${this.spelled(spelled, chosen !== undefined)} ${chosen === undefined ? nearest(suggestions, (id) => model(id)?.name ?? id, take) : nothing}
    </div>`;
  }

  private accelerator({ spelled, suggestions }: NameQuestion): TemplateResult {
    const chosen = this.view.given.accelerators[spelled];
    const take = (id: string): void => this.view.nameAccelerator(spelled, id);
    const nameOf = (id: string): string => accelerator(id)?.name ?? id;
    return html`<div class="ask">
      <span>Accelerator</span>
      <lab-word
        label="Accelerator"
        .words=${chosen === undefined ? 'which one?' : nameOf(chosen)}
        .content=${() => html`<lab-picker data-first label="Accelerator" .options=${acceleratorOptions()} .value=${chosen ?? ''} @lab-pick=${(event: CustomEvent<string>) => take(event.detail)}></lab-picker>`}
      ></lab-word>
      ${this.spelled(spelled, chosen !== undefined)} ${chosen === undefined ? nearest(suggestions, nameOf, take) : nothing}
    </div>`;
  }

  private spelled(spelled: string, answered: boolean): TemplateResult | typeof nothing {
    if (spelled === '') return nothing;
    return html`<small>The tool names it “${spelled}”${answered ? '' : ', a name that the catalogue does not have'}.</small>`;
  }

  private number(label: string, key: Exclude<keyof GivenNumbers, 'requestsPerSecond'>, max: number): TemplateResult {
    return numberField({
      label,
      whole: true,
      value: this.view.given.numbers[key] ?? null,
      min: 1,
      max,
      mayBeEmpty: true,
      apart: true,
      onValue: (value) => this.view.number({ [key]: value ?? undefined }),
    });
  }

  /** One of the two is the load. */
  private load({ concurrency, requestsPerSecond }: GivenNumbers): TemplateResult {
    return html`<div class="ends">
      ${numberField({ label: 'Requests at once', whole: true, value: concurrency ?? null, min: 1, max: 10_000_000, mayBeEmpty: true, apart: true, onValue: (value) => this.view.number({ concurrency: value ?? undefined, requestsPerSecond: undefined }) })}
      ${numberField({ label: 'Or requests a second', value: requestsPerSecond ?? null, min: 0, aboveMin: true, max: 1e9, mayBeEmpty: true, apart: true, onValue: (value) => this.view.number({ requestsPerSecond: value ?? undefined, concurrency: undefined }) })}
    </div>`;
  }

  private import(spelled: string): void {
    this.#importing = spelled;
    this.renderRoot.querySelectorAll('lab-word').forEach((word) => word.close());
    this.dialog.show();
  }

  /** A model of the visitor's own is of this page's question, and not of the scenario on the others. */
  private onImported(event: ChangeEvent): void {
    event.stopPropagation();
    if (event.patch.model !== undefined) this.view.nameModel(this.#importing, event.patch.model);
  }
}

/** Each name of the tool's that is asked for, once, with what the catalogue has near it. */
function namesAsked(results: readonly Checked[], key: 'model' | 'accelerator'): readonly NameQuestion[] {
  const names = new Map<string, NameQuestion>();
  for (const { result, asks, unresolved } of results) {
    if (!asks.has(key)) continue;
    const spelled = result.spelled[key] ?? '';
    names.set(spelled, { spelled, suggestions: unresolved[key]?.suggestions ?? names.get(spelled)?.suggestions ?? [] });
  }
  return [...names.values()];
}

function nearest(suggestions: readonly string[], nameOf: (id: string) => string, take: (id: string) => void): TemplateResult | typeof nothing {
  if (suggestions.length === 0) return nothing;
  return html`<div class="near" role="group" aria-label="The nearest in the catalogue">
    ${suggestions.map((id) => html`<button class="secondary" type="button" @click=${() => take(id)}>${nameOf(id)}?</button>`)}
  </div>`;
}

const modelWords = (chosen: Scenario['model']): string =>
  typeof chosen === 'string' ? (model(chosen)?.name ?? chosen) : (configName(chosen)?.replace(/^.*\//, '') ?? 'your own model');

declare global {
  interface HTMLElementTagNameMap {
    'lab-check-questions': LabCheckQuestions;
  }
}
