/**
 * `<lab-word>`: a word of a sentence that is a control. The word is a button; what it governs opens beside it in a
 * popover, docked at the bottom on a phone. Light dismiss, Escape and the focus's way back are the platform's.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { textStyles } from '../../style/text.styles.ts';
import { wordStyles } from './word.styles.ts';

/** Pixels between the word and what it opens, and between that and the window's edge. */
const gap = 8,
  edge = 12;

@customElement('lab-word')
export class LabWord extends LitElement {
  static override styles = [textStyles, wordStyles];

  /** The word as it stands in the sentence. */
  @property() words = '';
  /** What it governs: "Model". */
  @property() label = '';
  /** Stays on one line. */
  @property({ type: Boolean, reflect: true }) whole = false;
  /** What opens; drawn only while it is open. */
  @property({ attribute: false }) content: () => TemplateResult = () => html`<slot></slot>`;
  /** Loads what the content is made of. */
  @property({ attribute: false }) ready: () => Promise<unknown> = () => Promise.resolve();
  @state() private open = false;
  @query('.word') private readonly button!: HTMLElement;
  @query('[popover]') private readonly panel!: HTMLElement;

  /** Two parts without a space between them: a comma may follow the word. */
  protected override render(): TemplateResult {
    return html`${this.word()}${this.layer()}`;
  }

  private word(): TemplateResult {
    return html`<span
      class="word"
      role="button"
      tabindex="0"
      aria-haspopup="dialog"
      aria-expanded=${this.open}
      aria-label="${this.label}: ${this.words}. Change"
      @click=${this.toggle}
      @keydown=${this.onKey}
      >${this.words}</span
    >`;
  }

  private layer(): TemplateResult {
    return html`<div
      popover="auto"
      role="dialog"
      aria-label=${this.label}
      @lab-pick=${this.close}
      @beforetoggle=${this.onBeforeToggle}
      @toggle=${this.onToggle}
    >
      ${this.open ? this.content() : nothing}
    </div>`;
  }

  /** A native button would not break across lines as the words of a sentence do, so its two keys are made here. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    void this.toggle();
  }

  override focus(options?: FocusOptions): void {
    this.button.focus(options);
  }

  close(): void {
    if (this.panel.matches(':popover-open')) this.panel.hidePopover();
  }

  async toggle(): Promise<void> {
    const wasOpen = this.panel.matches(':popover-open');
    await this.ready();
    this.panel.togglePopover(!wasOpen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('scroll', this.place);
  }

  private onBeforeToggle(event: ToggleEvent): void {
    this.open = event.newState === 'open';
    if (this.open) this.place();
  }

  private async onToggle(event: ToggleEvent): Promise<void> {
    if (event.newState !== 'open') {
      window.removeEventListener('scroll', this.place);
      if (this.shadowRoot?.activeElement === null && document.activeElement === document.body) this.button.focus();
      return;
    }
    window.addEventListener('scroll', this.place, { passive: true });
    await this.updateComplete;
    const first = this.panel.querySelector<LitElement>(
      '[data-first], :is(lab-model-choice, lab-hardware-choice, lab-workload-choice, lab-load-choice, lab-ownership-choice, lab-software-choice)',
    );
    await first?.updateComplete;
    this.place();
    focusFirst(first);
  }

  /** Under the word where there is room, else above it; never past the window's edge. */
  private readonly place = (): void => {
    const word = this.button.getClientRects()[0] ?? this.button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.panel;
    const left = Math.max(edge, Math.min(word.left - 16, innerWidth - (width || 380) - edge));
    const below = word.bottom + gap;
    const top =
      below + height > innerHeight - edge && word.top - gap - height > edge
        ? word.top - gap - height
        : Math.max(edge, Math.min(below, innerHeight - height - edge));
    this.panel.style.left = `${left}px`;
    this.panel.style.top = `${top}px`;
  };
}

/** The checked choice, else the first thing that takes focus, through one shadow root. */
function focusFirst(element: LitElement | null): void {
  const root = element?.shadowRoot;
  const inner =
    root?.querySelector<HTMLElement>('[data-first]') ??
    root?.querySelector<HTMLElement>('input:checked, [aria-pressed="true"]') ??
    root?.querySelector<HTMLElement>('input, button');
  (inner ?? element)?.focus({ preventScroll: true });
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-word': LabWord;
  }
}
