/** Waiting at an open door, from the service time of a prompt alone. */
import { describe, expect, it } from 'vitest';
import { operate } from '../../../src/estimate/estimate-scenario.ts';
import { openPoint, saturation } from '../../../src/estimate/load/open-arrivals.ts';
import { operatingPoint } from '../../../src/estimate/load/operating-point.ts';
import { scenarioDefaults } from '../../../src/scenario/defaults.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

const scenario: Scenario = {
  ...scenarioDefaults,
  model: 'llama-3.1-8b',
  accelerator: 'h100-80-sxm',
  accelerators: 2,
  engine: 'vllm',
  weights: 'bf16',
  concurrency: 8,
  parallel: { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 },
};
const seen = operate(scenario);
if (!seen.ok) throw new Error('the control does not fit');
const { engine } = seen.value.points[0]!;
const { deployment } = seen.value.choice.candidate;
const open = { ...scenario, concurrency: null };
const full = operatingPoint(deployment, engine, open, 2, 'max');
if (!full) throw new Error('the control does not fit');
const at = (load: number) => openPoint(deployment, engine, open, 2, load * full.requestsPerSecond);

describe('open arrivals', () => {
  it.each([0.1, 0.5, 0.9])('at %f of capacity wait as M/D/1 does: λS²/(2(1 − ρ)) on each of two ranks', (load) => {
    const point = at(load);
    const rate = (load * full.requestsPerSecond) / 2;
    const service = point?.steady.promptSeconds ?? Number.NaN;
    const wait = (rate * service ** 2) / (2 * (1 - load));
    expect(point?.steady.queueSeconds).toBeCloseTo(wait, 12);
    // Half of M/M/1's, and at half load half of a service time were it all that a rank did: ρS/(2(1 − ρ)).
    expect(wait).toBeLessThan((rate * service ** 2) / (1 - load));
  });

  it('give the rate that comes, with the requests in flight that it keeps busy (Little’s law)', () => {
    const point = at(0.5);
    expect(point?.requestsPerSecond).toBeCloseTo(full.requestsPerSecond / 2, 12);
    expect(point?.outputTokensPerSecond).toBeCloseTo((full.requestsPerSecond / 2) * scenario.outputTokens, 9);
    const steady = operatingPoint(deployment, engine, open, 2, point?.admitted ?? 0);
    expect(steady?.requestsPerSecond).toBeWithinPercent(full.requestsPerSecond / 2, 0.01);
  });

  it('are saturated from 95 % of capacity on, and serve no more than that', () => {
    expect(saturation).toBe(0.95);
    expect(at(0.949)?.saturated).toBe(false);
    expect(at(0.951)).toMatchObject({ saturated: true, timeToFirstToken: null });
    expect(at(0.97)?.requestsPerSecond).toBeCloseTo(0.97 * full.requestsPerSecond, 9);
    expect(at(3)?.requestsPerSecond).toBeCloseTo(full.requestsPerSecond, 12);
  });
});
