/** `<lab-rests-figure>`: what the year rests on, each default in the field that changes it. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OwnTerms, Scenario } from '../../scenario/scenario.ts';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { ChangeEvent } from '../form/choices/change-event.ts';
import { numberField } from '../form/choices/number-field.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';

@customElement('lab-rests-figure')
export class LabRestsFigure extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { ownership, peakToMean, requestsPerSecond } = this.session.scenario.current;
    const price = typeof ownership === 'object' && 'usdPerAcceleratorHour' in ownership ? ownership.usdPerAcceleratorHour : null;
    const own: OwnTerms = typeof ownership === 'object' && 'own' in ownership ? ownership.own : {};
    const row = (field: TemplateResult, note: string): TemplateResult =>
      html`<div class="rest">
        ${field}
        <p class="small quiet">${note}</p>
      </div>`;
    return html`<h2>What this rests on</h2>
      <div class="rests">
        ${row(numberField({ label: 'Rent, $ per accelerator and hour', value: price, min: 1e-6, max: 1e5, mayBeEmpty: true, placeholder: 'as read', onValue: (value) => this.change({ ownership: value === null ? 'rent-on-demand' : { usdPerAcceleratorHour: value } }) }), 'Empty: the median of the lists that were read. A price of your own becomes a way to pay of its own.')}
        ${row(numberField({ label: 'Peak over the mean, times', value: peakToMean, min: 1, max: 1000, mayBeEmpty: true, placeholder: '1', fault: (value) => (requestsPerSecond === null && value !== null && value > 1 ? 'A peak is over a rate: say first how many requests a second.' : null), onValue: (value) => this.change({ peakToMean: value ?? 1 }) }), 'Your choice: it sizes the fleet, which is paid day and night.')}
        ${row(numberField({ label: 'Electricity of an owner, $/kWh', value: own.usdPerKilowattHour ?? null, min: 0, max: 10, mayBeEmpty: true, placeholder: 'world median', onValue: (value) => this.own(own, 'usdPerKilowattHour', value) }), 'Empty: large users, the median of the countries read.')}
        ${row(numberField({ label: 'Life of an accelerator, years', value: own.years ?? null, min: 0.25, max: 30, mayBeEmpty: true, placeholder: 'by default', onValue: (value) => this.own(own, 'years', value) }), 'Empty: the range that owners write off over in their filings.')}
      </div>`;
  }

  private own(terms: OwnTerms, key: 'usdPerKilowattHour' | 'years', value: number | null): void {
    const next: Record<string, number> = { ...terms };
    if (value === null) delete next[key];
    else next[key] = value;
    this.change({ ownership: Object.keys(next).length === 0 ? 'own' : { own: next } });
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-rests-figure': LabRestsFigure;
  }
}
