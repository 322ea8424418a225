/**
 * `<lab-own-model>`: a model by its Hugging Face `config.json`, pasted. What is not understood is refused by field, and
 * the sentence stays as it was.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { bringConfigReader } from '../../../catalogue/bring-config-reader.ts';
import { importConfig } from '../../../catalogue/import-config.ts';
import type { ModelConfig } from '../../../scenario/scenario.ts';
import { formatCount } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { neededFields } from '../import/needed-fields.ts';
import { ChangeEvent } from './change-event.ts';
import { ownModelStyles } from './own-model.styles.ts';

bringConfigReader();

/** Longest text that is read; the longest published configuration has about 12,000 characters. */
const longest = 100_000;

type Reading = { readonly ok: true; readonly config: ModelConfig; readonly words: string } | { readonly ok: false; readonly words: string };

@customElement('lab-own-model')
export class LabOwnModel extends LitElement {
  static override styles = [textStyles, controlStyles, ownModelStyles];

  @query('textarea') private readonly field!: HTMLTextAreaElement;
  @state() private reading: Reading | null = null;

  protected override render(): TemplateResult {
    return html`<label class="field"
        ><span>The model’s config.json</span
        ><textarea
          spellcheck="false"
          placeholder='{ "architectures": ["LlamaForCausalLM"], "hidden_size": 4096, … }'
          aria-describedby="reading"
          aria-invalid=${this.reading?.ok === false ? 'true' : nothing}
          @input=${this.read}
        ></textarea>
      </label>
      <div class="row">
        <span class=${this.reading?.ok === false ? 'wrong' : ''} id="reading" role="status"
          >${this.reading?.words ?? 'Read here, sent nowhere; it becomes part of the link.'}</span
        >
        ${this.reading?.ok ? html`<button class="secondary" type="button" @click=${this.use}>Use it</button>` : nothing}
      </div>`;
  }

  private read(): void {
    this.reading = this.field.value.trim() === '' ? null : readConfig(this.field.value);
  }

  private use(): void {
    if (this.reading?.ok) this.dispatchEvent(new ChangeEvent({ model: this.reading.config, weights: null, accelerators: null, parallel: null }));
  }
}

export function readConfig(text: string): Reading {
  if (text.length > longest) return { ok: false, words: `Longer than ${formatCount(longest)} characters: this is no config.json.` };
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    return { ok: false, words: `Not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return { ok: false, words: 'A config.json is an object in braces.' };
  const imported = importConfig(config as ModelConfig);
  if (!imported.ok) return { ok: false, words: `${imported.error.path}: ${imported.error.message}` };
  const { parametersTotal, parametersActive, moe, layers } = imported.model;
  return {
    ok: true,
    config: neededFields(config as ModelConfig),
    words: `${formatCount(parametersTotal, 'short')} parameters in ${layers} layers${moe ? `, ${formatCount(parametersActive, 'short')} active of ${moe.experts} experts` : ''}.`,
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-own-model': LabOwnModel;
  }
}
