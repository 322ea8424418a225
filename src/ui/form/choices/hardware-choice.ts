/** `<lab-hardware-choice>`: which accelerator, and how many of them; an empty number is found. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { maxAccelerators } from '../../../scenario/parallel.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { acceleratorOptions } from '../../text/options.ts';
import '../picker/picker.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { numberField } from './number-field.ts';

/** Counts that people deploy: powers of two within a node, then whole nodes of eight. */
const counts = [1, 2, 4, 8, 16, 24, 32, 48, 64, 72, 96, 128, 144, 192, 256, 352, 512, 1024];

@customElement('lab-hardware-choice')
export class LabHardwareChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;
  /** How many the estimate took when the number is left to the lab. */
  @property({ attribute: false }) used: number | null = null;

  protected override render(): TemplateResult {
    const { accelerators, accelerator } = this.scenario;
    const count = accelerators ?? this.used ?? 1;
    return html` <div class="count">
        <button type="button" aria-label="Fewer" ?disabled=${count <= 1} @click=${() => this.step(count, -1)}>−</button>
        ${numberField({ label: 'How many', whole: true, value: accelerators, min: 1, max: maxAccelerators, mayBeEmpty: true, placeholder: this.used === null ? 'found' : `${this.used}, found`, onValue: (value) => this.change(countPatch(this.scenario, value)) })}
        <button type="button" aria-label="More" ?disabled=${count >= (counts.at(-1) ?? 1)} @click=${() => this.step(count, 1)}>+</button>
        <button type="button" class="plain found" aria-pressed=${accelerators === null} @click=${() => this.change(countPatch(this.scenario, null))}>
          as many as cost least
        </button>
      </div>
      <lab-picker
        data-first
        label="Accelerator"
        .options=${acceleratorOptions()}
        .value=${typeof accelerator === 'string' ? accelerator : ''}
        @lab-pick=${(event: CustomEvent<string>) => this.change({ accelerator: event.detail, accelerators: null, parallel: null })}
      ></lab-picker>`;
  }

  private step(from: number, direction: 1 | -1): void {
    const next = direction > 0 ? counts.find((count) => count > from) : counts.findLast((count) => count < from);
    if (next !== undefined) this.change(countPatch(this.scenario, next));
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

/** What was arranged or split for another number goes back to the lab; spares that would leave nobody to serve go. */
function countPatch({ serving, spareReplicas }: Scenario, accelerators: number | null): Partial<Scenario> {
  return {
    accelerators,
    parallel: null,
    ...(accelerators !== null && serving !== 'aggregated' ? { serving: 'aggregated' } : {}),
    ...(accelerators !== null && spareReplicas >= accelerators ? { spareReplicas: 0 } : {}),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-hardware-choice': LabHardwareChoice;
  }
}
