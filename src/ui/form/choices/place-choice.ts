/** `<lab-place-choice>`: where it runs, which sets electricity, building overhead and carbon. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { bringSites } from '../../../catalogue/bring-sites.ts';
import { site, siteEnergy, sites } from '../../../catalogue/sites.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { formatMoney } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import type { PickerOption } from '../picker/options.ts';
import '../picker/picker.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';

// A place that is chosen here is answered on this thread.
bringSites();

const countries = new Intl.DisplayNames('en', { type: 'region' });

@customElement('lab-place-choice')
export class LabPlaceChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const chosen = this.scenario.site === null ? undefined : site(this.scenario.site);
    return html`<div class="stack">
      <p class="quiet small">
        ${chosen ? `${chosen.operator}, ${chosen.city}.` : 'No particular place: world medians of electricity, overhead and carbon, with their spread.'}
      </p>
      <lab-picker
        label="Place"
        .options=${placeOptions()}
        .value=${this.scenario.site ?? ''}
        @lab-pick=${(event: CustomEvent<string>) => this.change(event.detail)}
      ></lab-picker>
      <button class="plain" type="button" ?disabled=${this.scenario.site === null} @click=${() => this.change(null)}>No particular place</button>
    </div>`;
  }

  private change(id: string | null): void {
    this.dispatchEvent(new ChangeEvent({ site: id }));
  }
}

function placeOptions(): readonly PickerOption[] {
  return sites().map((place) => {
    const { price } = siteEnergy(place);
    return {
      id: place.id,
      label: `${place.operator}, ${place.city}`,
      group: place.continent,
      detail: [countries.of(place.country) ?? place.country, price ? `${formatMoney(price.value).value}/kWh` : 'electricity price unknown'].join(
        ' · ',
      ),
      ...(place.state === 'operating' ? {} : { badge: place.state }),
    };
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-place-choice': LabPlaceChoice;
  }
}
