/** `<lab-keys>`: the keys of the page, in a dialog that `?` opens. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { controlStyles } from '../../style/control.styles.ts';
import { dialogStyles } from '../../style/dialog.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { keysStyles } from './keys.styles.ts';

const keys: readonly (readonly [key: string, does: string])[] = [
  ['m', 'measure my GPU, quickly'],
  ['Esc', 'cancel the run, or close what is open'],
  ['u', 'undo the last choice; Ctrl or ⌘ with Z too'],
  ['U', 'do it again; Shift, Ctrl or ⌘ with Z too'],
  ['a', 'all choices'],
  ['s', 'share'],
  ['← ↑ ↓ →', 'walk the points of a figure that has the focus'],
  ['Enter', 'put the accelerator of that point into the sentence'],
  ['?', 'this list'],
];

@customElement('lab-keys')
export class LabKeys extends LitElement {
  static override styles = [textStyles, controlStyles, dialogStyles, keysStyles];

  @query('dialog') private readonly dialog!: HTMLDialogElement;

  show(): void {
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" .closedBy=${'any'}>
      <div class="body">
        <h2 id="title">Keys</h2>
        <dl>
          ${keys.map(
            ([key, does]) =>
              html`<dt><kbd>${key}</kbd></dt>
                <dd>${does}</dd>`,
          )}
        </dl>
        <button class="secondary" type="button" @click=${() => this.dialog.close()}>Close</button>
      </div>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-keys': LabKeys;
  }
}
