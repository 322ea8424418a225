/** `<lab-load-choice>`: how many requests are in flight, or arrive each second, or as many as keep it quick. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Scenario } from '../../../scenario/scenario.ts';
import { formatCount } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { loadPatch, type LoadAsked } from './load-patch.ts';
import { numberField } from './number-field.ts';

const levels = [1, 4, 16, 32, 64, 128, 256, 512] as const;

@customElement('lab-load-choice')
export class LabLoadChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const { concurrency, requestsPerSecond, batch } = this.scenario;
    const closed = requestsPerSecond === null && batch === null;
    return html`<div class="stack">
      <p class="quiet small">Each waits for its answer before asking again. More at once is cheaper for each token and slower for each user.</p>
      <div class="presets" role="group" aria-label="Users at once">
        <button type="button" aria-pressed=${closed && concurrency === null} @click=${() => this.ask({ concurrency: null })}>
          as many as keep it quick
        </button>
        ${levels.map((level) => html`<button type="button" aria-pressed=${closed && concurrency === level} @click=${() => this.ask({ concurrency: level })}>${formatCount(level)}</button>`)}
        <button type="button" aria-pressed=${closed && concurrency === 'max'} @click=${() => this.ask({ concurrency: 'max' })}>all that fit</button>
      </div>
      <div class="pair">
        ${numberField({ label: 'Users at once', whole: true, value: closed && typeof concurrency === 'number' ? concurrency : null, min: 1, max: 10_000_000, mayBeEmpty: true, placeholder: closed && concurrency === null ? 'found' : '–', onValue: (value) => (value !== null || closed) && this.ask({ concurrency: value }) })}
        ${numberField({ label: 'Or requests a second', value: requestsPerSecond, min: 1e-6, max: 1e9, mayBeEmpty: true, placeholder: '–', onValue: (value) => (value !== null || requestsPerSecond !== null) && this.ask({ requestsPerSecond: value }) })}
        ${requestsPerSecond === null ? nothing : this.peak()} ${this.spares()} ${this.batch()}
      </div>
    </div>`;
  }

  /** A batch by a deadline: the first field asks for one, with a day to end it in. */
  private batch(): TemplateResult {
    const { batch, outputTokens } = this.scenario;
    const million = 1e6;
    const tokens = batch && ('requests' in batch ? batch.requests * outputTokens : batch.outputTokens);
    const hours = batch?.hours ?? null;
    return html`${numberField({ label: 'Or a batch of million output tokens', value: tokens && tokens / million, min: 1e-6, max: 1e12, mayBeEmpty: true, placeholder: '–', onValue: (value) => (value !== null || batch !== null) && this.ask({ batch: value === null ? null : { outputTokens: value * million, hours: hours ?? 24 } }) })}
    ${batch === null ? nothing : numberField({ label: 'Hours to end it in', value: hours, min: 1e-3, max: 87_600, onValue: (value) => value !== null && this.ask({ batch: { ...batch, hours: value } }) })}`;
  }

  private peak(): TemplateResult {
    return numberField({
      label: 'Peak over the mean, times',
      value: this.scenario.peakToMean,
      min: 1,
      max: 1000,
      mayBeEmpty: true,
      placeholder: '1',
      onValue: (value) => this.change({ peakToMean: value ?? 1 }),
    });
  }

  private spares(): TemplateResult {
    const { serving, accelerators } = this.scenario;
    return numberField({
      label: 'Spare replicas, paid and idle',
      whole: true,
      value: this.scenario.spareReplicas,
      min: 0,
      max: 100_000,
      mayBeEmpty: true,
      placeholder: '0',
      fault: (value) => {
        if (!value) return null;
        if (serving !== 'aggregated') return 'Separate pools have no spares: give each the accelerators that it should have.';
        return accelerators !== null && value >= accelerators ? `They leave none of ${formatCount(accelerators)} accelerators to serve.` : null;
      },
      onValue: (value) => this.change({ spareReplicas: value ?? 0 }),
    });
  }

  private ask(load: LoadAsked): void {
    this.change(loadPatch(this.scenario, load));
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
