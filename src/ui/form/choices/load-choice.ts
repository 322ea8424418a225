/** `<lab-load-choice>`: how many requests are in flight, or arrive each second. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Scenario } from '../../../scenario/scenario.ts';
import { formatCount } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { numberField } from './number-field.ts';

const levels = [1, 4, 16, 32, 64, 128, 256, 512] as const;

@customElement('lab-load-choice')
export class LabLoadChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const { concurrency, requestsPerSecond } = this.scenario;
    const closed = requestsPerSecond === null;
    return html`<div class="stack">
      <p class="quiet small">Each waits for its answer before asking again. More at once is cheaper for each token and slower for each user.</p>
      <div class="presets" role="group" aria-label="Users at once">
        ${levels.map((level) => html`<button type="button" aria-pressed=${closed && concurrency === level} @click=${() => this.change({ concurrency: level, requestsPerSecond: null })}>${formatCount(level)}</button>`)}
        <button
          type="button"
          aria-pressed=${closed && concurrency === 'max'}
          @click=${() => this.change({ concurrency: 'max', requestsPerSecond: null })}
        >
          all that fit
        </button>
      </div>
      <div class="pair">
        ${numberField({ label: 'Users at once', whole: true, value: closed && typeof concurrency === 'number' ? concurrency : null, min: 1, max: 1_000_000, mayBeEmpty: true, placeholder: '–', onValue: (value) => value !== null && this.change({ concurrency: value, requestsPerSecond: null }) })}
        ${numberField({ label: 'Or requests a second', value: requestsPerSecond, min: 0.001, max: 100_000, mayBeEmpty: true, placeholder: '–', onValue: (value) => this.change({ requestsPerSecond: value }) })}
      </div>
    </div>`;
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-load-choice': LabLoadChoice;
  }
}
