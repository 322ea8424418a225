/** `<lab-printed>`: on paper alone, where and when the page was printed and which version answered, so that a sheet can be traced. */
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatDate } from '../../units/format.ts';
import { linkOf } from '../figures/why/origin-of.ts';
import { textStyles } from '../style/text.styles.ts';
import { printedStyles } from './printed.styles.ts';

@customElement('lab-printed')
export class LabPrinted extends LitElement {
  static override styles = [textStyles, printedStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeprint', this.toPaper);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeprint', this.toPaper);
  }

  protected override render(): TemplateResult {
    return html`<p>
      Inference cost lab, model version ${this.session.estimate.modelVersion}, printed on ${formatDate(new Date().toISOString().slice(0, 10))}.
      ${linkOf(this.session)}
    </p>`;
  }

  /** Of this moment: scenario and page may have changed since it was drawn. */
  private readonly toPaper = (): void => {
    this.requestUpdate();
    this.performUpdate();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-printed': LabPrinted;
  }
}
