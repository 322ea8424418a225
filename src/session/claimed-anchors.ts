/**
 * Measured points that came with a link. A link can say anything, so its points are somebody's claim until the visitor says that they
 * are their own; that word is remembered for as long as the tab is open, since the address still holds them after a reload.
 */
import { signal } from '@lit-labs/signals';
import type { AnchorPoint } from '../scenario/scenario.ts';

const storageKey = 'inference-cost-lab.own-points';

export class ClaimedAnchors {
  readonly #claimed = signal<ReadonlySet<string>>(new Set());

  /** Takes the points of an opened link. */
  open(points: readonly AnchorPoint[]): void {
    const own = recall();
    this.#claimed.set(new Set(points.map(textOf).filter((point) => !own.includes(point))));
  }

  /** Those of a scenario's points that are still the link's word. */
  among(points: readonly AnchorPoint[]): readonly AnchorPoint[] {
    const claimed = this.#claimed.get();
    return claimed.size === 0 ? [] : points.filter((point) => claimed.has(textOf(point)));
  }

  /** The visitor says that they measured them. */
  confirm(): void {
    remember([...new Set([...recall(), ...this.#claimed.get()])]);
    this.#claimed.set(new Set());
  }
}

/** Two points are one when they say the same, in whatever order their keys came. */
const textOf = (point: AnchorPoint): string => JSON.stringify(Object.entries(point).sort(([a], [b]) => a.localeCompare(b)));

function recall(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter((point) => typeof point === 'string') : [];
  } catch {
    return [];
  }
}

function remember(points: readonly string[]): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(points));
  } catch {
    // Refused, as in a sandboxed frame: the word lasts as long as the page.
  }
}
