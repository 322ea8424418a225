/** `<lab-ownership-choice>`: who pays for the hours, and how. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { accelerator } from '../../../catalogue/accelerators.ts';
import { acceleratorPrice } from '../../../catalogue/prices.ts';
import { ownershipPresets } from '../../../scenario/presets.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { formatMoney } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { numberField } from './number-field.ts';
import { radioList } from './radio-list.ts';

@customElement('lab-ownership-choice')
export class LabOwnershipChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const { ownership, utilisation, egress } = this.scenario;
    const price = typeof ownership === 'object' && 'usdPerAcceleratorHour' in ownership ? ownership.usdPerAcceleratorHour : null;
    const own = typeof ownership === 'object' && 'own' in ownership ? ownership.own : null;
    const chosen = typeof ownership === 'string' ? ownership : price !== null ? 'price' : 'own';
    return html` ${radioList(
        'Paid for as',
        ownershipPresets.map(({ id, name }) => ({ id, name, note: this.note(id) })),
        chosen,
        (id) => {
          const preset = ownershipPresets.find((candidate) => candidate.id === id);
          if (preset) this.change({ ownership: preset.ownership });
        },
      )}
      <div class="exact stack">
        ${price === null ? nothing : numberField({ label: 'Dollars per accelerator and hour', value: price, min: 0, aboveMin: true, max: 1000, onValue: (value) => value !== null && this.change({ ownership: { usdPerAcceleratorHour: value } }) })}
        ${
          chosen === 'own'
            ? html`<div class="pair">
                ${numberField({ label: 'Price of one, $', value: own?.usdPerAccelerator ?? null, min: 0, aboveMin: true, max: 1e7, mayBeEmpty: true, placeholder: 'catalogue', onValue: (value) => this.own('usdPerAccelerator', value) })}
                ${numberField({ label: 'Written off over, years', value: own?.years ?? null, min: 0.5, max: 20, mayBeEmpty: true, placeholder: 'default', onValue: (value) => this.own('years', value) })}
                ${numberField({ label: 'Electricity, $/kWh', value: own?.usdPerKilowattHour ?? null, min: 0, max: 5, mayBeEmpty: true, placeholder: 'world median', onValue: (value) => this.own('usdPerKilowattHour', value) })}
                ${numberField({ label: 'Cost of capital, % a year', value: own?.costOfCapital === undefined ? null : own.costOfCapital * 100, min: 0, max: 100, mayBeEmpty: true, placeholder: 'default', onValue: (value) => this.own('costOfCapital', value === null ? null : value / 100) })}
                ${numberField({ label: 'Network for each, $', value: own?.networkUsdPerAccelerator ?? null, min: 0, max: 1e6, mayBeEmpty: true, placeholder: 'default', onValue: (value) => this.own('networkUsdPerAccelerator', value) })}
                ${numberField({ label: 'Network for each, W', value: own?.networkWattsPerAccelerator ?? null, min: 0, max: 1e5, mayBeEmpty: true, placeholder: 'none', onValue: (value) => this.own('networkWattsPerAccelerator', value) })}
              </div>`
            : nothing
        }
        ${numberField({ label: 'Answers leaving the data centre, $/GB', value: egress?.usdPerGigabyte ?? null, min: 0, max: 1000, mayBeEmpty: true, placeholder: 'not billed', onValue: (value) => this.change({ egress: value === null ? null : { ...egress, usdPerGigabyte: value } }) })}
        ${numberField({ label: 'Share of paid hours that serve, %', value: utilisation * 100, min: 1, max: 100, onValue: (value) => value !== null && this.change({ utilisation: value / 100 }) })}
      </div>`;
  }

  /** The price that the choice leads to, with its range and, if it was substituted, from what; or that there is none. */
  private note(id: string): string {
    if (typeof this.scenario.accelerator !== 'string') return '';
    const chip = accelerator(this.scenario.accelerator);
    if (id !== 'rent-on-demand' && id !== 'rent-reserved' && id !== 'own') return 'you say what an hour costs';
    const price = chip && acceleratorPrice(chip, id);
    if (!price?.known) return price?.reason ?? 'no price known';
    const { value, range } = formatMoney(price.usdPerHour);
    return `${value} an hour each, ${range}${price.basis === id.slice(5) || id === 'own' ? '' : ` (${price.basis})`}`;
  }

  private own(key: string, value: number | null): void {
    const { ownership } = this.scenario;
    const terms: Record<string, number> = { ...(typeof ownership === 'object' && 'own' in ownership ? ownership.own : {}) };
    if (value === null) delete terms[key];
    else terms[key] = value;
    this.change({ ownership: Object.keys(terms).length === 0 ? 'own' : { own: terms } });
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-ownership-choice': LabOwnershipChoice;
  }
}
