/** `<lab-rests-figure>`: what the year rests on, each default in the field that changes it. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { costParameter } from '../../catalogue/cost-parameters.ts';
import type { Fact } from '../../catalogue/facts.ts';
import { medianElectricityPrice } from '../../catalogue/world-medians.ts';
import type { OwnTerms, Scenario } from '../../scenario/scenario.ts';
import { sessionContext } from '../../session/context.ts';
import { fleetViewOf } from '../../session/fleet-view.ts';
import type { Session } from '../../session/session.ts';
import { ChangeEvent } from '../form/choices/change-event.ts';
import { numberField } from '../form/choices/number-field.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import { formatMoney, formatQuantity } from '../../units/format.ts';
import { nameOf } from '../text/fleet-words.ts';
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
    const { shown } = fleetViewOf(this.session);
    const read = shown?.year?.find(({ way }) => way === 'on-demand')?.usdPerAcceleratorHour ?? null;
    const electricity = ends(medianElectricityPrice),
      years = ends(costParameter('gpu-life'));
    const price = typeof ownership === 'object' && 'usdPerAcceleratorHour' in ownership ? ownership.usdPerAcceleratorHour : null;
    const own: OwnTerms = typeof ownership === 'object' && 'own' in ownership ? ownership.own : {};
    const row = (field: TemplateResult, note: string): TemplateResult =>
      html`<div class="field-row">
        ${field}
        <p class="small quiet">${note}</p>
      </div>`;
    return html`<h2>What this rests on</h2>
      <div class="rests">
        ${row(numberField({ label: 'Rent, $ per accelerator and hour', value: price, min: 1e-6, max: 1e5, mayBeEmpty: true, placeholder: read ? formatMoney(read).value.slice(1) : 'as read', onValue: (value) => this.change({ ownership: value === null ? 'rent-on-demand' : { usdPerAcceleratorHour: value } }) }), `${read ? `${nameOf(shown?.answer.best ?? '')} by the hour, ${formatQuantity(read).range} in the lists that were read. ` : ''}A price of your own becomes a way to pay of its own.`)}
        ${row(numberField({ label: 'Peak over the mean, times', value: peakToMean, min: 1, max: 1000, mayBeEmpty: true, placeholder: '1', fault: (value) => (requestsPerSecond === null && value !== null && value > 1 ? 'A peak is over a rate: say first how many requests a second.' : null), onValue: (value) => this.change({ peakToMean: value ?? 1 }) }), 'Your choice: it sizes the fleet, which is paid day and night.')}
        ${row(numberField({ label: 'Electricity of an owner, $/kWh', value: own.usdPerKilowattHour ?? null, min: 0, max: 10, mayBeEmpty: true, placeholder: medianElectricityPrice.value.toFixed(2), onValue: (value) => this.own(own, 'usdPerKilowattHour', value) }), `${electricity.low.toFixed(2)}–${electricity.high.toFixed(2)}: large users, the median of the countries read.`)}
        ${row(numberField({ label: 'Life of an accelerator, years', value: own.years ?? null, min: 0.25, max: 30, mayBeEmpty: true, placeholder: Math.sqrt(years.low * years.high).toFixed(1), onValue: (value) => this.own(own, 'years', value) }), `${years.low}–${years.high} years: over what owners write off in their filings.`)}
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

const ends = ({ value, low = value, high = value }: Fact): { readonly low: number; readonly high: number } => ({ low, high });

declare global {
  interface HTMLElementTagNameMap {
    'lab-rests-figure': LabRestsFigure;
  }
}
