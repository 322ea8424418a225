/** Where the built page is: beside the built command line. */
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnavailableError } from './errors.ts';

/** The address at which `npm start` serves the lab, and the one that links carry unless told otherwise. */
export const localAddress = 'http://localhost:4173/';

/** @throws UnavailableError where the page has not been built */
export async function pageFolder(): Promise<string> {
  const folder = dirname(fileURLToPath(import.meta.url));
  try {
    await access(join(folder, 'index.html'));
    return folder;
  } catch {
    throw new UnavailableError(`no built page in ${folder}: run "npm run build" first`);
  }
}
