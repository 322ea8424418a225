/**
 * Styles of the card as constructable sheets, which a policy without `unsafe-inline` admits. Colours and sizes are the
 * lab's own tokens; `rem` becomes a measure that a host with a small root size does not shrink.
 */
import tokens from '../ui/style/tokens.css?inline';
import { cardStyles } from './card-styles.ts';
import { sheetOf } from './sheet-of.ts';

let made: readonly CSSStyleSheet[] | undefined;

/** Shared by every card of a page. */
export function sheets(): readonly CSSStyleSheet[] {
  return (made ??= [ofHost(tokens), cardStyles].map(sheetOf));
}

/** The page's tokens on a host element: its root is ours, and its root size may be anything. */
function ofHost(css: string): string {
  return css.replaceAll(':root', ':host').replace(/(\d*\.?\d+)rem\b/g, 'calc($1 * var(--rem))');
}

export interface AccentSheet {
  readonly sheet: CSSStyleSheet;
  /** A colour that was judged, or null for the lab's own. */
  set(colour: string | null): void;
}

/** The host's accent, as lightness between which text on paper can be read, in its own hue. */
export function accentSheet(): AccentSheet {
  const sheet = sheetOf(':host{}');
  const [rule] = sheet.cssRules;
  return {
    sheet,
    set(colour) {
      if (!(rule instanceof CSSStyleRule)) return;
      if (colour === null) rule.style.removeProperty('--accent');
      else rule.style.setProperty('--accent', `light-dark(oklch(from ${colour} min(l, .5) c h), oklch(from ${colour} max(l, .76) c h))`);
    },
  };
}
