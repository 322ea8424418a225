/**
 * `<lab-app>`: the page. It owns the session, hands it down, and applies the edits that its parts report. The first
 * screen stands by itself; the figures, the dialogs and what they need arrive after it has been drawn.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { provide } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sessionContext } from '../../session/context.ts';
import type { Arrival } from '../../session/navigation.ts';
import { watchSignals } from '../../session/watch.ts';
import { Session } from '../../session/session.ts';
import { turn } from '../../session/slices.ts';
import type { QuantityField } from '../../estimate/views/why/why.ts';
import { pageById, pages, type LabPage } from '../../share/pages.ts';
import type { ChangeEvent } from '../form/choices/change-event.ts';
import './notice.ts';
import './header.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { choiceNames } from '../text/choice-names.ts';
import { unsaidLines } from '../text/unsaid.ts';
import { arriveAt } from './arrival.ts';
import { appStyles } from './app.styles.ts';
import { labLink } from './lab-links.ts';
import { keyCommand, type Command } from './shortcuts.ts';
import type { PageView } from './page-view.ts';
import { loadView } from './views.ts';

@customElement('lab-app')
export class LabApp extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, appStyles];

  @provide({ context: sessionContext })
  session = new Session();
  @state() private figuresReady = false;
  /** What draws the page that the address names; null until it has arrived. */
  @state() private view: PageView | null = null;
  @state() private unloaded = false;
  /** What was done, for those who do not see it happen. */
  @state() private said = '';
  /** Before that only what the first screen needs is loaded. */
  #painted = false;
  #arrival: Arrival | null = null;
  #unwatch = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.onKey);
    this.addEventListener('click', this.follow);
    void this.session.open();
    this.#unwatch = watchSignals(() => void this.show(this.session.navigation.page));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.onKey);
    this.removeEventListener('click', this.follow);
    this.#unwatch();
    this.session.close();
  }

  /** The first drawing comes after the task that ran the scripts, and after that of the arithmetic, so that none of them is long. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) {
      await turn();
      this.session.prepare();
      await turn();
    }
    await super.scheduleUpdate();
  }

  protected override firstUpdated(): void {
    // After the first screen has been painted: two frames.
    requestAnimationFrame(() => requestAnimationFrame(() => void this.complete()));
  }

  private async complete(): Promise<void> {
    this.#painted = true;
    await Promise.all([import('./lazy-parts.ts'), this.view?.rest?.()]);
    this.figuresReady = true;
  }

  protected override updated(): void {
    const { page, arrival, figure } = this.session.navigation;
    document.title = `${this.view?.title?.(this.session) ?? page.title} – Inference cost lab`;
    const main = this.renderRoot.querySelector('main');
    if (!main || this.view === null || !this.figuresReady || this.#arrival === arrival) return;
    this.#arrival = arrival;
    arriveAt(main, main, arrival, figure);
  }

  protected override render(): TemplateResult {
    const { notice, unsaid, claim, claimedAnchors } = this.session;
    const ready = this.figuresReady;
    return html`<div
        class="page"
        @lab-measure=${this.measure}
        @lab-share=${() => this.open('lab-share')}
        @lab-import=${this.onImport}
        @lab-why=${this.why}
      >
        <lab-header @lab-skip=${this.skip}></lab-header>
        <main id="main" @lab-change=${this.onChange} @lab-undo=${this.undo} @lab-redo=${this.redo} @lab-all-choices=${() => this.open('lab-choices')}>
          ${notice ? html`<lab-notice .heading=${notice.title} .lines=${notice.lines} @lab-dismiss=${() => this.session.dismissNotice()}></lab-notice>` : nothing}
          ${unsaid ? html`<lab-notice quiet heading="This link does not say its version: what it leaves out has today’s defaults" .lines=${unsaidLines(unsaid)} rest="" @lab-dismiss=${() => this.session.dismissUnsaid()}></lab-notice>` : nothing}
          ${claimedAnchors.length > 0 && ready ? html`<lab-anchor-claim></lab-anchor-claim>` : nothing}
          ${claim && ready ? html`<lab-claim></lab-claim>` : nothing}
          ${this.unloaded ? this.notLoaded() : (this.view?.draw({ session: this.session, ready }) ?? html`<div class="waiting"></div>`)}
        </main>
        ${this.footer()}${ready ? html`<lab-printed></lab-printed>` : nothing}
        <span class="hidden-visually" role="status">${this.said}</span>
      </div>
      ${ready ? html`<lab-share></lab-share><lab-choices @lab-change=${this.onChange} @lab-undo=${this.undo} @lab-redo=${this.redo} @lab-import=${this.onImport}></lab-choices><lab-import @lab-change=${this.onChange}></lab-import><lab-keys></lab-keys><lab-why></lab-why>` : nothing}`;
  }

  private footer(): TemplateResult {
    const { navigation, estimate } = this.session;
    return html`<footer>
      <span
        >No upload, no analytics, no cookies. A request is made only when you ask for it: a model’s configuration and its number formats, from
        huggingface.co.</span
      >
      ${pages.filter(({ place }) => place === 'footer').map(({ id, name }) => html`<a href=${navigation.hrefOf(id)} aria-current=${navigation.page.id === id ? 'page' : 'false'}>${name}</a>`)}
      <span>Model ${estimate.modelVersion}</span><button class="plain" type="button" @click=${() => this.open('lab-keys')}>Keys ?</button>
    </footer>`;
  }

  private notLoaded(): TemplateResult {
    return html`<section class="opening">
      <h1>This page could not be loaded</h1>
      <p>The connection may be gone, or the lab was updated while this tab was open. Nothing of your scenario is lost: it is in the address.</p>
      <button class="secondary" type="button" @click=${() => location.reload()}>Load it again</button>
    </section>`;
  }

  /** Another page takes the place of the open one once it is there. */
  private async show({ id }: LabPage): Promise<void> {
    const asked = () => this.session.navigation.page.id === id;
    try {
      const view = await loadView(id);
      if (this.#painted) await view.rest?.();
      if (!asked()) return;
      this.view = view;
      this.unloaded = false;
      if (this.hasUpdated) this.said = pageById(id).title;
    } catch {
      this.unloaded = asked();
    }
  }

  private readonly follow = (event: MouseEvent): void => {
    const url = labLink(event, this.session.navigation);
    if (url === null) return;
    event.preventDefault();
    void this.session.goTo(url);
  };

  private skip(): void {
    const main = this.renderRoot.querySelector('main');
    if (!main) return;
    main.tabIndex = -1;
    main.focus();
  }

  private onChange(event: ChangeEvent): void {
    this.session.scenario.change(event.patch);
  }

  /** Each says what it changed; a second one like it is said again, since the words then differ by what is left. */
  private undo(): void {
    const { scenario } = this.session;
    const keys = scenario.undoes;
    scenario.undo();
    this.said = keys.length === 0 ? 'Nothing to undo' : `Undone: ${choiceNames(keys)}${scenario.canUndo ? '' : ', nothing more to undo'}`;
  }

  private redo(): void {
    const { scenario } = this.session;
    const keys = scenario.redoes;
    scenario.redo();
    this.said = keys.length === 0 ? 'Nothing to redo' : `Done again: ${choiceNames(keys)}${scenario.canRedo ? '' : ', nothing more to redo'}`;
  }

  /** Asked for from anywhere: what runs must be seen, and can be stopped there. */
  private measure(): void {
    void this.session.measure('quick');
    const shown = this.renderRoot.querySelector('lab-measure');
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (shown) shown.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
    else void this.session.goTo(new URL(this.session.navigation.hrefOf('measure'), location.href));
  }

  private open(tag: 'lab-share' | 'lab-choices' | 'lab-keys'): void {
    this.renderRoot.querySelector<HTMLElement & { show(): void }>(tag)?.show();
  }

  private async why({ detail }: CustomEvent<QuantityField>): Promise<void> {
    await import('../figures/why/why.ts');
    this.renderRoot.querySelector('lab-why')?.show(detail);
  }

  /** What was pressed may stand in a word's layer, which the dialog closes: the word then takes the focus back. */
  private onImport(event: Event): void {
    const word = event.composedPath().find((node): node is HTMLElement => node instanceof HTMLElement && node.localName === 'lab-word');
    this.renderRoot.querySelector('lab-import')?.show(word ?? null);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const command = keyCommand(event);
    if (command === null) return;
    const { measuring, simulating } = this.session;
    const does: Readonly<Record<Command, () => void>> = {
      cancel: () => {
        measuring.cancel();
        simulating.cancel();
      },
      measure: () => this.measure(),
      undo: () => this.undo(),
      redo: () => this.redo(),
      choices: () => this.open('lab-choices'),
      share: () => this.open('lab-share'),
      keys: () => this.open('lab-keys'),
    };
    if (event.ctrlKey || event.metaKey) event.preventDefault();
    does[command]();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-app': LabApp;
  }
}
