/** `<lab-signals>`: the question of the page, and one sentence for all five. Works them out while the page is open. */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { formatShare } from '../../units/format.ts';
import { chooseStyles } from '../choose/choose.styles.ts';
import { answerStyles } from '../page/answer.styles.ts';
import { sentenceStyles } from '../page/sentence.styles.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { signalsTitle } from '../text/signal-words.ts';
import { signalsOf } from './signals-session.ts';

@customElement('lab-signals')
export class LabSignals extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, sentenceStyles, answerStyles, chooseStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;

  override connectedCallback(): void {
    super.connectedCallback();
    void signalsOf(this.session).ask('signals');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    signalsOf(this.session).leave();
  }

  protected override render(): TemplateResult {
    const view = signalsOf(this.session);
    const { state, shown } = view;
    const words = {
      idle: '',
      finished: '',
      running: state.kind === 'running' ? `Asking every accelerator for six models: ${formatShare(state.share)}` : '',
      cancelled: 'Cancelled.',
      refused: 'This cannot be asked.',
      failed: state.kind === 'failed' ? `This could not be worked out: ${state.message}. Load the page again.` : '',
    }[state.kind];
    return html`<h1>Is it getting better?</h1>
      <div role="group" aria-label="The answer" aria-busy=${state.kind === 'running'}>
        <p class="hero"><strong class="words">${shown ? signalsTitle(shown.answer.signals) : '…'}</strong></p>
        <p class="say">
          Five signals of where AI runs, recomputed from the lab’s catalogue and model. A verdict is given only where an interval does not cross the
          line.
        </p>
      </div>
      <p class="progress small quiet">
        <span role="status">${words}</span>
        ${state.kind === 'running' ? html`<button class="plain" type="button" @click=${() => view.cancel()}>Cancel</button>` : nothing}
        ${state.kind === 'cancelled' ? html`<button class="plain" type="button" @click=${() => void view.ask('signals')}>Work them out</button>` : nothing}
      </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-signals': LabSignals;
  }
}
