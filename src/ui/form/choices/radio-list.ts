/** One of a few: native radio buttons, each with its name and a line that explains it. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export interface RadioChoice {
  readonly id: string;
  readonly name: string;
  readonly note?: string;
}

export function radioList(name: string, choices: readonly RadioChoice[], chosen: string | null, onChoice: (id: string) => void): TemplateResult {
  return html`<div class="choices" role="radiogroup" aria-label=${name}>
    ${choices.map(
      (choice) =>
        html` <label class="choice"
          ><input type="radio" name=${name} .checked=${live(choice.id === chosen)} @change=${() => onChoice(choice.id)} />
          <span>${choice.name}${choice.note ? html`<small>${choice.note}</small>` : nothing}</span></label
        >`,
    )}
  </div>`;
}
