/**
 * The closed form beside the simulation: over drawn scenarios the simulated mean lies inside the estimate's own 80 %
 * interval far more often than not, whatever the engine and however requests arrive.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/estimate/estimate.ts';
import { estimateScenario, operate } from '../../src/estimate/estimate-scenario.ts';
import { simulateScenario } from '../../src/estimate/simulate/simulate-scenario.ts';
import type { SimulatedEstimate } from '../../src/estimate/simulate/simulated-estimate.ts';
import { model } from '../../src/catalogue/models.ts';
import { usualDraft } from '../../src/scenario/draft.ts';
import { scenarioDefaults } from '../../src/scenario/defaults.ts';
import { engines, type Scenario } from '../../src/scenario/scenario.ts';
import { seeded } from '../../src/stats/random.ts';

const seed = 9;
const count = 60;
/** Of 60, where one pool does both; the seed in use has 56 or more of each. */
const leastInside = 54;
/** With pools less: vLLM's decode ranks preempt when they are nearly full, which no closed form here follows. The seed in use has 53 or more. */
const leastInsideWithPools = 48;
const openPool = { accelerators: null, parallel: null };

const fields = ['timeToFirstToken', 'timePerOutputToken', 'requestLatency', 'outputTokensPerSecond'] as const;
type Field = (typeof fields)[number];

function* scenarios(serving: Scenario['serving']): Generator<Scenario> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)] as T;
  for (;;) {
    const plain: Scenario = {
      ...scenarioDefaults,
      model: pick(['llama-3.1-8b', 'llama-3.3-70b', 'qwen3-32b', 'qwen3-30b-a3b', 'gpt-oss-120b', 'deepseek-r1']),
      accelerator: pick(['a100-80-sxm', 'h100-80-sxm', 'h200-sxm', 'b200-sxm', 'mi300x']),
      accelerators: pick([null, null, 8, 16]),
      engine: pick(engines),
      inputTokens: pick([64, 512, 2000, 8000, 30_000]),
      outputTokens: pick([16, 32, 128, 400, 1500]),
      prefixHitRate: pick([0, 0, 0.5, 0.9]),
      serving,
    };
    const row = typeof plain.model === 'string' ? model(plain.model) : undefined;
    const draft = random.uniform() < 0.1 && row ? usualDraft(row) : null;
    const scenario = draft === null ? plain : { ...plain, speculative: { draftTokens: 3, acceptance: 0.7, draft } };
    const open = random.uniform() < 0.5;
    const place = random.uniform();
    const full = operate({ ...scenario, concurrency: 'max' });
    const capacity = full.ok ? full.value.points[0]?.requestsPerSecond : undefined;
    if (capacity === undefined) continue;
    yield open ? { ...scenario, requestsPerSecond: (0.2 + 0.7 * place) * capacity } : { ...scenario, concurrency: Math.round(256 ** place) };
  }
}

const simulatedMean = (result: SimulatedEstimate, field: Field): number | undefined =>
  field === 'outputTokensPerSecond' ? result.outputTokensPerSecond?.value : result[field]?.mean.value;

/** A rate that was asked for has no interval, and 2,000 arrivals at random keep it within this share. */
const sampling = 0.06;

/** Both may say that more comes than is served; then there is no mean to compare. */
function agrees(estimate: Estimate, result: SimulatedEstimate, field: Field): boolean {
  const [quantity, mean] = [estimate[field], simulatedMean(result, field)];
  if (result.saturated && estimate.unknown['timeToFirstToken'] !== undefined) return true;
  const own = field === 'outputTokensPerSecond' ? sampling : 0;
  return quantity !== null && mean !== undefined && mean >= quantity.low * (1 - own) && mean <= quantity.high * (1 + own);
}

const words = (scenario: Scenario, estimate: Estimate, result: SimulatedEstimate, field: Field): string =>
  `${field}: ${estimate[field]?.value.toPrecision(3) ?? 'none'} estimated, ${simulatedMean(result, field)?.toPrecision(3) ?? 'none'} simulated: ${JSON.stringify(scenario)}`;

describe.each([
  { name: 'one pool', serving: 'aggregated' as const, least: leastInside },
  { name: 'separate pools', serving: { prefill: openPool, decode: openPool }, least: leastInsideWithPools },
])(`${count} scenarios of seed ${seed}, $name`, ({ serving, least }) => {
  const outside = new Map<Field, string[]>(fields.map((field) => [field, []]));
  beforeAll(() => {
    let compared = 0;
    for (const scenario of scenarios(serving)) {
      if (compared++ === count) break;
      const [estimate, result] = [estimateScenario(scenario), simulateScenario(scenario)];
      for (const field of fields) if (!agrees(estimate, result, field)) outside.get(field)?.push(words(scenario, estimate, result, field));
    }
    // Ten seconds of one core, a minute with pools; a machine with others on it takes longer.
  }, 600_000);

  it.each(fields)('the simulated %s lies inside the estimate’s interval in all but a few', (field) => {
    const missed = outside.get(field) ?? [];
    expect(count - missed.length, `seed ${seed}\n${missed.join('\n')}`).toBeGreaterThanOrEqual(least);
  });
});
