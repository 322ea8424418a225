/**
 * What engines logged at start about their KV cache, and what did not start: facts that people published, against the estimate. The score may
 * rise and never fall; rows marked `unseen` were looked up after the arithmetic was written.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { estimateScenario } from '../../src/estimate/estimate-scenario.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

interface Row {
  readonly id: string;
  readonly scenario: unknown;
  readonly source: string;
  readonly expect: { readonly cacheTokens?: number; readonly feasible?: boolean };
  /** Share of the value; stated where the source rounds. */
  readonly tolerance?: number;
  readonly unseen?: boolean;
}

const rows = readFileSync(new URL('memory.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

function answer(row: Row) {
  const parsed = parseScenario(row.scenario);
  if (!parsed.ok) throw new Error(`${row.id}: ${parsed.error.path}: ${parsed.error.message}`);
  return estimateScenario(parsed.value);
}

const judged = rows.flatMap((row) => {
  const logged = row.expect.cacheTokens;
  if (logged === undefined) return [];
  const tokens = answer(row).cacheTokens;
  return [{ id: row.id, error: tokens ? tokens.value / logged - 1 : -1, inside: tokens !== null && tokens.low <= logged && logged <= tokens.high }];
});

describe('the KV cache that engines log', () => {
  const errors = judged.map(({ error }) => Math.abs(error)).sort((a, b) => a - b);
  const inside = judged.filter((each) => each.inside).length / judged.length;
  const table = judged.map(({ id, error, inside: within }) => `${id} ${(100 * error).toFixed(0)} %${within ? '' : ' outside'}`).join(', ');

  it('is met within 9 % at the median', () => {
    expect(errors[Math.floor(errors.length / 2)], table).toBeLessThanOrEqual(0.09);
  });

  it('lies inside the interval three times of four', () => {
    expect(inside, table).toBeGreaterThanOrEqual(0.75);
  });
});

describe('what starts, and what does not', () => {
  it.each(rows.filter((row) => row.expect.feasible !== undefined).map((row) => [row.id, row] as const))('%s', (_, row) => {
    expect(answer(row).feasible).toBe(row.expect.feasible);
  });
});

describe('DeepSeek-R1 in 8 bits', () => {
  it.each(['b200-sxm', 'gb200-nvl72'])('is not refused on four %s', (accelerator) => {
    expect(
      answer({
        id: accelerator,
        source: '',
        expect: {},
        scenario: { model: 'deepseek-r1', accelerator, accelerators: 4, weights: 'fp8', concurrency: 4 },
      }).feasible,
    ).toBe(true);
  });
});
