/**
 * `<lab-import>`: the dialog for a model that the catalogue does not have: fetched from the Hub by name when asked, or
 * pasted. Opening it asks nobody; the button says whom it asks.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ChangeEvent } from '../choices/change-event.ts';
import '../choices/own-model.ts';
import { readConfig } from '../choices/own-model.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { dialogStyles } from '../../style/dialog.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { fetchConfig, fetchQuantisation, hubHost, hubId } from './hub.ts';
import { importStyles } from './import.styles.ts';
import { neededFields } from './needed-fields.ts';

@customElement('lab-import')
export class LabImport extends LitElement {
  static override styles = [textStyles, controlStyles, dialogStyles, importStyles];

  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('input') private readonly field!: HTMLInputElement;
  @state() private open = false;
  @state() private busy = false;
  @state() private wrong = '';
  #request: AbortController | null = null;
  #opener: HTMLElement | null = null;

  /** @param opener takes the focus afterwards where the browser cannot give it back: what was pressed stood in a layer that closed */
  show(opener: HTMLElement | null = null): void {
    this.#opener = opener;
    this.open = true;
    this.wrong = '';
    void this.updateComplete.then(() => this.dialog.showModal());
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.onClose} @lab-change=${() => this.dialog.close()} .closedBy=${'any'}>
      ${this.open ? this.body() : nothing}
    </dialog>`;
  }

  private body(): TemplateResult {
    return html`<div class="body">
      <h2 id="title">Another model</h2>
      <form @submit=${this.onSubmit}>
        <div class="ask">
          <label class="field"
            ><span>Its name on the Hugging Face Hub</span
            ><input
              type="text"
              name="id"
              placeholder="org/name"
              autocomplete="off"
              autocapitalize="none"
              spellcheck="false"
              required
              autofocus
              aria-describedby="said"
              aria-invalid=${this.wrong ? 'true' : nothing}
              @input=${() => (this.wrong = '')}
          /></label>
          ${this.busy ? html`<button class="secondary" type="button" @click=${() => this.#request?.abort()}>Cancel</button>` : html`<button class="secondary" type="submit">Fetch from ${hubHost}</button>`}
        </div>
        <p class="said ${this.wrong ? 'wrong' : ''}" id="said" role="status">
          ${this.wrong || (this.busy ? `Asking ${hubHost} …` : `The only host this page asks anything of. ${hubHost} sees the name and your address, no cookie.`)}
        </p>
      </form>
      <hr />
      <lab-own-model></lab-own-model>
      <div class="end"><button class="plain" type="button" @click=${() => this.dialog.close()}>Close</button></div>
    </div>`;
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const id = hubId(this.field.value);
    if (id === null) this.wrong = 'Expected a name of the form org/name, as in the address of its page.';
    else void this.take(id);
  }

  private async take(id: string): Promise<void> {
    const request = (this.#request = new AbortController());
    this.busy = true;
    this.wrong = '';
    try {
      const fetched = await fetchConfig(id, request.signal);
      const reading = fetched.ok ? await this.withFormat(id, fetched.text, request.signal) : fetched;
      if (!reading.ok) this.wrong = reading.words;
      // Formats, counts and parallelism belong to the model that they were chosen for.
      else this.dialog.dispatchEvent(new ChangeEvent({ model: neededFields(reading.config, id), weights: null, accelerators: null, parallel: null }));
    } catch (error) {
      if (!request.signal.aborted) throw error;
    } finally {
      if (this.#request === request) this.busy = false;
    }
  }

  /** A file without a number format is read with what lies beside it. */
  private async withFormat(id: string, text: string, signal: AbortSignal): Promise<ReturnType<typeof readConfig>> {
    const alone = readConfig(text);
    if (!alone.ok || /"(?:quantization|compression)_config"/.test(text)) return alone;
    const beside = await fetchQuantisation(id, signal);
    const both = beside === null ? alone : readConfig(`${text}\n${beside}`);
    return both.ok ? both : alone;
  }

  private onClose(): void {
    this.#request?.abort();
    this.open = false;
    const focused = focusedElement();
    if (focused === document.body || !focused?.checkVisibility()) this.#opener?.focus({ preventScroll: true });
  }
}

/** Through all shadow roots. */
function focusedElement(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-import': LabImport;
  }
}
