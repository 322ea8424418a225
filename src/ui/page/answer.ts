/**
 * `<lab-answer>`: the number in display size with its interval and evidence beside it, then four facts. Where there is
 * no number, it says in exact words why not and offers what would help; nothing else on the page waits for it.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Estimate } from '../../estimate/estimate.ts';
import type { QuantityField } from '../../estimate/views/why/why.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatCount, formatCounted, formatMoney, formatQuantity, formatTokensPerDollar } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Draft } from '../../session/drafts.ts';
import { ChangeEvent } from '../form/choices/change-event.ts';
import '../figures/frame/evidence.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { boundMeanings, boundWords } from '../text/bound.ts';
import { refusals } from '../text/refusals.ts';
import { answerStyles } from './answer.styles.ts';
import type { Remedy } from './remedies.ts';
import { capital } from '../text/capital.ts';

@customElement('lab-answer')
export class LabAnswer extends LitElement {
  static override styles = [textStyles, controlStyles, answerStyles];

  @property({ attribute: false }) estimate!: Estimate;
  @property({ attribute: false }) scenario!: Scenario;
  @property({ type: Boolean }) inverse = false;
  /** Fields whose content could not be asked. */
  @property({ attribute: false }) drafts: readonly Draft[] = [];

  /** Edits that would help, once they are there. */
  @state() private remedies: readonly Remedy[] = [];

  /** Most answers need none, so what finds them loads with the first that does. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('estimate') || this.estimate.feasible) return;
    const { estimate, scenario } = this;
    this.remedies = [];
    void import('./remedies.ts').then(({ remediesFor }) => {
      if (estimate === this.estimate) this.remedies = remediesFor(estimate, scenario);
    });
  }

  protected override render(): TemplateResult {
    const price = this.estimate.usdPerMillionOutputTokens;
    if (!this.estimate.feasible) return html`${this.previous()}${this.infeasible()}`;
    return html`${this.previous()}
      <div role="group" aria-label="The answer" class=${this.drafts.length > 0 ? 'previous' : ''}>
        ${price === null ? this.unpriced() : this.priced(price)} ${this.deployment()} ${this.facts()}
      </div>`;
  }

  /** What stands in a field and cannot be asked; the numbers are then those of the value before. */
  private previous(): TemplateResult | typeof nothing {
    if (this.drafts.length === 0) return nothing;
    const [first, ...others] = this.drafts;
    const fields = this.drafts.map(({ label }) => `“${label}”`).join(' and ');
    const before = others.length === 0 && first?.answered ? first.answered : 'what stood there before';
    return html`<p class="before">
      ${fields} ${others.length === 0 ? 'holds' : 'hold'} what cannot be asked. This is still the answer for ${before}.
    </p>`;
  }

  private priced(price: Quantity): TemplateResult {
    const { value, unit, range } = this.inverse ? formatTokensPerDollar(price) : formatMoney(price);
    return html` <p class="hero">
        <strong>${this.inverse ? html`${value}M<small>tokens</small>` : value}</strong>
        <span class="range"
          ><span class="hidden-visually">between </span>${range.replace('–', ' – ')}${this.inverse ? 'M' : ''}<span class="hidden-visually">
            ${unit}</span
          ></span
        >
        <lab-evidence .evidence=${price.evidence}></lab-evidence>
        ${this.why('usdPerMillionOutputTokens', 'the price of output')}
        <button class="plain" type="button" @click=${() => this.dispatchEvent(new CustomEvent('lab-unit', { bubbles: true, composed: true }))}>
          ${this.inverse ? '$ per million tokens' : 'tokens per $'}
        </button>
      </p>
      ${this.prices()}`;
  }

  /** Input, cached input and output are three prices; the last folds all three into what an answer costs. */
  private prices(): TemplateResult {
    const { usdPerMillionInputTokens: input, usdPerMillionCachedInputTokens: cached, usdPerMillionOutputTokensAllIn: all } = this.estimate;
    const item = (label: string, quantity: Quantity | null, field: QuantityField): TemplateResult | typeof nothing => {
      if (quantity === null) return nothing;
      const { value, range } = this.inverse ? formatTokensPerDollar(quantity) : formatMoney(quantity);
      const unit = this.inverse ? 'M' : '';
      return html`<span>${label} <b>${value}${unit}</b> <small>${range.replace('–', ' – ')}${unit}</small> ${this.why(field, label)}</span>`;
    };
    return html`<p class="prices">
      <span>Also ${this.inverse ? 'for a dollar' : 'per million'}</span
      >${item('input', input, 'usdPerMillionInputTokens')}${this.scenario.prefixHitRate > 0 ? item('cached input', cached, 'usdPerMillionCachedInputTokens') : nothing}${item('all-in per output token', all, 'usdPerMillionOutputTokensAllIn')}
    </p>`;
  }

  /** What all of it costs and carries, whatever a token costs. */
  private deployment(): TemplateResult {
    const { usdPerHour, usdPerMonth, usdTotal = null, hours, servedRequestsPerSecond: served, idleAccelerators: idle } = this.estimate;
    const money = (quantity: Quantity | null, per: string, field: QuantityField): TemplateResult | typeof nothing => {
      if (quantity === null) return nothing;
      const { value, range } = formatMoney(quantity);
      return html`<span><b>${value}</b> ${per} <small>${range.replace('–', ' – ')}</small> ${this.why(field, per)}</span>`;
    };
    const rate = served && (served.high > served.low ? formatQuantity({ ...served, unit: '' }) : { value: formatCount(served.value), range: '' });
    return html`<p class="prices deployment">
      <span>All of it</span
      >${hours ? html`${money(usdTotal, `in ${formatQuantity(hours).text}`, 'usdTotal')}${money(usdPerHour, 'an hour', 'usdPerHour')}` : html`${money(usdPerHour, 'an hour', 'usdPerHour')}${money(usdPerMonth, 'a month', 'usdPerMonth')}`}
      ${rate ? html`<span>serves <b>${rate.value}</b> requests a second <small>${rate.range.replace('–', ' – ')}</small> ${this.why('servedRequestsPerSecond', 'requests a second')}</span>` : nothing}
      ${idle !== null && idle > 0 ? html`<span><b>${formatCounted(idle, 'accelerator')}</b> paid and idle</span>` : nothing}
    </p>`;
  }

  private unpriced(): TemplateResult {
    const why = this.estimate.unknown['usdPerMillionOutputTokens'] ?? 'no price is known for this accelerator';
    return html` <p class="hero"><span class="words">Nobody has published a price</span></p>
      <p class="why quiet">${sentence(why)} Speed and energy below still stand.</p>
      <div class="remedies">
        <button class="secondary" type="button" @click=${() => this.dispatchEvent(new ChangeEvent({ ownership: { usdPerAcceleratorHour: 2 } }))}>
          Say what an hour costs
        </button>
      </div>`;
  }

  private infeasible(): TemplateResult {
    const { reason } = this.estimate;
    return html`<div role="group" aria-label="The answer">
      <p class="hero"><span class="words">${reason ? refusals[reason.code] : 'This does not run'}</span></p>
      <p class="why">${sentence(reason?.message ?? 'The weights and one request do not fit.')}</p>
      <div class="remedies">
        ${this.remedies.map(
          ({ words, patch }) =>
            html` <button class="secondary" type="button" @click=${() => this.dispatchEvent(new ChangeEvent(patch))}>${words}</button>`,
        )}
      </div>
    </div>`;
  }

  private facts(): TemplateResult {
    const { boundBy } = this.estimate;
    return html`<dl class="facts">
      ${this.fact('Speed per user', 'tokensPerSecondPerUser')} ${this.fact('First token', 'timeToFirstToken')}
      ${this.fact('Energy', 'joulesPerOutputToken')}
      <div>
        <dt>Bound by</dt>
        <dd title=${boundBy ? boundMeanings[boundBy] : ''}>${boundBy ? boundWords[boundBy] : 'unknown'}</dd>
      </div>
    </dl>`;
  }

  private fact(label: string, field: QuantityField): TemplateResult {
    const quantity = this.estimate[field];
    const why = this.estimate.unknown[field];
    if (!quantity)
      return html`<div>
        <dt>${label}</dt>
        <dd>${why === undefined ? 'unknown' : html`–<small class="why-not">${why}</small>`}</dd>
      </div>`;
    const { value, unit, interval } = formatQuantity(quantity);
    return html`<div>
      <dt>${label}</dt>
      <dd>${value} ${unit} <small>${interval.replace('–', ' – ')}</small> ${this.why(field, label)}</dd>
    </div>`;
  }

  /** Opens the terms of a number. */
  private why(field: QuantityField, label: string): TemplateResult {
    const ask = (): boolean => this.dispatchEvent(new CustomEvent('lab-why', { detail: field, bubbles: true, composed: true }));
    return html`<button class="plain" type="button" aria-label="Why: ${label}" @click=${ask}>why</button>`;
  }
}

/** A message as a sentence: capital first, one full stop last. */
function sentence(text: string): string {
  return capital(text).replace(/\.?$/, '.');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-answer': LabAnswer;
  }
}
