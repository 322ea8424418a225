/** `<lab-target-choice>`: how quick the answer has to be: both limits, and of how many first tokens. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { targetOf } from '../../../scenario/load.ts';
import { defaultScenario } from '../../../scenario/defaults.ts';
import { percentiles, type Scenario, type Target } from '../../../scenario/scenario.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { targetWords } from '../../text/phrases.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { loadPatch } from './load-patch.ts';
import { numberField } from './number-field.ts';

type Limit = 'timeToFirstToken' | 'timePerOutputToken';

const byDefault = targetWords(defaultScenario);

const percentileNames: Readonly<Record<number, string>> = { 50: 'half of them', 90: '90 %', 95: '95 %', 99: '99 %' };

@customElement('lab-target-choice')
export class LabTargetChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const target = targetOf(this.scenario);
    const milliseconds = (seconds: number | undefined): number | null => (seconds === undefined ? null : seconds * 1000);
    return html`<div class="stack">
      <p class="quiet small">What the load has to keep. Where the load is left to the lab and no limit is given: ${byDefault}.</p>
      <div class="pair">
        ${numberField({ label: 'Each token within, ms', value: milliseconds(target?.timePerOutputToken), min: 1e-6, max: 1e6, mayBeEmpty: true, placeholder: 'any', fault: (value) => (value !== null && this.scenario.outputTokens === 1 ? 'One output token has no time between tokens.' : null), onValue: (value) => this.limit('timePerOutputToken', value) })}
        ${numberField({ label: 'First token within, ms', value: milliseconds(target?.timeToFirstToken), min: 1e-6, max: 1e8, mayBeEmpty: true, placeholder: 'any', onValue: (value) => this.limit('timeToFirstToken', value) })}
      </div>
      ${target?.timeToFirstToken === undefined ? nothing : this.percentiles(target)}
      <div class="presets">
        <button type="button" aria-pressed=${target === null} @click=${() => this.change({ target: 'none' })}>no limit</button>
        <button type="button" aria-pressed=${this.scenario.target === null} @click=${() => this.change({ target: null })}>by default</button>
      </div>
    </div>`;
  }

  private percentiles({ percentile = 50, ...limits }: Target): TemplateResult {
    return html`<div>
      <p class="list-name" id="share">First tokens that keep it</p>
      <div class="presets" role="group" aria-labelledby="share">
        ${percentiles.map((each) => html`<button type="button" aria-pressed=${percentile === each} @click=${() => this.set(each === 50 ? limits : { ...limits, percentile: each })}>${percentileNames[each] ?? each}</button>`)}
      </div>
    </div>`;
  }

  private limit(key: Limit, value: number | null): void {
    const next: { -readonly [K in keyof Target]: Target[K] } = { ...targetOf(this.scenario) };
    if (value === null) delete next[key];
    else next[key] = Number((value / 1000).toPrecision(12));
    // The percentile is of first tokens.
    if (next.timeToFirstToken === undefined) delete next.percentile;
    if (next.timeToFirstToken === undefined && next.timePerOutputToken === undefined) this.change({ target: 'none' });
    else this.set(next);
  }

  /** All requests queued at once keep no limit, so that load makes way for one that does. */
  private set(target: Target): void {
    this.change({ ...(this.scenario.concurrency === 'max' ? loadPatch(this.scenario, { concurrency: null }) : {}), target });
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-target-choice': LabTargetChoice;
  }
}
