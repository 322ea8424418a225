/** One of the facts under an answer: its name, and the value with its interval. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatQuantity } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';

/** @param why there is no value */
export function fact(label: string, quantity: Quantity | null, why?: string): TemplateResult {
  if (quantity === null)
    return html`<div>
      <dt>${label}</dt>
      <dd>–${why ? html`<small class="why-not">${why}</small>` : nothing}</dd>
    </div>`;
  const { value, unit, range } = formatQuantity(quantity);
  return html`<div>
    <dt>${label}</dt>
    <dd>${value} ${unit} <small>${range.replace('–', ' – ')}</small></dd>
  </div>`;
}
