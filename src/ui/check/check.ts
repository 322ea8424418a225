/** `<lab-check>`: the box, what the tool did not say, and the answer, in the order in which they are needed. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { checkViewOf } from '../../session/check-view.ts';
import type { Session } from '../../session/session.ts';
import { sessionContext } from '../../session/context.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import './check-answer.ts';
import './check-box.ts';
import './check-questions.ts';
import { checkStyles } from './check.styles.ts';

@customElement('lab-check')
export class LabCheck extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, checkStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  protected override render(): TemplateResult {
    const { results } = checkViewOf(this.session);
    return html`<lab-check-box></lab-check-box>
      ${results.length > 0 ? html`<lab-check-questions></lab-check-questions><lab-check-answer></lab-check-answer>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-check': LabCheck;
  }
}
