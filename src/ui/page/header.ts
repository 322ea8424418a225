/**
 * `<lab-header>`: the lab's name and its pages. Every link carries the scenario, so that it opens the same question in another tab. On a
 * phone the pages stand behind one button.
 *
 * @event lab-share - the visitor wants a link to what is on screen
 * @event lab-skip - the visitor wants to be past the header
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pages, type LabPage } from '../../share/pages.ts';
import { sessionContext } from '../../session/context.ts';
import type { Scheme } from '../../session/preferences.ts';
import type { Session } from '../../session/session.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { headerStyles } from './header.styles.ts';
import './scheme.ts';

@customElement('lab-header')
export class LabHeader extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, headerStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @state() private opened = false;

  protected override render(): TemplateResult {
    const { navigation, preferences } = this.session;
    const link = ({ id, name }: LabPage): TemplateResult =>
      html`<a href=${navigation.hrefOf(id)} aria-current=${navigation.page.id === id ? 'page' : 'false'}>${name}</a>`;
    return html`<header>
      <button class="skip" type="button" @click=${() => this.dispatchEvent(new CustomEvent('lab-skip'))}>To the answer</button>
      <a class="title" href=${navigation.hrefOf('cost')}>Inference cost lab</a>
      <button class="plain menu" type="button" aria-expanded=${this.opened} aria-controls="pages" @click=${() => (this.opened = !this.opened)}>
        Menu
      </button>
      <nav id="pages" class=${this.opened ? 'opened' : ''} aria-label="Pages" @click=${this.follow} @keydown=${this.onKey}>
        ${pages.filter(({ place }) => place === 'pages').map(link)}
        <span class="rule"></span>
        ${pages.filter(({ place }) => place === 'tools').map(link)}
        <button class="plain" type="button" @click=${() => this.dispatchEvent(new CustomEvent('lab-share', { bubbles: true, composed: true }))}>
          Share
        </button>
        <lab-scheme .scheme=${preferences.scheme} @lab-scheme=${(event: CustomEvent<Scheme>) => preferences.setScheme(event.detail)}></lab-scheme>
      </nav>
    </header>`;
  }

  /** The menu has done its work once something in it was chosen; colours are tried one after another. */
  private follow(event: Event): void {
    if (event.target instanceof Element && event.target.closest('a, button')) this.opened = false;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.opened) return;
    event.preventDefault();
    this.opened = false;
    this.renderRoot.querySelector<HTMLElement>('.menu')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-header': LabHeader;
  }
}
