/**
 * `<lab-notice>`: what a link got wrong, above a lab that works. Says it once and goes when told.
 *
 * @event lab-dismiss
 */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { noticeStyles } from './notice.styles.ts';

@customElement('lab-notice')
export class LabNotice extends LitElement {
  static override styles = [textStyles, controlStyles, noticeStyles];

  @property() heading = '';
  @property({ attribute: false }) lines: readonly string[] = [];

  protected override render(): TemplateResult {
    return html`<div class="notice" role="alert">
      <div>
        <b>${this.heading}</b>
        <ul>
          ${this.lines.map((line) => html`<li>${line}</li>`)}
        </ul>
        <p>The rest stands, with the opening choices in place of what was wrong.</p>
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
