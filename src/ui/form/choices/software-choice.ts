/** `<lab-software-choice>`: the engine, and the formats of weights and KV cache. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { engines, kvFormats, weightFormats, type Scenario } from '../../../scenario/scenario.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { engineNames } from '../../text/phrases.ts';
import { ChangeEvent } from './change-event.ts';
import { choicesStyles } from './choices.styles.ts';
import { radioList } from './radio-list.ts';

@customElement('lab-software-choice')
export class LabSoftwareChoice extends LitElement {
  static override styles = [textStyles, controlStyles, choicesStyles];

  @property({ attribute: false }) scenario!: Scenario;
  @property() choice: 'engine' | 'weights' = 'engine';

  protected override render(): TemplateResult {
    return this.choice === 'engine' ? this.engine() : this.weights();
  }

  private engine(): TemplateResult {
    const choices = [
      { id: 'any', name: 'Any of the three', note: 'their mixture, with its wider interval' },
      ...engines.map((id) => ({ id, name: engineNames[id] })),
    ];
    return radioList('Engine', choices, this.scenario.engine ?? 'any', (id) =>
      this.change({ engine: engines.find((engine) => engine === id) ?? null }),
    );
  }

  private weights(): TemplateResult {
    const formats = [
      { id: 'native', name: 'As published', note: 'the format in which the model came out' },
      ...weightFormats.map((id) => ({ id, name: id })),
    ];
    const caches = [
      { id: 'default', name: 'By default', note: 'as the engine chooses for these weights' },
      ...kvFormats.map((id) => ({ id, name: id })),
    ];
    return html`<div class="pair">
      <div>
        <p class="list-name" aria-hidden="true">Weights</p>
        ${radioList('Weights', formats, this.scenario.weights ?? 'native', (id) => this.change({ weights: weightFormats.find((format) => format === id) ?? null }))}
      </div>
      <div>
        <p class="list-name" aria-hidden="true">KV cache</p>
        ${radioList('KV cache', caches, this.scenario.kvCache ?? 'default', (id) => this.change({ kvCache: kvFormats.find((format) => format === id) ?? null }))}
      </div>
    </div>`;
  }

  private change(patch: Partial<Scenario>): void {
    this.dispatchEvent(new ChangeEvent(patch));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-software-choice': LabSoftwareChoice;
  }
}
