/** Loads the tables of places: for a thread that seldom meets a site. */
export async function fetchSites(): Promise<void> {
  const { bringSites } = await import('./bring-sites.ts');
  bringSites();
}
