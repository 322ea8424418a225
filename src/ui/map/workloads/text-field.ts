/**
 * `<lab-map-text>`: a labelled word, with names to choose from while it has the focus. It reports only what it understands; for the rest it
 * says below itself what was meant to stand there.
 */
import { html, LitElement, noChange, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { numberFieldStyles } from '../../form/choices/number-field.styles.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';

export interface TextField {
  readonly label: string;
  readonly value: string;
  /** Of the field; empty for none. */
  readonly placeholder?: string;
  readonly names?: () => readonly string[];
  /** Why it cannot be taken, in a sentence; null where it can. */
  readonly fault: (text: string) => string | null;
  readonly onText: (text: string) => void;
}

export const textField = (field: TextField): TemplateResult => html`<lab-map-text .field=${field}></lab-map-text>`;

@customElement('lab-map-text')
export class LabMapText extends LitElement {
  static override styles = [textStyles, controlStyles, numberFieldStyles];

  @property({ attribute: false }) field!: TextField;
  @state() private wrong = '';
  @state() private focused = false;
  @query('input') private readonly input!: HTMLInputElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('field');
    if (before && before.value !== this.field.value) this.wrong = '';
  }

  protected override render(): TemplateResult {
    const { label, value, placeholder, names } = this.field;
    const wrong = this.wrong !== '';
    return html`<label class="field"
        ><span>${label}</span
        ><input
          type="text"
          autocomplete="off"
          spellcheck="false"
          maxlength="200"
          list=${names ? 'names' : nothing}
          placeholder=${placeholder ?? nothing}
          .value=${wrong ? noChange : live(value)}
          aria-invalid=${wrong ? 'true' : nothing}
          aria-describedby=${wrong ? 'wrong' : nothing}
          @focus=${() => (this.focused = true)}
          @blur=${() => (this.focused = false)}
          @change=${this.onChange}
          @input=${this.onInput}
      /></label>
      ${names && this.focused ? html`<datalist id="names">${names().map((name) => html`<option value=${name}></option>`)}</datalist>` : nothing}
      <p class="wrong small" id="wrong" role="status">${this.wrong}</p>`;
  }

  private onChange(): void {
    const text = this.input.value.trim();
    const fault = this.field.fault(text);
    this.wrong = fault ?? '';
    if (fault === null) this.field.onText(text);
  }

  /** Nobody is interrupted while typing; only a word that no longer holds is taken back. */
  private onInput(): void {
    if (this.wrong !== '' && this.field.fault(this.input.value.trim()) === null) this.wrong = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-map-text': LabMapText;
  }
}
