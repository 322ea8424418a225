/**
 * `<lab-transfer-figure>`: what a run on this GPU says about the accelerator in the sentence. Three numbers, kept apart:
 * what was measured here, what is predicted there, and how much the first moved the second.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TransferShift } from '../../../estimate/own-gpu/transfer-shift.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatAt, formatDuration, formatMoney, formatQuantity, formatRange } from '../../../units/format.ts';
import type { Quantity } from '../../../units/quantity.ts';
import '../frame/evidence.ts';
import { textStyles } from '../../style/text.styles.ts';
import { acceleratorName } from '../../text/phrases.ts';
import { transferFigureStyles } from './transfer-figure.styles.ts';

@customElement('lab-transfer-figure')
export class LabTransferFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, transferFigureStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { own, run, scenario, claim } = this.session;
    const name = acceleratorName(scenario.current);
    if (!own.shift) return this.waiting(name);
    return html`<h2>${title(own.shift, name, run ? 'Your run' : 'Their run')}</h2>
      <dl class="three">${this.measured(own.shift, run === null && claim !== null)}${this.target(own.shift, name)}${this.shift(own.shift)}</dl>
      <p class="why">${own.shift.reason}</p>
      ${this.rule(own.shift)}`;
  }

  /** What scaling the run by datasheets would say: a comparison with its measured miss, never part of the estimate. */
  private rule({ rule }: TransferShift): TemplateResult | typeof nothing {
    if (!rule) return nothing;
    const { work, scaled, estimated, miss } = rule;
    const ours = estimated ? `, where our estimate is ${duration(estimated)}` : '';
    const missed = formatAt(Math.expm1(miss) * 100, 0);
    return html`<p class="why">
      ${`By ratio of datasheets, for comparison only: ${work} ${duration(scaled)} a token for one person${ours}. On published pairs of accelerators that ratio misses the time per token by ${missed} % at the median.`}
    </p>`;
  }

  private waiting(name: string): TemplateResult {
    return html`<h2>What a run on your GPU would say about ${name}</h2>
      <p class="why">
        Your kernels show which share of a chip’s own ceilings real kernels reach. A little of that carries over to ${name}: three numbers will stand
        here, yours as measured, the prediction, and the shift between them, each by itself.
      </p>`;
  }

  private measured({ yours }: TransferShift, theirs: boolean): TemplateResult {
    const share = yours && percent(yours);
    return html`<div>
      <dt>Measured on ${theirs ? 'theirs' : 'yours'}</dt>
      <dd class="value">${share ? html`${share.value} %<small>${share.range}</small>` : 'nothing yet'}</dd>
      ${theirs ? html`<dd class="claimed">claimed by a link</dd>` : yours ? html`<dd><lab-evidence .evidence=${yours.evidence}></lab-evidence></dd>` : nothing}
      <dd class="what">of its own multiply ceiling is what matrix products reach</dd>
    </div>`;
  }

  private target({ target }: TransferShift, name: string): TemplateResult {
    const said = target && (target.unit === 's' ? formatQuantity(target) : formatMoney(target));
    return html`<div>
      <dt>Predicted for ${name}</dt>
      <dd class="value">${said ? html`${said.value}<small>${said.unit} ${said.range}</small>` : 'no price'}</dd>
      ${target ? html`<dd><lab-evidence .evidence=${target.evidence}></lab-evidence></dd>` : nothing}
      <dd class="what">${target?.unit === 's' ? 'for each output token' : 'for a million output tokens'}, with the run counted in</dd>
    </div>`;
  }

  private shift({ shift, weight }: TransferShift): TemplateResult {
    return html`<div>
      <dt>Shift that the run caused</dt>
      <dd class="value">${signed(shift)}<small>of the time per token</small></dd>
      <dd class="what">
        with a weight of ${formatAt(weight * 100, weight > 0 && weight < 0.1 ? -1 : 0)} % against what is published about its class
      </dd>
    </div>`;
  }
}

function duration(quantity: Quantity): string {
  const { value, unit } = formatDuration(quantity);
  return `${value} ${unit}`;
}

/** A share as per cent, both ends with it, at the digits of its interval. */
function percent({ value, low, high }: Quantity): { readonly value: string; readonly range: string } {
  const power = high - low > 0.1 ? 0 : high - low > 0.01 ? 0 : -1;
  return { value: formatAt(value * 100, power), range: formatRange(low * 100, high * 100, power) };
}

/** With its sign; below a hundredth of a per cent it is none. */
function signed(shift: number): string {
  const percent = shift * 100;
  if (Math.abs(percent) < 0.01) return '0 %';
  return `${percent > 0 ? '+' : '−'}${formatAt(Math.abs(percent), Math.abs(percent) < 1 ? -2 : -1)} %`;
}

function title({ shift, weight }: TransferShift, name: string, whose: string): string {
  if (weight === 0) return `${whose} says nothing about ${name}, and moved nothing`;
  if (Math.abs(shift) < 5e-4) return `${whose} barely moves the prediction for ${name}, as it should`;
  return `${whose} makes ${name} look ${shift > 0 ? 'slower' : 'faster'} by ${formatAt(Math.abs(shift) * 100, Math.abs(shift) < 0.01 ? -2 : -1)} %`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-transfer-figure': LabTransferFigure;
  }
}
