/**
 * `<lab-sensitivity-figure>`: what moves the number, as a tornado. Each assumption goes to both its ends while all others
 * stay, in the unit of cost that the page shows.
 *
 * @event lab-all-choices - the visitor wants to change one
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TableTwin } from '../../../charts/table-twin.ts';
import { rowAt } from '../../../charts/row-at.ts';
import { tornadoChart, tornadoLayout } from '../../../charts/tornado-chart.ts';
import type { Sensitivity } from '../../../estimate/views/sensitivity.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatAt } from '../../../units/format.ts';
import type { Quantity } from '../../../units/quantity.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { textStyles } from '../../style/text.styles.ts';
import { answerWords, tornadoLine, tornadoTitle, tornadoWords, type AnswerUnit, type TornadoWords } from '../../text/tornado.ts';
import { originOf } from './origin-of.ts';

@customElement('lab-sensitivity-figure')
export class LabSensitivityFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override firstUpdated(): void {
    this.session.sensitivity.ask();
  }

  protected override render(): TemplateResult {
    const { moved } = this.session.sensitivity;
    const sensitivity = moved?.sensitivity ?? null;
    if (moved === null)
      return html`<h2>What moves this number</h2>
        <p class="note" role="status">Each assumption is being moved to both its ends …</p>`;
    if (sensitivity === null)
      return html`<h2>What moves this number</h2>
        <p class="note">Nothing to move: this scenario ${this.session.estimate.feasible ? 'has no price' : 'does not run'}.</p>`;
    const { unit } = this.session.preferences;
    const words = tornadoWords(sensitivity, unit);
    const heading = tornadoTitle(words);
    return html`<lab-figure
      .heading=${heading}
      .origin=${originOf(this.session, 'moves')}
      .table=${twin(sensitivity)}
      hint="Enter opens all choices."
      .drawing=${(width: number) => drawing(words, heading, width)}
      .source=${sourceLine(unit)}
      @lab-take=${() => this.dispatchEvent(new CustomEvent('lab-all-choices', { bubbles: true, composed: true }))}
    ></lab-figure>`;
  }
}

const sourceLine = (unit: AnswerUnit): string =>
  `${unit === 'usd-per-million' ? 'Dollars per million output tokens' : 'Millions of output tokens for a dollar'}, one assumption moved at a time, the arrangement as it stands. Hollow towards the low end of the assumption, filled towards the high one: the interval of prices and site facts, bins and clocks of a chip, half and twice of a load, 20 points of cached input, a cache in 8 or 16 bits.`;

function drawing(words: TornadoWords, heading: string, width: number): Drawing {
  const { bars, base, unit, digit } = words;
  const layout = tornadoLayout(bars, base, width);
  return {
    draw: (active) =>
      html`${tornadoChart(layout, (value, last) => tickWords(value, last, unit), `${heading}. The answer is ${answerWords(base, unit, digit)}; each bar shows where one assumption takes it.`, active)}`,
    locate: (_, y) => rowAt(layout, bars.length, y),
    points: bars.map((bar) => tornadoLine(bar, words)),
  };
}

/** `$0.5`, `$2 /M`; or `0.5M`, `2M /$`. */
function tickWords(value: number, last: boolean, unit: AnswerUnit): string {
  const number = value >= 1 ? formatAt(value, 0) : String(Number(value.toPrecision(1)));
  return unit === 'usd-per-million' ? `$${number}${last ? ' /M' : ''}` : `${number}M${last ? ' /$' : ''}`;
}

/** In dollars, whatever unit the page shows. */
function twin(sensitivity: Sensitivity): TableTwin {
  const { base } = sensitivity;
  // An end is one point of the model: the interval belongs to the answer.
  const point = (usd: number | null): Quantity | null =>
    usd === null ? null : { value: usd, low: usd, high: usd, unit: base.unit, evidence: base.evidence };
  return {
    columns: [
      { key: 'assumption', title: 'Assumption' },
      { key: 'low', title: 'Low end' },
      { key: 'usdLow', title: 'Answer at the low end' },
      { key: 'high', title: 'High end' },
      { key: 'usdHigh', title: 'Answer at the high end' },
      { key: 'change', title: 'Change' },
    ],
    rows: [
      { assumption: 'The answer as it stands', low: '', usdLow: base, high: '', usdHigh: base, change: '' },
      ...tornadoWords(sensitivity, 'usd-per-million').bars.map(({ name, low, high, change }) => ({
        assumption: name,
        low: low.at,
        usdLow: point(low.value),
        high: high.at,
        usdHigh: point(high.value),
        change,
      })),
    ],
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-sensitivity-figure': LabSensitivityFigure;
  }
}
