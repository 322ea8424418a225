/**
 * A figure to paste into somebody's page: as an element, which loads one script of the lab, and as a frame. Both carry
 * their number, so that they show it before anything has loaded, and a link for readers without scripts. Pure text.
 */
import { writeRows, writeValue, type FigureName, type PosterRow, type PosterValue } from './poster.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface Snippet {
  /** Address of the lab, with a slash at the end. */
  readonly lab: string;
  /** `model=…&accelerator=…`, as in the lab's own address. */
  readonly scenario: string;
  readonly figure: FigureName;
  /** What the number is of, as a sentence that the number ends. */
  readonly heading: string;
  /** Null where the figure has no number yet. */
  readonly value: PosterValue | null;
  /** Rows of the small chart; may be empty. */
  readonly rows: readonly PosterRow[];
  readonly theme: Theme;
  /** A CSS colour; empty for the lab's own. */
  readonly accent: string;
  /** The engine loads with the page instead of on a click. */
  readonly live: boolean;
}

/** Pixels that a frame has before it has said its height; the listener of the documentation makes it exact. */
const frameHeight: Readonly<Record<FigureName, number>> = { answer: 300, costs: 300, time: 240, fleet: 300, frontier: 300, measure: 200 };

/** `<script …></script>` once, then the element with a link inside for readers without scripts. */
export function elementSnippet(snippet: Snippet): string {
  const { lab, heading, live } = snippet;
  const attributes = [...carried(snippet), ['scenario', snippet.scenario] as const].map(([name, value]) => `\n  ${name}="${inHtml(value)}"`).join('');
  return [
    `<script type="module" src="${inHtml(new URL('embed/inference-cost-lab.js', lab).href)}"></script>`,
    `<inference-cost-lab${attributes}${live ? '\n  live' : ''}>`,
    `  <a href="${inHtml(labAddress(snippet))}">${inHtml(heading)} (Inference cost lab)</a>`,
    '</inference-cost-lab>',
    '',
  ].join('\n');
}

/** The same figure in a frame: nothing of it runs in the page around it. */
export function frameSnippet(snippet: Snippet): string {
  return [
    `<iframe src="${inHtml(frameAddress(snippet))}"`,
    `  title="${inHtml(snippet.heading)}"`,
    `  width="100%" height="${frameHeight[snippet.figure]}" loading="lazy" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>`,
    '',
  ].join('\n');
}

/** Where the frame is: its figure first, then what it carries, then the scenario. */
export function frameAddress(snippet: Snippet): string {
  const url = new URL('embed/figure/', snippet.lab);
  for (const [name, value] of carried(snippet)) url.searchParams.set(name, value);
  if (snippet.live) url.searchParams.set('live', '');
  for (const [key, value] of new URLSearchParams(snippet.scenario)) url.searchParams.append(key, value);
  return url.href;
}

/** What a snippet says beside the scenario, defaults left out. */
function carried({ figure, heading, value, rows, theme, accent }: Snippet): readonly (readonly [name: string, value: string])[] {
  const all: readonly (readonly [string, string])[] = [
    ['figure', figure],
    ['heading', heading],
    ['value', value === null ? '' : writeValue(value)],
    ['chart', writeRows(rows)],
    ['theme', theme === 'auto' ? '' : theme],
    ['accent', accent],
  ];
  return all.filter(([, text]) => text !== '');
}

const labAddress = ({ lab, scenario }: Snippet): string => {
  const url = new URL(lab);
  url.search = new URLSearchParams(scenario).toString();
  return url.href;
};

/** Text in an attribute or between tags; also `"` and `'`, since a snippet is pasted anywhere. */
function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\r\n]+/g, ' ');
}
