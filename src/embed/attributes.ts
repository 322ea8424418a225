/**
 * What the attributes of an element (or the query of a frame) say: each judged by itself, so that one that is wrong is
 * said in words and leaves the others as they are. No DOM.
 */
import { figureNames, readRows, readValue, type FigureName, type PosterRow, type PosterValue } from '../share/poster.ts';
import { themes, type Theme } from '../share/snippet.ts';

/** All of them, in the order of the documentation. */
export const attributeNames = ['scenario', 'figure', 'heading', 'value', 'chart', 'theme', 'accent', 'live', 'lab'] as const;
export type AttributeName = (typeof attributeNames)[number];

export type GivenAttributes = Readonly<Partial<Record<AttributeName, string | null>>>;

/** What is wrong with one attribute, in words that say what it takes. */
export interface AttributeProblem {
  readonly attribute: AttributeName;
  readonly message: string;
}

export interface ReadAttributes {
  /** `model=…&accelerator=…`; empty: what the lab opens with. What it says is judged by the engine. */
  readonly scenario: string;
  readonly figure: FigureName;
  /** Null: the figure's own. */
  readonly heading: string | null;
  readonly value: PosterValue | null;
  readonly rows: readonly PosterRow[];
  readonly theme: Theme;
  /** A CSS colour, or null for the lab's own. */
  readonly accent: string | null;
  readonly live: boolean;
  /** Where the lab is. */
  readonly lab: string;
  readonly problems: readonly AttributeProblem[];
}

/** As long as a link may be. */
const longestScenario = 16_384;
const longestHeading = 200;

/** Marks that turn the direction of what follows, and controls: a heading may not rewrite what stands beside it. */
const unseen = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * @param isColour says whether the browser reads a text as a colour
 * @param ownLab where the lab is that this script came from
 */
export function readAttributes(given: GivenAttributes, isColour: (text: string) => boolean, ownLab: string): ReadAttributes {
  const problems: AttributeProblem[] = [];
  const wrong = (attribute: AttributeName, message: string): null => {
    problems.push({ attribute, message: `${attribute}: ${message}` });
    return null;
  };
  const text = (name: AttributeName): string => given[name]?.trim() ?? '';

  const scenario = text('scenario').replace(/^\?/, '');
  const heading = text('heading').replace(unseen, ' ').replace(/\s+/g, ' ').trim();
  const named = <T extends string>(name: AttributeName, all: readonly T[], byDefault: T): T => {
    const wanted = text(name).toLowerCase();
    const found = all.find((each) => each === wanted);
    if (found === undefined && wanted !== '') wrong(name, `“${clipped(wanted)}” is none of ${all.join(', ')}; ${byDefault} is shown`);
    return found ?? byDefault;
  };
  const figure = named('figure', figureNames, 'answer');
  const theme = named('theme', themes, 'auto');
  const accent = text('accent');
  const value = text('value') === '' ? null : readValue(text('value'));
  if (value?.ok === false) wrong('value', `${value.message}; no number is shown before the figure is live`);
  const unit = value?.ok ? value.value.quantity.unit : '';
  const rows = text('chart') === '' || !value?.ok ? null : readRows(text('chart'), unit);
  if (rows?.ok === false) wrong('chart', `${rows.message}; no chart is shown before the figure is live`);
  if (text('chart') !== '' && value === null) wrong('chart', 'it has the unit of the number, and value says none');
  const tooLong = scenario.length > longestScenario;
  if (tooLong) wrong('scenario', `it is longer than ${longestScenario} characters; the lab’s own beginning is shown`);
  if (heading.length > longestHeading) wrong('heading', `it is longer than ${longestHeading} characters and was cut`);
  return {
    scenario: tooLong ? '' : scenario,
    figure,
    heading: heading === '' ? null : clipped(heading, longestHeading),
    value: value?.ok ? value.value : null,
    rows: rows?.ok ? rows.value : [],
    theme,
    accent:
      accent === '' ? null : readAccent(accent, isColour) ? accent : wrong('accent', 'it is no colour of CSS, like #b5450b; the lab’s own is shown'),
    live: typeof given.live === 'string' && given.live !== 'false',
    lab: readLab(text('lab')) ?? (text('lab') === '' ? ownLab : (wrong('lab', 'it is no address that begins with https:// or http://'), ownLab)),
    problems,
  };
}

/** A colour that stands by itself: what refers to something else could change with the page or fetch. */
function readAccent(text: string, isColour: (text: string) => boolean): boolean {
  return text.length <= 64 && !/[;{}\\]|url|var\(|env\(|attr\(|inherit|initial|unset|revert|currentcolor|transparent/i.test(text) && isColour(text);
}

/** With a slash at the end; null for what is no web address. */
function readLab(text: string): string | null {
  try {
    const url = new URL(text);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    url.search = '';
    url.hash = '';
    if (!url.pathname.endsWith('/')) url.pathname += '/';
    return url.href;
  } catch {
    return null;
  }
}

const clipped = (text: string, most = 40): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
