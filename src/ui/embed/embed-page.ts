/**
 * `<lab-embed-page>`: a figure for somebody's article, as they will see it, and the two snippets that make it. The preview
 * is the built frame itself; what it answers is the number that the snippets carry.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { sessionContext } from '../../session/context.ts';
import type { Session } from '../../session/session.ts';
import { scenarioToQuery } from '../../scenario/query.ts';
import { figureNames, readRows, readValue, writeValue, type FigureName, type PosterValue } from '../../share/poster.ts';
import { elementSnippet, frameAddress, frameSnippet, themes, type Snippet, type Theme } from '../../share/snippet.ts';
import type { Quantity } from '../../units/quantity.ts';
import { copyText } from '../figures/frame/figure-export.ts';
import { controlStyles } from '../style/control.styles.ts';
import { textStyles } from '../style/text.styles.ts';
import { embedPageStyles } from './embed-page.styles.ts';

const figureWords: Readonly<Record<FigureName, string>> = {
  answer: 'The answer',
  costs: 'Accelerators by cost',
  time: 'Where the time goes',
  fleet: 'Fleets for this load',
  frontier: 'Cost against speed',
  measure: 'The reader’s own GPU',
};
const themeWords: Readonly<Record<Theme, string>> = { auto: 'as the article', light: 'light', dark: 'dark' };

/** What the preview answered. */
interface Answered {
  readonly heading: string;
  readonly value: PosterValue | null;
  readonly chart: string;
}

@customElement('lab-embed-page')
export class LabEmbedPage extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, embedPageStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  @query('iframe') private readonly frame!: HTMLIFrameElement | null;
  @state() private figure: FigureName = 'answer';
  @state() private theme: Theme = 'auto';
  @state() private accent = '';
  @state() private live = false;
  @state() private answered: Answered | null = null;
  @state() private height = 320;
  @state() private copied = '';

  override connectedCallback(): void {
    super.connectedCallback();
    // A figure's own menu leads here.
    const { subject } = this.session.navigation;
    this.figure = figureNames.find((name) => name === subject) ?? this.figure;
    window.addEventListener('message', this.onMessage);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('message', this.onMessage);
  }

  protected override render(): TemplateResult {
    const scenario = scenarioToQuery(this.session.scenario.current).toString();
    const snippet: Snippet = {
      lab: labAddress(),
      scenario,
      figure: this.figure,
      heading: this.answered?.heading ?? '',
      value: this.answered?.value ?? null,
      rows: this.rows(),
      theme: this.theme,
      accent: this.accent,
      live: this.live,
    };
    const preview = frameAddress({ ...snippet, heading: '', value: null, rows: [], live: true });
    return html`<p class="note">
        The question is the one on the lab’s first page. Before a press the figure is a poster with the number of today; your readers can change it
        and measure their own GPU.
      </p>
      <div class="two">
        <div class="choices">
          ${this.select('Figure', figureNames, figureWords, this.figure, (figure) => this.choose({ figure }))}
          ${this.select('Colours', themes, themeWords, this.theme, (theme) => this.choose({ theme }))}
          <label class="field"
            ><span>Accent, a colour of your page</span
            ><input
              .value=${this.accent}
              placeholder="#b5450b"
              aria-invalid=${this.accent !== '' && !CSS.supports('color', this.accent)}
              @change=${(event: Event) => this.choose({ accent: (event.target as HTMLInputElement).value.trim() })}
          /></label>
          <label class="choice"
            ><input type="checkbox" .checked=${this.live} @change=${() => (this.live = !this.live)} /><span
              >Answer at once<small>The engine, about 100 kB, loads with your page instead of on a press</small></span
            ></label
          >
        </div>
        <iframe src=${preview} title="Preview of the figure" height=${this.height}></iframe>
      </div>
      ${this.code('As an element', 'For your own pages: it takes their colours and tells them what it shows.', elementSnippet(snippet))}
      ${this.code('As a frame', 'Where scripts of others are not allowed: nothing of it runs in your page.', frameSnippet(snippet))}`;
  }

  private select<T extends string>(
    label: string,
    all: readonly T[],
    words: Readonly<Record<T, string>>,
    value: T,
    pick: (value: T) => void,
  ): TemplateResult {
    const options = all.map((each): { value: string; words: string } => ({ value: each, words: words[each] }));
    return html`<label class="field"
      ><span>${label}</span
      ><select @change=${(event: Event) => pick(all.find((each) => each === (event.target as HTMLSelectElement).value) ?? value)}>
        ${options.map((each) => html`<option value=${each.value} ?selected=${each.value === value}>${each.words}</option>`)}
      </select></label
    >`;
  }

  private code(name: string, note: string, text: string): TemplateResult {
    return html`<section>
      <div class="head">
        <h2>${name}</h2>
        <button class="secondary" type="button" @click=${() => void this.copy(name, text)}>Copy</button>
      </div>
      <p class="note">${note}</p>
      <pre tabindex="0">${text}</pre>
      <span class="small quiet" role="status"
        >${this.copied === name ? 'Copied' : this.copied === `!${name}` ? 'Select the text and copy it' : nothing}</span
      >
    </section>`;
  }

  private rows(): Snippet['rows'] {
    const { value, chart } = this.answered ?? { value: null, chart: '' };
    const read = value && readRows(chart, value.quantity.unit);
    return read?.ok ? read.value : [];
  }

  private choose(patch: { figure?: FigureName; theme?: Theme; accent?: string }): void {
    if (patch.figure !== undefined && patch.figure !== this.figure) this.answered = null;
    Object.assign(this, patch);
  }

  private async copy(name: string, text: string): Promise<void> {
    this.copied = (await copyText(text)) ? name : `!${name}`;
  }

  private readonly onMessage = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (source === null || source !== this.frame?.contentWindow || origin !== location.origin || typeof data !== 'object' || data === null) return;
    const told = data as {
      type?: unknown;
      event?: unknown;
      height?: unknown;
      heading?: unknown;
      quantity?: Quantity | null;
      chart?: unknown;
      modelVersion?: unknown;
    };
    if (told.type !== 'inference-cost-lab') return;
    if (told.event === 'lab-height' && typeof told.height === 'number') this.height = told.height;
    if (told.event !== 'lab-result' || typeof told.heading !== 'string') return;
    this.answered = {
      heading: told.heading,
      value: told.quantity ? valueOf(told.quantity, String(told.modelVersion)) : null,
      chart: typeof told.chart === 'string' ? told.chart : '',
    };
  };
}

/** Of today; what a snippet could not carry is left out of it. */
function valueOf(quantity: Quantity, modelVersion: string): PosterValue | null {
  const read = readValue(writeValue({ quantity, date: new Date().toISOString().slice(0, 10), modelVersion }));
  return read.ok ? read.value : null;
}

/** The folder that the lab is served from. */
const labAddress = (): string => new URL(location.pathname.replace(/embed\/(index\.html)?$/, ''), location.origin).href;

declare global {
  interface HTMLElementTagNameMap {
    'lab-embed-page': LabEmbedPage;
  }
}
