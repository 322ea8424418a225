/** Reads a measuring run that `measure --out` or the page wrote. */
import type { Run } from '../run/run.ts';
import { UsageError } from './errors.ts';
import { readTextFile } from './input.ts';

/** @throws UsageError naming the file and what is wrong with it */
export async function readRun(file: string): Promise<Run> {
  const text = await readTextFile(file, '--run');
  const { parseRun } = await import('../run/parse.ts');
  const parsed = parseRun(text);
  if (!parsed.ok) throw new UsageError(`--run ${file} is not a run: ${parsed.message}`);
  return parsed.run;
}
