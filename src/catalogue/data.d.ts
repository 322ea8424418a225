/** What `src/catalogue/build/data-modules.ts` makes of data files: a `Table` of `table.ts`, which an ambient module cannot import, and lines. */
declare module '*.csv' {
  export const table: { readonly rows: number; readonly columns: readonly (readonly [name: string, cells: readonly (string | number)[]])[] };
}

declare module '*.jsonl' {
  /** One value a line, unchecked. */
  export const rows: readonly unknown[];
}
