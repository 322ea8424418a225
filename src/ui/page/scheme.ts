/**
 * `<lab-scheme>`: automatic, light or dark; one button that goes round.
 *
 * @event lab-scheme - `detail` is the scheme asked for
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Scheme } from '../../session/preferences.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';

const order: readonly Scheme[] = ['auto', 'light', 'dark'];

@customElement('lab-scheme')
export class LabScheme extends LitElement {
  static override styles = [textStyles, controlStyles];

  @property() scheme: Scheme = 'auto';

  protected override render(): TemplateResult {
    const next = order[(order.indexOf(this.scheme) + 1) % order.length] ?? 'auto';
    return html`<button
      class="plain"
      type="button"
      aria-label="Colours: ${this.scheme}. Change to ${next}"
      @click=${() => this.dispatchEvent(new CustomEvent<Scheme>('lab-scheme', { detail: next }))}
    >
      Colours: ${this.scheme}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-scheme': LabScheme;
  }
}
