/**
 * Lengths of requests that are not alike, as people say them: one spread for both, a spread each, or median and 90th percentile,
 * from which the mean follows. What is kept is the mean, in `inputTokens` and `outputTokens`, and a spread beside it.
 */
import { z80 } from '../stats/normal.ts';
import { join } from './consistency.ts';
import { fail, type Parsed } from './input-error.ts';
import type { Scenario } from './scenario.ts';
import { maxTokens, mostSpread } from './schema.ts';

type Length = number | { readonly p50: number; readonly p90: number };
export type GivenLengths = { readonly spread: number } | { readonly input?: Length | undefined; readonly output?: Length | undefined };
type Means = Partial<Pick<Scenario, 'inputTokens' | 'outputTokens'>>;

/** As many digits of a spread as a link is read with: a ten-thousandth of it moves no answer. */
const digits = 4;

/**
 * @param given keys as they came: a mean beside its percentiles says twice how long a request is
 * @param path where the scenario stands in its line
 */
export function readLengths(
  lengths: GivenLengths | null,
  given: Readonly<Record<string, unknown>>,
  path: string,
): Parsed<Pick<Scenario, 'lengths'> & Means> {
  if (lengths === null) return { ok: true, value: { lengths } };
  const means: { -readonly [Key in keyof Means]: number } = {};
  const spread = { input: 0, output: 0 };
  for (const part of ['input', 'output'] as const) {
    const length = 'spread' in lengths ? lengths.spread : (lengths[part] ?? 0);
    if (typeof length === 'number') {
      spread[part] = length;
      continue;
    }
    const { p50, p90 } = length;
    const key = `${part}Tokens` as const;
    const at = join(path, `lengths.${part}`);
    if ((given[key] ?? null) !== null)
      return fail('inconsistent', join(path, key), `the mean follows from the percentiles in lengths.${part}; leave one of them out`);
    if (p90 < p50) return fail('inconsistent', `${at}.p90`, `the 90th percentile, ${p90}, lies below the median, ${p50}`);
    const deviation = Math.log(p90 / p50) / z80;
    const mean = Math.round(p50 * Math.exp(deviation ** 2 / 2));
    if (deviation > mostSpread || mean > maxTokens)
      return fail(
        'out-of-range',
        `${at}.p90`,
        `expected less: from a median of ${p50} to ${p90} is a spread of ${deviation.toFixed(2)}, a mean of ${mean}`,
      );
    spread[part] = Number(deviation.toPrecision(digits));
    means[key] = mean;
  }
  return { ok: true, value: { ...means, lengths: spread.input === 0 && spread.output === 0 ? null : spread } };
}
