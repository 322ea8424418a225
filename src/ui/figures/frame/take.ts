/**
 * `<lab-take>`: one button a figure, "Take this", with a menu of all the ways to have it elsewhere. Light dismiss and Escape are the
 * platform's. What was done stands below the button for a while and is said.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { controlStyles } from '../../style/control.styles.ts';
import { dialogStyles } from '../../style/dialog.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { takeStyles } from './take.styles.ts';
import { waysOf, type Takeable, type Way } from './take-ways.ts';

/** Pixels between the button and its menu, and between that and the window's edge. */
const gap = 4,
  edge = 12;

/** Milliseconds for which the outcome stands. */
const shownFor = 6000;

@customElement('lab-take')
export class LabTake extends LitElement {
  static override styles = [textStyles, controlStyles, dialogStyles, takeStyles];

  @property({ attribute: false }) of!: Takeable;
  @state() private open = false;
  @state() private said = '';
  @state() private byHand = '';
  @query('.secondary') private readonly button!: HTMLElement;
  @query('[popover]') private readonly menu!: HTMLElement;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  protected override render(): TemplateResult {
    return html`<button
        class="secondary"
        type="button"
        popovertarget="menu"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        aria-controls="menu"
        @keydown=${this.onButtonKey}
      >
        Take this
      </button>
      <div
        popover="auto"
        id="menu"
        role="menu"
        aria-label="Take this figure"
        @beforetoggle=${this.onBeforeToggle}
        @toggle=${this.onToggle}
        @keydown=${this.onKey}
      >
        ${this.open ? this.ways() : nothing}
      </div>
      <span class="said" role="status">${this.said}</span>
      ${this.byHand === '' ? nothing : this.dialog()}`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#quiet);
    window.removeEventListener('scroll', this.place);
  }

  private ways(): TemplateResult {
    const { first, rest } = waysOf(this.of);
    const item = (way: Way): TemplateResult =>
      html`<button type="button" role="menuitem" tabindex="-1" data-way=${way.id} @click=${() => void this.take(way)}>
        ${way.name} <small>${way.note}</small>
      </button>`;
    return html`${first.map(item)}
    ${this.of.embed === null ? nothing : html`<a role="menuitem" tabindex="-1" data-way="embed" href=${this.of.embed} @click=${() => this.menu.hidePopover()}>Embed <small>in a page of yours</small></a>`}
    ${rest.map(
      (group) =>
        html`<hr />
          ${group.map(item)}`,
    )}`;
  }

  /** Where the browser lets no page copy: the text itself, selected. */
  private dialog(): TemplateResult {
    return html`<dialog aria-labelledby="by-hand" .closedBy=${'any'} @close=${() => (this.byHand = '')}>
      <div class="body">
        <h2 id="by-hand">To copy by hand</h2>
        <textarea
          readonly
          aria-label="Text to copy"
          .value=${this.byHand}
          @focus=${(event: FocusEvent) => (event.target as HTMLTextAreaElement).select()}
        ></textarea>
        <form method="dialog"><button class="secondary">Close</button></form>
      </div>
    </dialog>`;
  }

  private async take(way: Way): Promise<void> {
    this.menu.hidePopover();
    this.say('');
    try {
      const { said, byHand } = await way.take(this.of);
      this.say(said);
      if (byHand !== undefined) await this.showByHand(byHand);
    } catch (error) {
      this.say(`${way.name} could not be made: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async showByHand(text: string): Promise<void> {
    this.byHand = text;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
    this.renderRoot.querySelector('textarea')?.select();
  }

  private say(words: string): void {
    this.said = words;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => (this.said = ''), shownFor);
  }

  /** Enter and Space are the button's own. */
  private onButtonKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.menu.showPopover();
    void this.updateComplete.then(() => this.focusAt(event.key === 'ArrowUp' ? -1 : 0));
  }

  private onKey(event: KeyboardEvent): void {
    const { items } = this;
    const at = items.findIndex((item) => item === this.shadowRoot?.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') this.menu.hidePopover();
    else if (to !== undefined) {
      event.preventDefault();
      this.focusAt(to);
    } else if (event.key === ' ' && items[at] instanceof HTMLAnchorElement) {
      event.preventDefault();
      items[at].click();
    } else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) this.focusLetter(event.key, at);
  }

  /** The next item that begins with a letter, as in any menu. */
  private focusLetter(letter: string, at: number): void {
    const { items } = this;
    const inTurn = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    inTurn.find(({ textContent }) => textContent.trim().toLowerCase().startsWith(letter.toLowerCase()))?.focus();
  }

  private get items(): readonly HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  /** Round the ends: before the first is the last. */
  private focusAt(index: number): void {
    const { items } = this;
    items[(index + items.length) % items.length]?.focus({ preventScroll: false });
  }

  private onBeforeToggle({ newState }: ToggleEvent): void {
    this.open = newState === 'open';
    if (this.open) this.said = '';
    // What has the focus is about to go; a press elsewhere has moved it already.
    else if (this.menu.contains(this.shadowRoot?.activeElement ?? null)) this.button.focus();
  }

  private async onToggle({ newState }: ToggleEvent): Promise<void> {
    if (newState !== 'open') {
      window.removeEventListener('scroll', this.place);
      return;
    }
    window.addEventListener('scroll', this.place, { passive: true });
    await this.updateComplete;
    this.place();
    if (!this.items.some((item) => item === this.shadowRoot?.activeElement)) this.focusAt(0);
  }

  /** Under the button where there is room, else above it, its end at the button's end; never past the window's edge. */
  private readonly place = (): void => {
    const { left, right, top, bottom } = this.button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const from = left + width > innerWidth - edge ? right - width : left;
    this.menu.style.left = `${Math.max(edge, Math.min(from, innerWidth - width - edge))}px`;
    const below = bottom + gap;
    const above = top - gap - height;
    this.menu.style.top = `${below + height > innerHeight - edge && above > edge ? above : Math.max(edge, Math.min(below, innerHeight - height - edge))}px`;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-take': LabTake;
  }
}
