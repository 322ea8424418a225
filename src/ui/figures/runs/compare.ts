/**
 * `<lab-compare>`: two runs side by side: every point that both have as a ratio with its interval, ceilings next to each
 * other, and what else differs between the two.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { noLegend } from '../../../charts/legend.ts';
import { ratioChart, ratioLayout } from '../../../charts/ratio-chart.ts';
import { rowAt } from '../../../charts/row-at.ts';
import { shownCell } from '../../../charts/table-twin.ts';
import { compareRuns, type KernelRatio, type RunComparison } from '../../../run/compare-runs.ts';
import type { Run } from '../../../run/run.ts';
import type { Origin } from '../../../share/origin.ts';
import type { Quantity } from '../../../units/quantity.ts';
import { withMore } from '../why/origin-of.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import {
  ceilingRows,
  comparisonTitle,
  comparisonTwin,
  differenceWords,
  inGroupOrder,
  ratioLine,
  ratioRow,
  tellingRatios,
} from '../../text/comparison.ts';
import { compareStyles } from './compare.styles.ts';

/** A run and what it is called on the page: its time of day, or that it is a claim. */
export interface NamedRun {
  readonly run: Run;
  readonly name: string;
}

/** Rows before "show all": a picture that fits one screen. */
const firstRows = 16;

@customElement('lab-compare')
export class LabCompare extends LitElement {
  static override styles = [textStyles, controlStyles, compareStyles];

  @property({ attribute: false }) first!: NamedRun;
  @property({ attribute: false }) second!: NamedRun;
  @property({ attribute: false }) origin!: Origin;
  @state() private all = false;

  protected override render(): TemplateResult {
    const comparison = compareRuns(this.first.run, this.second.run);
    const heading = comparisonTitle(comparison, this.second.name, this.first.name);
    return html`${this.warnings(comparison)} ${comparison.kernels.length === 0 ? html`<h2>${heading}</h2>` : this.figure(comparison, heading)}
    ${this.ceilings(comparison)} ${missing(comparison)}`;
  }

  private figure(comparison: RunComparison, heading: string): TemplateResult {
    const { kernels } = comparison;
    const shown = this.all ? inGroupOrder(kernels) : tellingRatios(kernels, firstRows);
    const origin = withMore(this.origin, [
      ['first', this.first.name],
      ['second', this.second.name],
    ]);
    return html`<lab-figure
      .heading=${heading}
      .table=${comparisonTwin(comparison)}
      .origin=${origin}
      .legend=${{ ...noLegend, leftOut: shown.length < kernels.length ? `${shown.length} of ${kernels.length} points drawn: those that differ most.` : '' }}
      .drawing=${(width: number) => drawing(shown, heading, width)}
      .source=${`Rate of ${this.second.name} over that of ${this.first.name}: right of the line is faster. 95 % intervals of both medians; filled where those are apart, hollow where they overlap.`}
    >
      ${kernels.length > firstRows ? html`<div class="below"><button class="plain" type="button" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>${this.all ? 'Show those that differ most' : `Show all ${kernels.length}`}</button></div>` : nothing}
    </lab-figure>`;
  }

  private warnings({ differences }: RunComparison): TemplateResult | typeof nothing {
    return differences.length === 0
      ? nothing
      : html`<ul class="warnings" aria-label="What else differs">
          ${differences.map((difference) => html`<li>${differenceWords[difference]}</li>`)}
        </ul>`;
  }

  private ceilings({ ceilings }: RunComparison): TemplateResult {
    return html`<h3>Ceilings side by side</h3>
      <div class="scroll" tabindex="0" role="region" aria-label="Ceilings side by side">
        <table>
          <thead>
            <tr>
              <th scope="col">Ceiling</th>
              <th scope="col" class="numeric">${this.first.name}</th>
              <th scope="col" class="numeric">${this.second.name}</th>
              <th scope="col" class="numeric">Second over first</th>
            </tr>
          </thead>
          <tbody>
            ${ceilingRows(ceilings).map(
              ({ name, first, second, ratio }) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  ${quantityCell(first)}${quantityCell(second)}
                  <td class="numeric">${ratio || '–'}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

function quantityCell(quantity: Quantity | null): TemplateResult {
  const { text, range } = shownCell(quantity);
  return html`<td class="numeric">${text}${range ? html` <small>${range}</small>` : nothing}</td>`;
}

function missing({ onlyFirst, onlySecond }: RunComparison): TemplateResult | typeof nothing {
  const parts = [
    onlyFirst.length > 0 ? `${onlyFirst.length} points only in the first` : '',
    onlySecond.length > 0 ? `${onlySecond.length} only in the second` : '',
  ].filter(Boolean);
  return parts.length === 0 ? nothing : html`<p class="note">${parts.join(', ')}: not compared.</p>`;
}

function drawing(shown: readonly KernelRatio[], heading: string, width: number): Drawing {
  const rows = shown.map(ratioRow),
    layout = ratioLayout(rows, width);
  return {
    draw: (active) => html`${ratioChart(layout, `${heading}. Ratios on a logarithmic axis around one.`, active)}`,
    locate: (_, y) => rowAt(layout, rows.length, y),
    points: rows.map(ratioLine),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-compare': LabCompare;
  }
}
