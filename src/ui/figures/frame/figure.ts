/**
 * `<lab-figure>`: the frame of every figure. It gives a chart its width, on screen and on paper, lets arrows and pointer walk its points,
 * says what its signs mean, and offers the same data as a table and to take away. What is drawn comes from its properties.
 *
 * @event lab-take - `detail` is the index of the point that was clicked or taken with Enter
 *
 * Under a finger the first tap shows a point, and a second one takes it; where a point is only looked at (`direct`), the first does both.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { chartStyles } from '../../../charts/chart.styles.ts';
import { noLegend, type Legend } from '../../../charts/legend.ts';
import { shownCell, type TableTwin } from '../../../charts/table-twin.ts';
import type { Cell } from '../../../share/export.ts';
import type { Origin } from '../../../share/origin.ts';
import { formatDate } from '../../../units/format.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { painted } from '../../style/painted.ts';
import { textStyles } from '../../style/text.styles.ts';
import { evidenceIcon } from './evidence.ts';
import { figureStyles } from './figure.styles.ts';
import './take.ts';
import type { Takeable } from './take-ways.ts';

/** A chart for one width: how to draw it, and which point lies under a pointer. */
export interface Drawing {
  readonly draw: (active: number | null) => TemplateResult;
  readonly locate: (x: number, y: number) => number | null;
  /** One line for each point, in the order in which arrows walk them. */
  readonly points: readonly string[];
}

/** Pixels: a picture is at least so wide, whatever the window; and what a page of paper takes, so that its type is no smaller there. */
const pictureWidth = 900,
  paperWidth = 700;

@customElement('lab-figure')
export class LabFigure extends LitElement {
  static override styles = [textStyles, controlStyles, chartStyles, figureStyles];

  /** What the figure found. */
  @property() heading = '';
  @property({ attribute: false }) drawing: (width: number) => Drawing = () => ({ draw: () => html``, locate: () => null, points: [] });
  @property({ attribute: false }) table: TableTwin = { columns: [], rows: [] };
  /** Address, version, day, run and sources, for every copy. */
  @property({ attribute: false }) origin!: Origin;
  /** How it is to be read, in sentences. */
  @property() source = '';
  /** What its marks and colours mean. */
  @property({ attribute: false }) legend: Legend = noLegend;
  /** What is slotted into it is its legend on the page; the picture gets the other one. */
  @property({ type: Boolean }) legended = false;
  /** The lab's page about embedding with this figure chosen; null where it cannot be embedded. */
  @property({ attribute: false }) embed: string | null = null;
  /** Said after a point in the readout: "Enter puts it in the sentence". */
  @property() hint = '';
  /** What is slotted into it is itself the table: nothing to draw, and nothing to take as a picture. */
  @property({ type: Boolean }) tabular = false;
  /** Taking a point only shows more of it. */
  @property({ type: Boolean }) direct = false;
  @state() private width = 0;
  @state() private active: number | null = null;
  @state() private tabled = false;
  @state() private onPaper = false;
  /** The finger that is down showed this point just now. */
  #fresh = false;

  readonly #observer = new ResizeObserver(([entry]) => {
    // In the next frame, since drawing changes the height that is observed; in whole pixels, so that a scrollbar's
    // fraction does not draw everything again.
    if (entry) requestAnimationFrame(() => (this.width = Math.floor(entry.contentRect.width)));
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    window.addEventListener('beforeprint', this.toPaper);
    window.addEventListener('afterprint', this.toScreen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    window.removeEventListener('beforeprint', this.toPaper);
    window.removeEventListener('afterprint', this.toScreen);
  }

  protected override render(): TemplateResult {
    const width = this.onPaper ? paperWidth : this.width;
    const drawing = this.width > 0 && !this.tabular ? this.drawing(width) : null;
    return html`<figure>
      <figcaption>
        <h2>${unbroken(this.heading)}</h2>
        <div class="tools" role="group" aria-label="This figure">
          <slot name="tools"></slot>
          ${this.tabular ? nothing : html`<button class="plain" type="button" aria-pressed=${this.tabled} @click=${() => (this.tabled = !this.tabled)}>Table</button>`}
          <lab-take .of=${this.takeable()}></lab-take>
        </div>
      </figcaption>
      ${this.tabled || drawing === null ? nothing : this.plot(drawing)} ${this.tabled ? this.rows() : nothing}
      <slot></slot>
      <p class="source">${this.source}${this.signs()}</p>
    </figure>`;
  }

