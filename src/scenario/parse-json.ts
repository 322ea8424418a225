import { fail, type Parsed } from './input-error.ts';

/**
 * JSON as a value, or `bad-json` with the parser's own words. Python writes `Infinity` and `NaN` as bare words, and so
 * do configurations on the Hugging Face hub: they are read as text, so that no field takes one for a number.
 */
export function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const quoted = withQuotedWords(text);
    if (quoted !== text) {
      try {
        return { ok: true, value: JSON.parse(quoted) as unknown };
      } catch {
        // The first error speaks of the text as it was given.
      }
    }
    return fail('bad-json', '', error instanceof Error ? error.message : 'not JSON');
  }
}

/** Strings are passed over whole, so that a word within one stays as it is. */
const stringOrWord = /"(?:[^"\\]|\\.)*"|-?\b(?:Infinity|NaN)\b/g;

const withQuotedWords = (text: string): string => text.replace(stringOrWord, (found) => (found.startsWith('"') ? found : `"${found}"`));
