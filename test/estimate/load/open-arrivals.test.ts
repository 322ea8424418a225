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
  it('wait longer the nearer to capacity, and never less than half a pass under way', () => {
    const waits = [0.1, 0.5, 0.9].map((load) => at(load)?.steady.queueSeconds ?? Number.NaN);
    expect(waits[0]).toBeGreaterThan(0);
    expect(waits[1]).toBeGreaterThan(waits[0]!);
    expect(waits[2]).toBeGreaterThan(waits[1]!);
  });

  it('give the rate that comes, with the requests in flight that it keeps busy (Little’s law)', () => {
    const point = at(0.5);
    expect(point?.requestsPerSecond).toBeCloseTo(full.requestsPerSecond / 2, 12);
    expect(point?.outputTokensPerSecond).toBeCloseTo((full.requestsPerSecond / 2) * scenario.outputTokens, 9);
    const latency = (point?.timeToFirstToken ?? Number.NaN) + (scenario.outputTokens - 1) * (point?.timePerOutputToken ?? Number.NaN);
    expect(point?.admitted).toBeWithinPercent((latency * full.requestsPerSecond) / 2, 0.5);
  });

  it('are saturated from 95 % of capacity on, and serve no more than that', () => {
    expect(saturation).toBe(0.95);
    expect(at(0.949)?.saturated).toBe(false);
    expect(at(0.951)).toMatchObject({ saturated: true, timeToFirstToken: null });
    expect(at(0.97)?.requestsPerSecond).toBeCloseTo(0.97 * full.requestsPerSecond, 9);
    expect(at(3)?.requestsPerSecond).toBeCloseTo(full.requestsPerSecond, 12);
  });
});
