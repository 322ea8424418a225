/**
 * `<lab-picker>`: one choice among many, found by typing. The combobox pattern of the ARIA practices: focus stays in
 * the field, arrows move through a listbox that is grouped by maker, Enter takes.
 *
 * @event lab-pick - `detail` is the id of the option taken
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { grouped, matching, type PickerOption } from './options.ts';
import { pickerStyles } from './picker.styles.ts';

@customElement('lab-picker')
export class LabPicker extends LitElement {
  static override styles = [textStyles, controlStyles, pickerStyles];

  @property({ attribute: false }) options: readonly PickerOption[] = [];
  @property() value = '';
  /** "Model", said by screen readers and shown in the empty field. */
  @property() label = '';
  @state() private typed = '';
  @state() private active = '';
  @query('input') private readonly field!: HTMLInputElement;

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => this.field.focus(options));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value') && this.active === '') this.active = this.value;
  }

  protected override firstUpdated(): void {
    this.showActive('center');
  }

  protected override render(): TemplateResult {
    const found = matching(this.options, this.typed);
    return html` <input
        type="text"
        role="combobox"
        aria-label="Search ${this.label.toLowerCase()}"
        placeholder="Search ${this.options.length}"
        autocomplete="off"
        spellcheck="false"
        aria-expanded="true"
        aria-controls="list"
        aria-autocomplete="list"
        aria-activedescendant=${this.active ? `option-${this.active}` : nothing}
        .value=${this.typed}
        @input=${this.onInput}
        @keydown=${this.onKey}
      />
      <div class="list" id="list" role="listbox" aria-label=${this.label} tabindex="-1" @click=${this.onClick} @keydown=${this.onKey}>
        ${grouped(found).map(
          (group) =>
            html`<div role="group" aria-label=${group.name}>
              <div class="group" aria-hidden="true">${group.name}</div>
              ${group.options.map((option) => this.option(option))}
            </div>`,
        )}
      </div>
      ${found.length === 0 ? html`<p class="none">Nothing called “${this.typed}”.</p>` : nothing}
      <span class="hidden-visually" role="status">${this.typed ? `${found.length} found` : ''}</span>`;
  }

  private option(option: PickerOption): TemplateResult {
    const chosen = option.id === this.value;
    return html`<div
      class="option ${option.id === this.active ? 'active' : ''}"
      id="option-${option.id}"
      role="option"
      aria-selected=${chosen}
      data-id=${option.id}
      @pointermove=${() => (this.active = option.id)}
    >
      <span class="tick" aria-hidden="true">${chosen ? '✓' : ''}</span><b>${option.label}</b><span class="badge">${option.badge ?? ''}</span
      ><small>${option.detail}</small>
    </div>`;
  }

  private onInput(event: InputEvent): void {
    this.typed = (event.target as HTMLInputElement).value;
    this.active = matching(this.options, this.typed)[0]?.id ?? '';
    void this.updateComplete.then(() => this.showActive('nearest'));
  }

  private onClick(event: Event): void {
    const id = (event.target as Element).closest<HTMLElement>('[data-id]')?.dataset['id'];
    if (id !== undefined) this.take(id);
  }

  private onKey(event: KeyboardEvent): void {
    // The order on screen is the order of the groups, which need not be the order of the list.
    const order = grouped(matching(this.options, this.typed)).flatMap((group) => group.options.map((option) => option.id));
    const at = order.indexOf(this.active);
    const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.active = order[Math.max(0, Math.min(order.length - 1, to))] ?? '';
      void this.updateComplete.then(() => this.showActive('nearest'));
    } else if (event.key === 'Enter' && this.active) {
      event.preventDefault();
      this.take(this.active);
    }
  }

  private showActive(block: ScrollLogicalPosition): void {
    this.renderRoot.querySelector('.active')?.scrollIntoView({ block });
  }

  private take(id: string): void {
    this.dispatchEvent(new CustomEvent<string>('lab-pick', { detail: id, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-picker': LabPicker;
  }
}
