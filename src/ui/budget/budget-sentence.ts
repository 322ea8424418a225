/** `<lab-budget-sentence>`: the load as a sentence that asks for a year of it. */
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LabSentence } from '../page/sentence.ts';
import { rateWords } from '../text/fleet-words.ts';
import { loadWords } from '../text/phrases.ts';

@customElement('lab-budget-sentence')
export class LabBudgetSentence extends LabSentence {
  protected override question(): TemplateResult {
    const rate = rateWords(this.scenario) ?? loadWords(this.scenario);
    const load = this.word('Load', rate, () => html`<lab-load-choice .scenario=${this.scenario}></lab-load-choice>`);
    return html`A year of ${this.model()} for ${load}, answering ${this.workload()}
    ${this.target()}${this.scenario.requestsPerSecond === null ? '' : ', costs about'}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-budget-sentence': LabBudgetSentence;
  }
}
