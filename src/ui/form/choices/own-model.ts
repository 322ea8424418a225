/**
 * `<lab-own-model>`: a model by its Hugging Face `config.json`, pasted or chosen as a file, or by the header of a GGUF file. What is not
 * understood is refused by field, and the sentence stays as it was.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { bringConfigReader } from '../../../catalogue/bring-config-reader.ts';
import { importConfig } from '../../../catalogue/import-config.ts';
import type { ModelConfig } from '../../../scenario/scenario.ts';
import { parseJson } from '../../../scenario/parse-json.ts';
import { formatCount } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { readModelFiles } from '../import/model-file.ts';
import { neededFields } from '../import/needed-fields.ts';
import { ChangeEvent } from './change-event.ts';
import { ownModelStyles } from './own-model.styles.ts';

bringConfigReader();

/** Longest text that is read: lists of quantised modules make files of several hundred thousand characters. */
const longest = 1_000_000;

type Reading =
  | { readonly ok: true; readonly config: ModelConfig; readonly words: string; readonly assumptions: readonly string[] }
  | { readonly ok: false; readonly words: string };

@customElement('lab-own-model')
export class LabOwnModel extends LitElement {
  static override styles = [textStyles, controlStyles, ownModelStyles];

  @query('textarea') private readonly field!: HTMLTextAreaElement;
  @query('input') private readonly files!: HTMLInputElement;
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
          >${this.reading?.words ?? 'Read here, sent nowhere; it becomes part of the link. Of a .gguf file only the header is read.'}
          ${
            this.reading?.ok && this.reading.assumptions.length > 0
              ? html`<ul class="assumed">
                  ${this.reading.assumptions.map((words) => html`<li>${words}.</li>`)}
                </ul>`
              : nothing
          }</span
        >
        <input type="file" accept=".gguf,.json" multiple hidden @change=${this.onFiles} />
        <button class="secondary" type="button" @click=${() => this.files.click()}>Choose a file</button>
        ${this.reading?.ok ? html`<button class="secondary" type="button" @click=${this.use}>Use it</button>` : nothing}
      </div>`;
  }

  private read(): void {
    this.reading = this.field.value.trim() === '' ? null : readConfig(this.field.value);
  }

  /** What was read of a file is shown as if it had been pasted, to be seen and changed. */
  private async onFiles(): Promise<void> {
    const chosen = [...(this.files.files ?? [])];
    if (chosen.length === 0) return;
    const file = await readModelFiles(chosen);
    // The same file again is a change too.
    this.files.value = '';
    this.field.value = file.ok ? file.text : '';
    this.reading = file.ok ? readConfig(file.text) : file;
  }

  private use(): void {
    if (this.reading?.ok) this.dispatchEvent(new ChangeEvent({ model: this.reading.config, weights: null, accelerators: null, parallel: null }));
  }
}

/** @param text a `config.json`, or that and the `hf_quant_config.json` beside it, one after the other */
export function readConfig(text: string): Reading {
  if (text.length > longest) return { ok: false, words: `Longer than ${formatCount(longest)} characters: this is no config.json.` };
  const parsed = parseDocuments(text);
  if (!parsed.ok) return { ok: false, words: `Not JSON: ${parsed.error.message}` };
  const config = parsed.value;
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return { ok: false, words: 'A config.json is an object in braces.' };
  const imported = importConfig(config as ModelConfig);
  if (!imported.ok) return { ok: false, words: `${imported.error.path}: ${imported.error.message}` };
  const { parametersTotal, parametersActive, moe, layers, nativeFormat, nonExpertFormat } = imported.model;
  const experts = moe ? `, ${formatCount(parametersActive, 'short')} active of ${moe.experts} experts` : '';
  const format = nonExpertFormat === nativeFormat ? nativeFormat : `${nativeFormat}, attention in ${nonExpertFormat}`;
  return {
    ok: true,
    config: neededFields(config as ModelConfig),
    words: `${formatCount(parametersTotal, 'short')} parameters in ${layers} layers${experts}, stored in ${format}.`,
    assumptions: imported.assumptions.map(({ words }) => words),
  };
}

/** Two objects are a configuration and what lies beside it. */
function parseDocuments(text: string): ReturnType<typeof parseJson> {
  const whole = parseJson(text);
  if (whole.ok) return whole;
  for (let at = text.indexOf('}'); at >= 0; at = text.indexOf('}', at + 1)) {
    const rest = text.slice(at + 1).trimStart();
    if (!rest.startsWith('{')) continue;
    const [first, second] = [parseJson(text.slice(0, at + 1)), parseJson(rest)];
    if (!first.ok || !second.ok) continue;
    const [one, other] = [first.value as ModelConfig, second.value as ModelConfig];
    const isBeside = (value: ModelConfig): boolean => 'quantization' in value || 'quant_algo' in value;
    return { ok: true, value: isBeside(one) ? { ...other, hf_quant_config: one } : { ...one, hf_quant_config: other } };
  }
  return whole;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-own-model': LabOwnModel;
  }
}
