/**
 * `<lab-figure>`: the frame of every figure. It gives a chart its width, lets arrows and pointer walk its points, and
 * offers the same data as a table, as text to paste and as a picture. What is drawn comes from its properties.
 *
 * @event lab-take - `detail` is the index of the point that was clicked or taken with Enter
 *
 * Under a finger the first tap shows a point, and a second one takes it; where a point is only looked at (`direct`), the first does both.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { chartStyles } from '../../../charts/chart.styles.ts';
import { shownCell, type TableTwin } from '../../../charts/table-twin.ts';
import type { Cell, ExportTable } from '../../../share/export.ts';
import { controlStyles } from '../../style/control.styles.ts';
import { textStyles } from '../../style/text.styles.ts';
import { figureStyles } from './figure.styles.ts';
import { fileStem, formats, saveFile, takeTable, type Format } from './figure-export.ts';

/** A chart for one width: how to draw it, and which point lies under a pointer. */
export interface Drawing {
  readonly draw: (active: number | null) => TemplateResult;
  readonly locate: (x: number, y: number) => number | null;
  /** One line for each point, in the order in which arrows walk them. */
  readonly points: readonly string[];
}

@customElement('lab-figure')
export class LabFigure extends LitElement {
  static override styles = [textStyles, controlStyles, chartStyles, figureStyles];

  /** What the figure found. */
  @property() heading = '';
  @property({ attribute: false }) drawing: (width: number) => Drawing = () => ({ draw: () => html``, locate: () => null, points: [] });
  @property({ attribute: false }) table: TableTwin = { columns: [], rows: [] };
  /** Version, day, run and sources, for every copy. */
  @property({ attribute: false }) header: ExportTable['header'] = [];
  @property() source = '';
  @property() link = '';
  /** Said after a point in the readout: "Enter puts it in the sentence". */
  @property() hint = '';
  /** What is slotted into it is itself the table: nothing to draw, and nothing to take as a picture. */
  @property({ type: Boolean }) tabular = false;
  /** Taking a point only shows more of it. */
  @property({ type: Boolean }) direct = false;
  @state() private width = 0;
  @state() private active: number | null = null;
  @state() private tabled = false;
  @state() private said = '';
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
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  protected override render(): TemplateResult {
    const drawing = this.width > 0 && !this.tabular ? this.drawing(this.width) : null;
    return html`<figure>
      <figcaption>
        <h2>${unbroken(this.heading)}</h2>
        ${this.tools()}
      </figcaption>
      ${this.tabled || drawing === null ? nothing : this.plot(drawing)} ${this.tabled ? this.rows() : nothing}
      <slot></slot>
      <p class="source">${this.source}<slot name="source"></slot></p>
    </figure>`;
  }

  private tools(): TemplateResult {
    return html`<div class="tools" role="group" aria-label="Take this figure away">
      ${this.tabular ? nothing : html`<button class="plain" type="button" aria-pressed=${this.tabled} @click=${() => (this.tabled = !this.tabled)}>Table</button>`}
      ${formats.map((format) => html`<button class="plain" type="button" aria-label="Copy as ${format}" @click=${() => this.copy(format)}>${format}</button>`)}
      ${(this.tabular ? [] : (['PNG', 'SVG'] as const)).map((kind) => html`<button class="plain" type="button" aria-label="Save as ${kind}" @click=${() => this.save(kind)}>${kind}</button>`)}
      <span class="hidden-visually" role="status">${this.said}</span>
    </div>`;
  }

  private plot(drawing: Drawing): TemplateResult {
    const active = this.active !== null && this.active < drawing.points.length ? this.active : null;
    const said = active === null ? this.said : drawing.points[active];
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
    const columns = this.table.columns.map((column) => ({
      ...column,
      side: rows.some((row) => shownCell(row[column.key]).numeric) ? 'numeric' : '',
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

  private async copy(format: Format): Promise<void> {
    this.say(await takeTable({ title: this.heading, header: this.header, ...this.table }, format));
  }

  private async save(kind: 'PNG' | 'SVG'): Promise<void> {
    this.tabled = false;
    await this.updateComplete;
    const chart = this.renderRoot.querySelector<SVGSVGElement>('svg.chart');
    if (!chart) return;
    const { pictureOf, pngOf } = await import('../../../charts/picture.ts');
    const picture = pictureOf(chart, { title: this.heading, note: this.source, link: this.link });
    saveFile(
      `${fileStem(this.heading)}.${kind.toLowerCase()}`,
      kind === 'PNG' ? await pngOf(picture) : new Blob([picture], { type: 'image/svg+xml' }),
    );
    this.say(`${kind} saved`);
  }

  private say(words: string): void {
    this.said = words;
    setTimeout(() => (this.said = this.said === words ? '' : this.said), 4000);
  }
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
