/**
 * `<lab-accuracy>`: what the lab says beside what others measured, for every published row. Rows and scores load when
 * the figure comes near the window; until then and while they are computed it says so.
 */
import { SignalWatcher } from '@lit-labs/signals';
import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { scatterAt, scatterChart, scatterLayout, type ScatterLayout } from '../../../charts/scatter-chart.ts';
import { seriesColour } from '../../../charts/series.ts';
import { sessionContext } from '../../../session/context.ts';
import type { Session } from '../../../session/session.ts';
import { formatCount, formatShare } from '../../../units/format.ts';
import { evidenceLevels, type Evidence } from '../../../units/quantity.ts';
import type { ScoredRow } from '../../../validation/score.ts';
import { ChangeEvent } from '../../form/choices/change-event.ts';
import '../frame/figure.ts';
import type { Drawing } from '../frame/figure.ts';
import { saveCsv } from '../frame/take-ways.ts';
import { originOf } from '../why/origin-of.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { accuracyPanels, accuracyTitle, groupTwin, heldNames, rowLine, rowTwin, seenWords, summaryWords, vendorCounts } from './accuracy-words.ts';
import { accuracyStyles } from './accuracy.styles.ts';
import { scorePublished, turn, type Held, type Scored } from './published.ts';

/** All that the picture needs of one scoring, made once and not with every move of the pointer. */
interface Shown {
  readonly held: Held;
  readonly rows: readonly ScoredRow[];
  readonly title: string;
  readonly panels: ReturnType<typeof accuracyPanels>;
  readonly groups: ReturnType<typeof groupTwin>;
  readonly vendors: readonly (readonly [vendor: string, rows: number])[];
  readonly evidence: ReadonlySet<Evidence>;
  readonly summary: string;
}

@customElement('lab-accuracy')
export class LabAccuracy extends SignalWatcher(LitElement) {
  static override styles = [textStyles, controlStyles, accuracyStyles];

  @consume({ context: sessionContext })
  @property({ attribute: false })
  session!: Session;
  /** At first what says most about a chip that nobody has measured yet. */
  @state() private held: Held = 'accelerator';
  @state() private shown: Shown | null = null;
  @state() private axes: Scored['axes'] = [];
  @state() private progress = 0;
  @state() private total = 0;
  @state() private failed = '';
  @state() private saved = '';
  #work: AbortController | null = null;
  #drawn: { readonly shown: Shown; readonly width: number; readonly layout: ScatterLayout; readonly drawing: Drawing } | null = null;

