/** A labelled number: reports only values that are allowed, leaves what was typed alone otherwise. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export interface NumberField {
  readonly label: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** Fractions are allowed unless it counts whole things. */
  readonly whole?: boolean;
  readonly placeholder?: string;
  /** Null is reported only by a field that may be empty. */
  readonly mayBeEmpty?: boolean;
  readonly onValue: (value: number | null) => void;
}

export function numberField(field: NumberField): TemplateResult {
  const onChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (input.value === '' && field.mayBeEmpty) field.onValue(null);
    else if (input.value !== '' && input.checkValidity()) field.onValue(input.valueAsNumber);
  };
  return html`<label class="field"
    ><span>${field.label}</span
    ><input
      type="number"
      inputmode="decimal"
      .value=${live(field.value === null ? '' : String(field.value))}
      min=${field.min}
      max=${field.max}
      .step=${field.whole ? '1' : 'any'}
      placeholder=${field.placeholder ?? nothing}
      ?required=${!field.mayBeEmpty}
      @change=${onChange}
  /></label>`;
}
