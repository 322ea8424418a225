/**
 * What stands around a chart in a picture: above it what it found; below it what its marks and colours mean, what was left out, how it is
 * to be read, and where it came from. A pure function of its words, like the charts.
 */
import { svg, type SVGTemplateResult } from 'lit';
import type { Legend } from './legend.ts';
import { evidenceDot } from './mark.ts';

export interface Caption {
  readonly title: string;
  readonly legend: Legend;
  /** How it is to be read, in sentences. */
  readonly note: string;
  /** "29 Nov 2026, model 2026.11-9" */
  readonly stamp: string;
  readonly link: string;
}

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels. */
const pad = 28,
  titleSize = 21,
  noteSize = 12,
  noteLine = noteSize * 1.5,
  /** Room of a mark with the gap behind it, and between two entries. */
  markRoom = 19,
  entryGap = 18;
/** Mean advance of a letter as a share of its size: the serif of titles, the sans of notes. */
const titleAdvance = 0.54,
  noteAdvance = 0.55;

interface Entry {
  readonly words: string;
  readonly draw: (x: number, y: number) => SVGTemplateResult;
}

/** @param chart drawn at the upper left corner of what is left for it */
export function pictureFrame(caption: Caption, { width, height }: ChartSize, chart: SVGTemplateResult | ''): SVGTemplateResult {
  const { title, legend, note, stamp, link } = caption;
  const titleLines = wrapped(title, width / (titleSize * titleAdvance));
  const rows = legendRows(entriesOf(legend), width);
  const noteLines = [legend.leftOut, note, stamp, link].flatMap((text) => wrapped(text, width / (noteSize * noteAdvance)));
  const top = 24 + titleLines.length * titleSize * 1.3 + 14;
  const legendTop = top + height + 30;
  const noteTop = legendTop + rows.length * 22 + (rows.length > 0 ? 6 : 4);
  const whole = { width: width + 2 * pad, height: noteTop + noteLines.length * noteLine + 14 };
  return svg`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole.width} ${whole.height}" width=${whole.width} height=${whole.height}>
    <rect width=${whole.width} height=${whole.height} fill="var(--paper)"/>
    ${titleLines.map((text, index) => svg`<text x=${pad} y=${40 + index * titleSize * 1.3} fill="var(--ink)" font-family="var(--serif)" font-size=${titleSize} font-weight="500">${text}</text>`)}
    <svg class="drawn" x=${pad} y=${top} width=${width} height=${height} overflow="visible">${chart}</svg>
    ${rows.map((row, index) => row.map(({ entry, x }) => svg`${entry.draw(pad + x + 6, legendTop + index * 22 - 4)}<text x=${pad + x + markRoom} y=${legendTop + index * 22} fill="var(--quiet)" font-family="var(--sans)" font-size=${noteSize}>${entry.words}</text>`))}
    ${noteLines.map((text, index) => svg`<text x=${pad} y=${noteTop + index * noteLine} fill="var(--quiet)" font-family="var(--sans)" font-size=${noteSize}>${text}</text>`)}
  </svg>`;
}

const entriesOf = ({ colours, marks }: Legend): readonly Entry[] => [
  ...colours.map(({ name, colour }): Entry => ({
    words: name,
    draw: (x, y) => svg`<rect x=${x - 5.5} y=${y - 5.5} width="11" height="11" rx="2" fill=${colour}/>`,
  })),
  ...marks.map((evidence): Entry => ({ words: evidence, draw: (x, y) => evidenceDot(x, y, evidence, 'var(--quiet)') })),
];

/** Entries side by side, in as many rows as the width takes. */
function legendRows(entries: readonly Entry[], width: number): readonly (readonly { readonly entry: Entry; readonly x: number }[])[] {
  const rows: { entry: Entry; x: number }[][] = [];
  let x = Infinity;
  for (const entry of entries) {
    const room = markRoom + entry.words.length * noteSize * noteAdvance + entryGap;
    if (x + room - entryGap > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ entry, x });
    x += room;
  }
  return rows;
}

/** Text in lines of at most so many letters; SVG does not wrap, and a link without a space is cut where it must be. */
export function wrapped(text: string, letters: number): readonly string[] {
  const most = Math.max(8, Math.floor(letters)),
    lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((part) => part.match(new RegExp(`.{1,${most}}`, 'g')) ?? [])) {
    if (line && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return line ? [...lines, line] : lines;
}