  readonly #near = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#near.disconnect();
      void this.score(this.held);
    },
    { rootMargin: '400px' },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.shown === null) this.#near.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#near.disconnect();
    this.#work?.abort();
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    if (shown === null) return this.waiting();
    return html`<lab-figure
      .heading=${shown.title}
      .table=${shown.groups}
      .drawing=${(width: number) => this.drawing(shown, width)}
      hint="Enter puts it in the sentence."
      .origin=${originOf(this.session, 'accuracy')}
      .legend=${{
        marks: evidenceLevels.filter((level) => shown.evidence.has(level)),
        colours: shown.vendors.map(([vendor, rows]) => ({ name: `${vendor} ${formatCount(rows)}`, colour: seriesColour(vendor) })),
        leftOut: '',
      }}
      .source=${'Diagonal: estimated as measured. Band: the typical 80 % interval. Arrow keys begin at the largest miss.'}
      @lab-take=${(event: CustomEvent<number>) => this.take(shown, event.detail)}
    >
      ${this.choice()}
      <p class="said">${seenWords(shown.held)} ${shown.summary}</p>
      <button class="plain" type="button" @click=${() => void this.saveRows(shown)}>Save all ${formatCount(shown.rows.length)} rows as CSV</button>
      <span class="small quiet" role="status">${this.saved}</span>
    </lab-figure>`;
  }

  private waiting(): TemplateResult {
    return html`<div class="work">
      <h2>Estimates beside published measurements</h2>
      ${
        this.failed
          ? html`<p class="note" role="alert">${this.failed}</p>`
          : html`<p class="note" role="status">
                ${this.total === 0 ? 'Reading the published rows …' : `Estimating ${formatCount(this.total)} published rows …`}
              </p>
              <progress aria-label="Published rows estimated" max="1" .value=${this.total === 0 ? 0 : this.progress / this.total}></progress>`
      }
    </div>`;
  }

  /** Only what was fitted without something can be shown without it. */
  private choice(): TemplateResult | typeof nothing {
    if (this.axes.length === 0) return nothing;
    const busy = this.shown !== null && this.shown.held !== this.held;
    return html`<div class="held ${busy ? 'busy' : ''}" role="group" aria-label="What the parameters had not seen">
      ${(['nothing', ...this.axes] as const).map((held) => html`<button class="plain" type="button" aria-pressed=${held === this.held} @click=${() => void this.score(held)}>${heldNames[held]}</button>`)}
      ${busy ? html`<span class="small quiet" role="status">${formatShare(this.total === 0 ? 0 : this.progress / this.total)}</span>` : nothing}
    </div>`;
  }

  private async score(held: Held): Promise<void> {
    this.#work?.abort();
    const work = (this.#work = new AbortController());
    this.held = held;
    this.progress = 0;
    try {
      const scored = await scorePublished(held, {
        signal: work.signal,
        onProgress: (done, all) => {
          this.progress = done;
          this.total = all;
        },
      });
      const shown = await shownOf(scored);
      if (work.signal.aborted) return;
      this.axes = scored.axes;
      this.held = scored.held;
      this.shown = shown;
    } catch (error) {
      if (!work.signal.aborted)
        this.failed = `The published rows could not be loaded: ${error instanceof Error ? error.message : String(error)}. Everything else on the page works without them.`;
    }
  }

  private drawing(shown: Shown, width: number): Drawing {
    if (this.#drawn?.shown === shown && this.#drawn.width === width) return this.#drawn.drawing;
    const layout = scatterLayout(shown.panels, width);
    const drawing: Drawing = {
      draw: (active) => html`${scatterChart(layout, `${shown.title}. Estimated over measured on logarithmic axes, one square per metric.`, active)}`,
      locate: (x, y) => scatterAt(layout, x, y),
      points: madeWhenRead(layout.points.length, (index) => {
        const row = this.rowAt(shown, layout, index);
        return row ? rowLine(row) : '';
      }),
    };
    this.#drawn = { shown, width, layout, drawing };
    return drawing;
  }

  private rowAt(shown: Shown, { points }: ScatterLayout, index: number): ScoredRow | undefined {
    const id = points[index]?.point.id;
    return id === undefined ? undefined : shown.rows[id];
  }

  private take(shown: Shown, index: number): void {
    const row = this.#drawn && this.rowAt(shown, this.#drawn.layout, index)?.row;
    if (row) this.dispatchEvent(new ChangeEvent(row.scenario));
  }

  private async saveRows(shown: Shown): Promise<void> {
    this.saved = await saveCsv({
      title: `All rows: ${shown.title}`,
      about: `${seenWords(shown.held)} Seconds or tokens a second, with 80 % intervals of the estimate.`,
      origin: originOf(this.session, 'accuracy'),
      ...rowTwin(shown.rows),
    });
  }
}

async function shownOf({ held, rows }: Scored): Promise<Shown> {
  const words = {
    title: accuracyTitle(rows, held),
    groups: groupTwin(rows),
    vendors: vendorCounts(rows),
    evidence: new Set(rows.map(({ evidence }) => evidence)),
  };
  await turn();
  // Looks at thousands of pairs.
  const summary = summaryWords(rows);
  await turn();
  const panels = accuracyPanels(rows);
  await turn();
  return { held, rows, ...words, summary, panels };
}

/** Thousands of lines of which a reader sees a few: each is written when it is asked for. */
function madeWhenRead(length: number, lineAt: (index: number) => string): readonly string[] {
  return new Proxy<string[]>(new Array<string>(length), {
    get: (target, key, receiver): unknown =>
      typeof key === 'string' && /^\d+$/.test(key) ? lineAt(Number(key)) : Reflect.get(target, key, receiver),
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-accuracy': LabAccuracy;
  }
}
