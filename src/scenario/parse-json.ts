import { fail, type Parsed } from './input-error.ts';

/** JSON as a value, or `bad-json` with the parser's own words. */
export function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return fail('bad-json', '', error instanceof Error ? error.message : 'not JSON');
  }
}
