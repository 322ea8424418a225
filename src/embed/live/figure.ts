/** What a figure found: the one number that it is about, and what stands under it. */
import type { PosterRow } from '../../share/poster.ts';
import type { Quantity } from '../../units/quantity.ts';

export interface Found {
  readonly heading: string;
  readonly quantity: Quantity | null;
  /** In place of the number. */
  readonly words: string | null;
  readonly body: readonly Node[];
  /** Its few most telling rows, for a poster; none where a poster has no chart. */
  readonly rows?: readonly PosterRow[];
}
