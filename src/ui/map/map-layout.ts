/** `<lab-map-layout>`: the cards beside the world, one above the other on a phone. */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';

@customElement('lab-map-layout')
export class LabMapLayout extends LitElement {
  static override styles = css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1.1fr) minmax(0, 2.3fr);
      gap: var(--space-6) 48px;
      padding: 28px 0;
      border-top: 1px solid var(--line);
    }
    @media (max-width: 820px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
    }
    @media print {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `;

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-map-layout': LabMapLayout;
  }
}
