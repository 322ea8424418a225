/** `<lab-parts>`: a whole in parts, as one bar whose legend is its table, titled by what it found. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { partsLayout, timeChart } from '../../../charts/time-chart.ts';
import type { Origin } from '../../../share/origin.ts';
import { formatQuantity, formatShare } from '../../../units/format.ts';
import type { Quantity } from '../../../units/quantity.ts';
import { painted } from '../../style/painted.ts';
import { textStyles } from '../../style/text.styles.ts';
import { timeFigureStyles } from '../why/time-figure.styles.ts';
import './figure.ts';
import type { Drawing } from './figure.ts';

export interface Part {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** In the unit of the whole. */
  readonly amount: number;
}

@customElement('lab-parts')
export class LabParts extends LitElement {
  static override styles = [textStyles, timeFigureStyles];

  @property() heading = '';
  @property({ attribute: false }) parts: readonly Part[] = [];
  /** What the parts make: its interval belongs to it, they are points. */
  @property({ attribute: false }) whole!: Quantity;
  /** "One task" */
  @property() wholeName = '';
  @property() source = '';
  @property({ attribute: false }) origin!: Origin;

  protected override render(): TemplateResult {
    const { parts, whole } = this;
    const total = parts.reduce((sum, { amount }) => sum + amount, 0);
    const of = (amount: number): Quantity => ({ ...whole, value: amount, low: amount, high: amount });
    // With no more digits than the whole has.
    const printed = (amount: number): string =>
      said({ ...whole, value: amount, low: (amount * whole.low) / whole.value, high: (amount * whole.high) / whole.value });
    return html`<lab-figure
      .heading=${this.heading}
      .origin=${this.origin}
      .source=${this.source}
      .drawing=${(width: number) => this.drawing(width, printed)}
      .table=${{
        columns: [
          { key: 'part', title: 'Part' },
          { key: 'amount', title: this.wholeName },
          { key: 'share', title: 'Share' },
        ],
        rows: [
          ...parts.map(({ name, amount }) => ({ part: name, amount: of(amount), share: formatShare(amount / total) })),
          { part: this.wholeName, amount: whole, share: formatShare(1) },
        ],
      }}
    >
      <dl>
        ${parts.map(
          ({ name, colour, amount }) =>
            html`<div>
              <dt><i ${painted({ background: colour })}></i>${name}</dt>
              <dd>${printed(amount)}</dd>
              <dd class="share">${formatShare(amount / total)}</dd>
            </div>`,
        )}
        <div class="total">
          <dt><i></i>${this.wholeName}</dt>
          <dd>${said(whole)}</dd>
          <dd></dd>
        </div>
      </dl>
    </lab-figure>`;
  }

  private drawing(width: number, printed: (amount: number) => string): Drawing {
    const placed = partsLayout(this.parts, ({ amount }) => amount, width);
    return {
      draw: (active) =>
        html`${timeChart(placed, width, `${this.heading}: ${placed.map(({ part, share }) => `${part.name} ${formatShare(share)}`).join(', ')}`, active)}`,
      locate: (x) => {
        const index = placed.findIndex((part) => x >= part.x && x <= part.x + part.width);
        return index < 0 ? null : index;
      },
      points: placed.map(({ part, share }) => `${part.name}: ${printed(part.amount)}, ${formatShare(share)}`),
    };
  }
}

function said(quantity: Quantity): string {
  const { value, unit } = formatQuantity(quantity);
  return [value, unit].filter(Boolean).join(' ');
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-parts': LabParts;
  }
}
