/**
 * One line of JSON in, one line of JSON out: the form of the `operators` command. A wrong line is answered with the
 * field that is wrong; it never stops the lines after it.
 */
import { operators, parseJson, type InputError } from '../../index.ts';
import type { Answer } from './estimate-lines.ts';

/** Six significant digits: past what any interval supports. */
const significantDigits = 6;

export function answerOperatorLine(text: string): Answer {
  const json = parseJson(text);
  if (!json.ok) return wrong(undefined, json.error);
  const value = json.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong(undefined, { code: 'wrong-type', path: '', message: 'a line is a JSON object: { "op", "accelerator", … }' });
  }
  const { id, ...query } = value as Record<string, unknown>;
  const answer = operators(query);
  if (!answer.ok) return wrong(id, answer.error);
  const { seconds, evidence } = answer.value;
  const round = (number: number): number => Number(number.toPrecision(significantDigits));
  const rounded = { value: round(seconds.value), low: round(seconds.low), high: round(seconds.high) };
  return { line: JSON.stringify({ ...named(id), seconds: rounded, evidence }), failed: false };
}

const named = (id: unknown): { id?: unknown } => (id === undefined ? {} : { id });

const wrong = (id: unknown, error: InputError): Answer => ({ line: JSON.stringify({ ...named(id), error }), failed: true });
