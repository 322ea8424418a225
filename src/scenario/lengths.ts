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

/** As many digits of a spread as a link is read with: a ten-thousandth of it moves no answer. */
const digits = 4;

/**
 * @param given keys as they came: a mean beside its percentiles says twice how long a request is
 * @param path where the scenario stands in its line
 * @returns the keys of a scenario that follow
 */
export function readLengths(lengths: GivenLengths | null, given: Readonly<Record<string, unknown>>, path: string): Parsed<Partial<Scenario>> {
  if (lengths === null) return { ok: true, value: {} };
  const means: Record<string, number> = {};
  const spread = { input: 0, output: 0 };
  for (const part of ['input', 'output'] as const) {
    const length = 'spread' in lengths ? lengths.spread : (lengths[part] ?? 0);
    if (typeof length === 'number') {
      spread[part] = length;
      continue;
    }
    const { p50, p90 } = length;
    const key = `${part}Tokens`;
    const at = join(path, `lengths.${part}.p90`);
    if ((given[key] ?? null) !== null) return fail('inconsistent', join(path, key), `it follows from lengths.${part}; leave one of them out`);
    const deviation = Math.log(p90 / p50) / z80;
    if (!(deviation >= 0 && deviation <= mostSpread))
      return fail('out-of-range', at, `expected ${p50} to ${Math.floor(p50 * Math.exp(mostSpread * z80))}, got ${p90}`);
    means[key] = Math.min(Math.round(p50 * Math.exp(deviation ** 2 / 2)), maxTokens);
    spread[part] = Number(deviation.toPrecision(digits));
  }
  return { ok: true, value: { ...means, lengths: spread.input + spread.output === 0 ? null : spread } };
}
