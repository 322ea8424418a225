/** `<lab-engine-flags>`: how the engine is served and the flags that it was started with; empty is what it does by itself. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { engineNames, firstRelease } from '../../../catalogue/engines.ts';
import { catalogueDate } from '../../../catalogue/read-cell.ts';
import { hosts, type Host, type Scenario } from '../../../scenario/scenario.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { numberField } from './number-field.ts';
import { radioList } from './radio-list.ts';

const served: Readonly<Record<Host, { readonly name: string; readonly note: string }>> = {
  usual: { name: 'As people serve', note: 'each token streamed over HTTP, logs as they come' },
  benchmark: { name: 'As benchmark scripts do', note: 'tokens in groups, nothing logged' },
};

@customElement('lab-engine-flags')
export class LabEngineFlags extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const { memoryShare, maxSequences, maxContext, inputTokens, outputTokens, host, software, engine } = this.scenario;
    const least = inputTokens + outputTokens;
    return html`<div class="stack">
      ${radioList(
        'Served',
        hosts.map((id) => ({ id, ...served[id] })),
        host,
        (id) => this.change({ host: hosts.find((each) => each === id) ?? 'usual' }),
      )}
      <div class="pair">
        ${numberField({ label: 'Share of memory, %', value: memoryShare === null ? null : memoryShare * 100, min: 1, max: 100, mayBeEmpty: true, placeholder: 'its own', onValue: (value) => this.change({ memoryShare: value === null ? null : value / 100 }) })}
        ${numberField({ label: 'Most sequences at once', whole: true, value: maxSequences, min: 1, max: 1_000_000, mayBeEmpty: true, placeholder: 'its own', onValue: (value) => this.change({ maxSequences: value }) })}
        ${numberField({ label: 'Longest sequence, tokens', whole: true, value: maxContext, min: 1, max: 20_000_000, mayBeEmpty: true, placeholder: 'in + out', fault: (value) => (value === null || value >= least ? null : `Input and output are ${least} tokens.`), onValue: (value) => this.change({ maxContext: value }) })}
        <label class="field"
          ><span>Software of</span
          ><select
            .value=${live(software ?? '')}
            @change=${(event: Event) => this.change({ software: (event.target as HTMLSelectElement).value || null })}
          >
            <option value="" ?selected=${software === null}>today</option>
            ${monthsFrom(engine === null ? (engineNames.map(firstRelease).sort()[0] ?? '') : firstRelease(engine)).map(
              (month) => html`<option value=${month} ?selected=${month === software}>${month}</option>`,
            )}
          </select></label
        >
      </div>
    </div>`;
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

/** Months for which an engine has a release, the newest first. */
function monthsFrom(first: string): readonly string[] {
  const months: string[] = [];
  const [year = 0, ofYear = 1] = catalogueDate.split('-').map(Number);
  for (let at = 12 * year + ofYear - 1; months.length < 240; at -= 1) {
    const month = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
    if (month < first) break;
    months.push(month);
  }
  return months;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-engine-flags': LabEngineFlags;
  }
}
