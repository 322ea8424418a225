/**
 * `<lab-notice>`: what a link got wrong, above a lab that works. Says it once and goes when told.
 *
 * @event lab-dismiss
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { controlStyles } from '../tokens/control.styles.ts';
import { textStyles } from '../tokens/text.styles.ts';

@customElement('lab-notice')
export class LabNotice extends LitElement {
  static override styles = [textStyles, controlStyles, css`
    .notice { display: flex; align-items: start; gap: var(--space-4); margin-top: var(--space-4); padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--warning-wash); font-size: var(--type-note); }
    .notice > div { flex: 1; min-width: 0; }
    b { font-weight: 500; }
    li, p { overflow-wrap: anywhere; }
    ul { padding-inline-start: 1.2em; }
  `];

  @property() heading = '';
  @property({ attribute: false }) lines: readonly string[] = [];

  protected override render(): TemplateResult {
    return html`<div class="notice" role="alert"><div><b>${this.heading}</b>
      <ul>${this.lines.map((line) => html`<li>${line}</li>`)}</ul>
      <p>The rest stands, with the opening choices in place of what was wrong.</p></div>
      <button class="plain" type="button" @click=${() => this.dispatchEvent(new CustomEvent('lab-dismiss'))}>Dismiss</button></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-notice': LabNotice;
  }
}
