/**
 * One line of JSON in, one line of JSON out: the form of the `operators` command. A wrong line is answered with the
 * field that is wrong; it never stops the lines after it.
 */
import { answerOperator } from '../../estimate/operators/operator-query.ts';
import type { RowAnswer } from './json-lines.ts';
import { errorLine, namedBy, readRowObject } from './row-object.ts';

/** Six significant digits: past what any interval supports. */
const significantDigits = 6;

export function answerOperatorLine(text: string): RowAnswer {
  const row = readRowObject(text, 'a line is a JSON object: { "op", "accelerator", … }');
  if (!row.ok) return { line: errorLine({}, row.error), failed: true };
  const { id: _, ...query } = row.value;
  const answer = answerOperator(query);
  if (!answer.ok) return { line: errorLine(namedBy(row.value), answer.error), failed: true };
  const { seconds, evidence } = answer.value;
  const round = (number: number): number => Number(number.toPrecision(significantDigits));
  const rounded = { value: round(seconds.value), low: round(seconds.low), high: round(seconds.high) };
  return { line: JSON.stringify({ ...namedBy(row.value), seconds: rounded, evidence }), failed: false };
}
