/** `<lab-market>`: one quiet line under the answer, with what public APIs ask for the same model. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Estimate } from '../../../estimate/estimate.ts';
import { market } from '../../../estimate/views/market.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { textStyles } from '../../style/text.styles.ts';
import { marketStyles } from './market.styles.ts';
import { marketWords } from './market-words.ts';

@customElement('lab-market')
export class LabMarket extends LitElement {
  static override styles = [textStyles, marketStyles];

  @property({ attribute: false }) scenario!: Scenario;
  @property({ attribute: false }) estimate!: Estimate;

  protected override render(): TemplateResult | typeof nothing {
    const found = market(this.scenario, this.estimate),
      words = found && marketWords(found);
    if (!words) return nothing;
    return html`<p>Public APIs list this model at <b>${words.prices}</b> per million output tokens (${words.who}). ${words.against}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-market': LabMarket;
  }
}
