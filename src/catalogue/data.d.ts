/** What `build/data-modules.ts` makes of data files. */
declare module '*.csv' {
  export const table: import('./table.ts').Table;
}

declare module '*.jsonl' {
  /** One value a line, unchecked. */
  export const rows: readonly unknown[];
}
