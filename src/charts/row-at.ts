/** Which row of a chart of rows lies under a point; null above the first and below the last. */

export interface Rows {
  /** Pixels from the chart's top to its first row, and from one row to the next. */
  readonly top: number;
  readonly rowHeight: number;
}

export function rowAt({ top, rowHeight }: Rows, count: number, y: number): number | null {
  const index = Math.floor((y - top) / rowHeight);
  return index >= 0 && index < count ? index : null;
}
