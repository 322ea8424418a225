/**
 * Where a reader finds themselves after a page has opened: at the figure that the address names, at the top of another page, or where they
 * left off. Figures grow as their numbers arrive, so the place is kept for a while, until the reader moves by themselves.
 */
import type { Arrival } from '../../session/navigation.ts';

/** Milliseconds in which figures that arrive late may still push the page about; a cost table takes about one second. */
const settling = 4000;

const ownMoves = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

/**
 * @param root what the figure's id is looked up in
 * @param body what grows while figures arrive
 */
export function arriveAt(root: ParentNode, body: HTMLElement, arrival: Arrival, figure: string | null): void {
  const part = figure === null ? null : root.querySelector<HTMLElement>(`#${CSS.escape(figure)}`);
  if (arrival.kind === 'opened' && part === null) return;
  const place = (): void => {
    if (arrival.kind === 'returned') scrollTo(0, arrival.scroll);
    else if (part !== null) part.scrollIntoView({ block: 'start' });
    else scrollTo(0, 0);
  };
  place();
  if (arrival.kind !== 'returned') {
    const target = part ?? body;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
  keepWhileSettling(body, place);
}

/** Ends the settling of the arrival before. */
let settled = (): void => undefined;

function keepWhileSettling(body: HTMLElement, place: () => void): void {
  settled();
  const watch = new ResizeObserver(place);
  const stop = (): void => {
    watch.disconnect();
    for (const move of ownMoves) removeEventListener(move, stop);
  };
  watch.observe(body);
  for (const move of ownMoves) addEventListener(move, stop, { passive: true });
  const timer = setTimeout(stop, settling);
  settled = () => {
    clearTimeout(timer);
    stop();
  };
}
