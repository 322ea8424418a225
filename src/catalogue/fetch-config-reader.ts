/** Loads the reader of pasted configurations: for a thread that seldom meets one. */
export async function fetchConfigReader(): Promise<void> {
  const { bringConfigReader } = await import('./bring-config-reader.ts');
  bringConfigReader();
}
