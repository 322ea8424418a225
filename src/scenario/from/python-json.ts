/** JSON as Python writes it: `NaN` and `Infinity` stand bare where a number would. They become the words `nan`, `inf` and `-inf`. */
import { ResultError } from './result.ts';

const bareWords = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;
const words: Readonly<Record<string, string>> = { Infinity: '"inf"', '-Infinity': '"-inf"', NaN: '"nan"' };

/**
 * @param line of the text's first character in what was handed in, for the words of an error
 * @throws ResultError naming the line at which it stops being JSON
 */
export function parsePythonJson(text: string, line: number): unknown {
  const plain = text.replace(bareWords, (found) => words[found] ?? found);
  try {
    return JSON.parse(plain) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : 'not JSON';
    const at = /position (\d+)/.exec(message)?.[1];
    const before = at === undefined ? plain : plain.slice(0, Number(at));
    throw new ResultError(line + before.split('\n').length - 1, '', `not JSON: ${message}`);
  }
}
