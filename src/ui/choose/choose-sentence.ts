/** `<lab-choose-sentence>`: the load as a sentence that asks for a fleet. Count and arrangement are the lab's, so it has no word for them. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LabSentence } from '../page/sentence.ts';
import { limitsOf, rateWords } from '../text/fleet-words.ts';
import { loadWords } from '../text/phrases.ts';

@customElement('lab-choose-sentence')
export class LabChooseSentence extends LabSentence {
  protected override question(): TemplateResult {
    const { speed, first } = limitsOf(this.scenario);
    const limit = (words: string): TemplateResult =>
      this.word(
        'Latency limit',
        words.replace(/ (?=m?s\b)/g, '\u00a0'),
        () => html`<lab-target-choice .scenario=${this.scenario}></lab-target-choice>`,
      );
    const rate = rateWords(this.scenario) ?? loadWords(this.scenario);
    const load = this.word('Load', rate, () => html`<lab-load-choice .scenario=${this.scenario}></lab-load-choice>`);
    return html`To serve ${this.model()} ${this.scenario.requestsPerSecond === null ? 'for' : 'to'} ${load}, answering
    ${this.workload()}${speed ? html`, each at ${limit(speed)}` : nothing}${first ? html`${speed ? ' with the first token' : ', the first token'} ${limit(first)}` : nothing}${speed === null && first === null ? html` with ${limit('no latency limit')}` : nothing},
    ${this.ownership()}, take`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-choose-sentence': LabChooseSentence;
  }
}