  /** What the signs mean, below the figure; on paper, where nobody can ask for the rest, also what is left out. */
  private signs(): TemplateResult {
    const { colours, marks, leftOut } = this.legend;
    const silent = this.legended || colours.length + marks.length === 0;
    return html`${leftOut === '' ? nothing : html`<span class="left-out"> ${leftOut}</span>`}${
      silent
        ? nothing
        : html`<span class="legend">
            ${colours.map(({ name, colour }) => html`<span><i ${painted({ background: colour })}></i>${name}</span>`)}
            ${marks.map((evidence) => html`<span>${evidenceIcon(evidence)} ${evidence}</span>`)}
          </span>`
    }`;
  }

  private takeable(): Takeable {
    return {
      table: { title: this.heading, about: this.source, origin: this.origin, ...this.table },
      embed: this.embed,
      picture: this.tabular ? null : () => this.picture(),
    };
  }

  private plot(drawing: Drawing): TemplateResult {
    const active = this.active !== null && this.active < drawing.points.length ? this.active : null;
    const said = active === null ? '' : drawing.points[active];
    return html`<div
        class="plot"
        tabindex="0"
        role="group"
        aria-label="${this.heading}. Arrow keys walk its ${drawing.points.length} points"
        @keydown=${(event: KeyboardEvent) => this.walk(event, drawing)}
        @pointerdown=${(event: PointerEvent) => this.touch(event, drawing)}
        @pointermove=${(event: PointerEvent) => this.point(event, drawing)}
        @pointerleave=${(event: PointerEvent) => event.pointerType !== 'touch' && (this.active = null)}
        @blur=${() => (this.active = null)}
        @click=${() => (this.direct || !this.#fresh) && this.take()}
      >
        ${drawing.draw(active)}
      </div>
      <p class="readout" aria-live="polite">${said ? html`<b>${said}</b> ${active !== null && this.hint ? this.hint : ''}` : nothing}</p>`;
  }

  private rows(): TemplateResult {
    const { rows } = this.table;
    const columns = this.table.columns
      .filter(({ away }) => away !== true)
      .map((column) => ({
        ...column,
        side: rows.some((row) => shownCell(row[column.key]).numeric) ? 'numeric' : column.key === 'note' ? 'reason' : '',
      }));
    return html`<div class="scroll" tabindex="0" role="region" aria-label="${this.heading}, as a table">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col" class=${column.side}>${column.title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map(({ key, side }) => tableCell(row[key], side))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private walk(event: KeyboardEvent, { points }: Drawing): void {
    const at = this.active ?? -1,
      last = points.length - 1;
    const to: number | undefined = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.active = Math.max(0, Math.min(last, to));
    } else if (event.key === 'Enter') this.take();
    else if (event.key === 'Escape') this.active = null;
  }

  private touch(event: PointerEvent, drawing: Drawing): void {
    const before = this.active;
    if (event.pointerType === 'touch') this.point(event, drawing);
    this.#fresh = this.active !== before;
  }

  private point(event: PointerEvent, { locate }: Drawing): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.active = locate(event.clientX - box.left, event.clientY - box.top);
  }

  private take(): void {
    if (this.active !== null) this.dispatchEvent(new CustomEvent<number>('lab-take', { detail: this.active }));
  }

  /** Drawn anew, so that neither a phone's width nor the point under the pointer is in it. */
  private async picture(): Promise<string> {
    const { pictureOf } = await import('../../../charts/picture.ts');
    const { modelVersion, date, link } = this.origin;
    return pictureOf(this.renderRoot as ShadowRoot, this.drawing(Math.max(pictureWidth, this.width)).draw(null), {
      title: this.heading,
      legend: this.legend,
      note: this.source,
      stamp: `${formatDate(date)}, model version ${modelVersion}`,
      link,
    });
  }

  private readonly toPaper = (): void => {
    this.onPaper = true;
    this.active = null;
    // Paper is laid out before the next task.
    this.performUpdate();
  };

  private readonly toScreen = (): void => {
    this.onPaper = false;
  };
}

function tableCell(cell: Cell | undefined, side: string): TemplateResult {
  const { text, range } = shownCell(cell);
  return html`<td class=${side}>${text}${range ? html` <small>${range}</small>` : nothing}</td>`;
}

/** A number stays with its per cent sign, a name with its number. */
const unbroken = (title: string): string =>
  title
    .replace(/ %/g, '\u00a0%')
    .replace(/(?<=[A-Za-z.]) (?=\d)|(?<=\d) (?=[\dA-Z])/g, '\u00a0')
    .replace(/(?<=\w)-(?=\w)/g, '\u2011');

declare global {
  interface HTMLElementTagNameMap {
    'lab-figure': LabFigure;
  }
}
