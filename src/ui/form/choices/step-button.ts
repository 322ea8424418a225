/** Undo and redo as buttons: each says to a screen reader what it would change, and is disabled where there is nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Scenario } from '../../../scenario/scenario.ts';
import { choiceNames } from '../../text/choice-names.ts';

export function stepButton(word: 'Undo' | 'Redo', keys: readonly (keyof Scenario)[], onStep: () => void): TemplateResult {
  const label = keys.length === 0 ? nothing : `${word}: ${choiceNames(keys)}`;
  return html`<button class="plain" type="button" ?disabled=${keys.length === 0} aria-label=${label} title=${label} @click=${onStep}>
    ${word}
  </button>`;
}
