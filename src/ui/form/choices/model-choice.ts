/** `<lab-model-choice>`: which model answers. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Scenario } from '../../../scenario/scenario.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { modelOptions } from '../../text/options.ts';
import '../picker/picker.ts';
import { ChangeEvent } from './change-event.ts';
import { modelChoiceStyles } from './model-choice.styles.ts';

@customElement('lab-model-choice')
export class LabModelChoice extends LitElement {
  static override styles = [textStyles, controlStyles, modelChoiceStyles];

  @property({ attribute: false }) scenario!: Scenario;

  protected override render(): TemplateResult {
    const chosen = typeof this.scenario.model === 'string' ? this.scenario.model : '';
    return html`<lab-picker data-first label="Model" .options=${modelOptions()} .value=${chosen} @lab-pick=${this.onPick}></lab-picker>
      <div class="other">
        <button class="plain" type="button" @click=${() => this.dispatchEvent(new CustomEvent('lab-import', { bubbles: true, composed: true }))}>
          Another model …
        </button>
      </div>`;
  }

  private onPick(event: CustomEvent<string>): void {
    // Formats, counts and parallelism belong to the model that they were chosen for; the next may not fit in them.
    this.dispatchEvent(new ChangeEvent({ model: event.detail, weights: null, accelerators: null, parallel: null }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-choice': LabModelChoice;
  }
}
