/** From the text of a file to a run, or to the one place that is wrong; links carry a shorter form of their own. */
import type { ParsedRun } from './run.ts';
import { parseRun as parseRunJson } from './schema.ts';

/** Reads a run, or the `run` of a file that holds one among other things, as `lab --json` writes it. */
export function parseRun(text: string): ParsedRun {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, path: '', message: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = parseRunJson(typeof value === 'object' && value !== null && 'run' in value ? value.run : value);
  if (parsed.ok || parsed.path === '') return parsed;
  return { ...parsed, message: `${parsed.path}: ${parsed.message}` };
}
