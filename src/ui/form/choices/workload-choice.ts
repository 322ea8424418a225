/** `<lab-workload-choice>`: what is answered, by use or by exact numbers of tokens. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { workloadPresets, type WorkloadPreset } from '../../../scenario/presets.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { formatCount, formatShare } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { workloadBySize } from '../../text/phrases.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { loadPatch } from './load-patch.ts';
import { numberField } from './number-field.ts';
import { radioList } from './radio-list.ts';

@customElement('lab-workload-choice')
export class LabWorkloadChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const choices = workloadPresets.map(({ id, name, sets, source }) => ({
      id,
      name,
      note: `${formatCount(sets.inputTokens, 'short')} in, ${formatCount(sets.outputTokens, 'short')} out${sets.prefixHitRate ? `, ${formatShare(sets.prefixHitRate)} cached` : ''} · ${source}`,
    }));
    return html` ${radioList('Workload', choices, workloadBySize(this.scenario)?.id ?? null, (id) => {
        const preset = workloadPresets.find((candidate) => candidate.id === id);
        if (preset) this.change(workloadPatch(this.scenario, preset));
      })}
      <fieldset class="exact">
        <legend>Or exactly, per request</legend>
        <div class="stack">
          <div class="pair">
            ${numberField({ label: 'Input tokens', whole: true, value: this.scenario.inputTokens, min: 1, max: 10_000_000, onValue: (value) => value !== null && this.change({ inputTokens: value }) })}
            ${numberField({ label: 'Output tokens', whole: true, value: this.scenario.outputTokens, min: 1, max: 10_000_000, onValue: (value) => value !== null && this.change({ outputTokens: value }) })}
          </div>
          ${numberField({ label: 'Input read from a prefix cache, %', value: Math.round(this.scenario.prefixHitRate * 1000) / 10, min: 0, max: 100, onValue: (value) => value !== null && this.change({ prefixHitRate: value / 100 }) })}
        </div>
      </fieldset>`;
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

/** A use says how long its requests are, and of the load only whether people wait: how many there are stays as it was. */
function workloadPatch(scenario: Scenario, { sets: { concurrency, ...lengths } }: WorkloadPreset): Partial<Scenario> {
  if (concurrency === 'max') return { ...lengths, ...loadPatch(scenario, { concurrency }) };
  return { ...lengths, ...(scenario.concurrency === 'max' ? loadPatch(scenario, { concurrency: null }) : {}) };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-workload-choice': LabWorkloadChoice;
  }
}
