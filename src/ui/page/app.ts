/**
 * `<lab-app>`: the page. It owns the session, hands it down, and applies the edits that its parts report. The first
 * screen stands by itself; the figures, the dialogs and what they need arrive after it has been drawn.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { provide } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sessionContext } from '../../session/context.ts';
import type { Scheme } from '../../session/preferences.ts';
import { Session } from '../../session/session.ts';
import { turn } from '../../session/slices.ts';
import type { Estimate } from '../../estimate/estimate.ts';
import type { QuantityField } from '../../estimate/views/why/why.ts';
import './answer.ts';
import type { ChangeEvent } from '../form/choices/change-event.ts';
import './notice.ts';
import './scheme.ts';
import './sentence.ts';
import type { SentenceEnding } from './sentence.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { choiceNames } from '../text/choice-names.ts';
import { acceleratorWords, modelName } from '../text/phrases.ts';
import { unsaidLines } from '../text/unsaid.ts';
import { appStyles } from './app.styles.ts';
import { keyCommand, type Command } from './shortcuts.ts';

@customElement('lab-app')
export class LabApp extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, appStyles];

  @provide({ context: sessionContext })
  session = new Session();
  @state() private figuresReady = false;
  /** What was done, for those who do not see it happen. */
  @state() private said = '';

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.onKey);
    void this.session.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.onKey);
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
    requestAnimationFrame(() =>
      requestAnimationFrame(
        () =>
          void import('./lazy-figures.ts').then(() => {
            this.figuresReady = true;
            // Far down the page, and parts of their own.
            void import('../figures/simulation/simulation.ts');
            void import('../figures/accuracy/accuracy.ts');
          }),
      ),
    );
  }

  protected override updated(): void {
    const { current } = this.session.scenario;
    document.title = `${modelName(current)} on ${acceleratorWords(current, this.session.estimate.accelerators)} – Inference cost lab`;
  }

  protected override render(): TemplateResult {
    const { notice, unsaid, claim, claimedAnchors } = this.session;
    return html`<div
        class="page"
        @lab-measure=${this.measure}
        @lab-share=${() => this.open('lab-share')}
        @lab-import=${this.onImport}
        @lab-why=${this.why}
      >
        ${this.header()}
        <main>
          ${notice ? html`<lab-notice .heading=${notice.title} .lines=${notice.lines} @lab-dismiss=${() => this.session.dismissNotice()}></lab-notice>` : nothing}
          ${unsaid ? html`<lab-notice quiet heading="This link does not say its version: what it leaves out has today’s defaults" .lines=${unsaidLines(unsaid)} rest="" @lab-dismiss=${() => this.session.dismissUnsaid()}></lab-notice>` : nothing}
          ${claimedAnchors.length > 0 && this.figuresReady ? html`<lab-anchor-claim @lab-change=${this.onChange}></lab-anchor-claim>` : nothing}
          ${claim && this.figuresReady ? html`<lab-claim></lab-claim>` : nothing} ${this.firstScreen()}
          ${this.figuresReady ? this.below() : html`<div class="waiting"></div>`}
        </main>
        ${this.footer()}
        <span class="hidden-visually" role="status">${this.said}</span>
      </div>
      ${this.figuresReady ? html`<lab-share></lab-share><lab-choices @lab-change=${this.onChange} @lab-undo=${this.undo} @lab-redo=${this.redo} @lab-import=${this.onImport}></lab-choices><lab-import @lab-change=${this.onChange}></lab-import><lab-keys></lab-keys><lab-why></lab-why>` : nothing}`;
  }

  private header(): TemplateResult {
    const { preferences } = this.session;
    return html`<header>
      <a class="skip" href="#answer" @click=${this.go}>To the answer</a>
      <a class="title" href="./">Inference cost lab</a>
      <nav aria-label="On this page">
        ${(
          [
            ['costs', 'Costs'],
            ['moves', 'Levers'],
            ['time', 'Time'],
            ['waiting', 'Waiting'],
            ['assumptions', 'Assumptions'],
            ['accuracy', 'Accuracy'],
            ['method', 'Method'],
          ] as const
        ).map(([id, name]) => html`<a href=${`#${id}`} @click=${this.go}>${name}</a>`)}
        <button class="plain" type="button" @click=${() => this.open('lab-share')}>Share</button>
        <lab-scheme .scheme=${preferences.scheme} @lab-scheme=${(event: CustomEvent<Scheme>) => preferences.setScheme(event.detail)}></lab-scheme>
      </nav>
    </header>`;
  }

  private firstScreen(): TemplateResult {
    const { scenario, estimate, preferences, claimedAnchors, drafts } = this.session;
    const inverse = preferences.unit === 'tokens-per-usd';
    return html`<section
      class="first"
      id="answer"
      aria-label="Question and answer"
      @lab-change=${this.onChange}
      @lab-undo=${this.undo}
      @lab-redo=${this.redo}
      @lab-reset=${() => scenario.reset()}
      @lab-all-choices=${() => this.open('lab-choices')}
      @lab-unit=${() => preferences.setUnit(inverse ? 'usd-per-million' : 'tokens-per-usd')}
    >
      <div>
        <lab-sentence
          .scenario=${scenario.current}
          .used=${estimate.accelerators}
          .found=${estimate.load?.concurrency ?? null}
          .changed=${scenario.changes.map(({ key }) => key)}
          .ending=${endingOf(estimate)}
          .claimed=${claimedAnchors.length}
          .undoes=${scenario.undoes}
          .redoes=${scenario.redoes}
          ?inverse=${inverse}
        ></lab-sentence>
        <lab-answer .estimate=${estimate} .scenario=${scenario.current} .drafts=${drafts.wrong} ?inverse=${inverse}></lab-answer>
        ${this.figuresReady ? html`<lab-market .scenario=${scenario.current} .estimate=${estimate}></lab-market>` : nothing}
      </div>
      <aside aria-label="Your GPU"><lab-measure></lab-measure></aside>
    </section>`;
  }

  private below(): TemplateResult {
    return html`<div class="figures" @lab-change=${this.onChange} @lab-all-choices=${() => this.open('lab-choices')}>
      <lab-cost-figure class="wide" id="costs"></lab-cost-figure>
      <lab-sensitivity-figure class="wide" id="moves"></lab-sensitivity-figure>
      <lab-time-figure id="time"></lab-time-figure>
      <lab-roofline-figure id="roofline"></lab-roofline-figure>
      <lab-models-figure class="wide" id="models"></lab-models-figure>
      <lab-kernels-figure class="wide" id="kernels"></lab-kernels-figure>
      <lab-simulation class="wide" id="waiting"></lab-simulation>
      <lab-transfer-figure class="wide" id="transfer"></lab-transfer-figure>
      <lab-assumptions class="wide" id="assumptions"></lab-assumptions>
      <lab-accuracy class="wide" id="accuracy"></lab-accuracy>
      <lab-history class="wide" id="history"></lab-history>
      <lab-method class="wide" id="method"></lab-method>
    </div>`;
  }

  private footer(): TemplateResult {
    return html`<footer>
      <span
        >No upload, no analytics, no cookies. One request is made, and only when you ask for it: a model’s configuration, from huggingface.co.</span
      >
      <span>Model ${this.session.estimate.modelVersion}</span
      ><button class="plain" type="button" @click=${() => this.open('lab-keys')}>Keys ?</button>
    </footer>`;
  }

  /** The parts of the page live in its shadow root, where a fragment finds nothing; and the fragment belongs to results. */
  private go(event: Event): void {
    const part = this.renderRoot.querySelector<HTMLElement>((event.currentTarget as Element).getAttribute('href') ?? '');
    if (!part) return;
    event.preventDefault();
    part.scrollIntoView();
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
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

  /** Asked for from anywhere on the page: what runs must be seen, and can be stopped there. */
  private measure(): void {
    void this.session.measure('quick');
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.renderRoot.querySelector('lab-measure')?.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
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

/** How the sentence ends: with a price to come, with none known, or with nothing that runs. */
function endingOf(estimate: Estimate): SentenceEnding {
  return !estimate.feasible ? 'nothing' : estimate.usdPerMillionOutputTokens === null ? 'unknown' : 'price';
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-app': LabApp;
  }
}
