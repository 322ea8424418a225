/** Reads a measuring run that `measure --out` or the page wrote. */
import { readFile } from 'node:fs/promises';
import type { Run } from '../run/run.ts';
import { UsageError } from './errors.ts';

/** @throws UsageError naming the file and what is wrong with it */
export async function readRun(file: string): Promise<Run> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--run ${file} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { parseRun } = await import('../run/parse.ts');
  const parsed = parseRun(text);
  if (!parsed.ok) throw new UsageError(`--run ${file} is not a run: ${parsed.message}`);
  return parsed.run;
}
