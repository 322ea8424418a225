/**
 * `<lab-notice>`: what a link got wrong or left open, above a lab that works. Says it once and goes when told.
 *
 * @event lab-dismiss
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { noticeStyles } from './notice.styles.ts';

@customElement('lab-notice')
export class LabNotice extends LitElement {
  static override styles = [textStyles, controlStyles, noticeStyles];

  @property() heading = '';
  @property({ attribute: false }) lines: readonly string[] = [];
  /** What holds for all that is not listed. */
  @property() rest = 'The rest stands, with the opening choices in place of what was wrong.';
  /** Nothing is wrong: it is worth knowing. */
  @property({ type: Boolean, reflect: true }) quiet = false;

  protected override render(): TemplateResult {
    return html`<div class="notice" role=${this.quiet ? 'status' : 'alert'}>
      <div>
        <b>${this.heading}</b>
        <ul>
          ${this.lines.map((line) => html`<li>${line}</li>`)}
        </ul>
        ${this.rest === '' ? nothing : html`<p>${this.rest}</p>`}
      </div>
      <button class="plain" type="button" @click=${() => this.dispatchEvent(new CustomEvent('lab-dismiss'))}>Dismiss</button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-notice': LabNotice;
  }
}
