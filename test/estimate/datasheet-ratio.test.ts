import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibration/calibrate.ts';
import misses from '../../src/calibration/datasheet-ratio.json' with { type: 'json' };
import { accelerator } from '../../src/catalogue/accelerators.ts';
import { datasheetRatio, scaledRun } from '../../src/estimate/own-gpu/datasheet-ratio.ts';
import { ownGpu } from '../../src/estimate/own-gpu/own-gpu.ts';
import { transferShift } from '../../src/estimate/own-gpu/transfer-shift.ts';
import { parseRun } from '../../src/run/parse.ts';
import { defaultScenario } from '../../src/scenario/defaults.ts';
import { scaledRows } from '../../src/validation/datasheet-ratio.ts';
import { servingRows } from '../../src/validation/published-rows.ts';
import type { ServingRow } from '../../src/validation/serving-rows.ts';

const h100 = accelerator('h100-80-sxm');
const h200 = accelerator('h200-sxm');

describe('the ratio of datasheets', () => {
  it('is that of bandwidths and of peaks in the weights’ format', () => {
    const ratio = datasheetRatio(defaultScenario, 'h100-80-sxm', 'h200-sxm');
    expect(ratio?.decode).toBeCloseTo((h100?.memoryBandwidth?.value ?? 0) / (h200?.memoryBandwidth?.value ?? 1), 12);
    expect(ratio?.prefill).toBeCloseTo((h100?.peak.fp8?.value ?? 0) / (h200?.peak.fp8?.value ?? 1), 12);
  });

  it('is one against itself, and turns over both ways', () => {
    expect(datasheetRatio(defaultScenario, 'b200-sxm', 'b200-sxm')).toEqual({ decode: 1, prefill: 1 });
    const there = datasheetRatio(defaultScenario, 'a100-80-sxm', 'b200-sxm');
    const back = datasheetRatio(defaultScenario, 'b200-sxm', 'a100-80-sxm');
    expect((there?.decode ?? 0) * (back?.decode ?? 0)).toBeCloseTo(1, 12);
  });

  it('is none where a rate is unknown', () => {
    expect(datasheetRatio(defaultScenario, 'tpu-v8', 'h200-sxm')).toBeNull();
  });
});

describe('published rows scaled so', () => {
  it('are rows of the same configuration on another accelerator', () => {
    const [first] = servingRows();
    const row = (accelerator: string, measured: number, concurrency = 8): ServingRow => ({
      ...(first as ServingRow),
      metric: 'timePerOutputToken',
      measured,
      scenario: { ...defaultScenario, accelerator, concurrency },
    });
    const scaled = scaledRows([row('h100-80-sxm', 0.02), row('h100-80-sxm', 0.03), row('h200-sxm', 0.01), row('b200-sxm', 0.01, 9)]);
    expect(scaled.map((each) => [each.source.scenario.accelerator, each.row.measured])).toEqual([
      ['h100-80-sxm', 0.01],
      ['h200-sxm', 0.02],
      ['h200-sxm', 0.03],
    ]);
    expect(scaled[0]?.predicted).toBeCloseTo(0.025 * ((h100?.memoryBandwidth?.value ?? 0) / (h200?.memoryBandwidth?.value ?? 1)), 12);
  });

  it('miss by more than a quarter between published accelerators', () => {
    expect(misses.timePerOutputToken.error).toBeGreaterThan(0.2);
    expect(misses.timePerOutputToken.rows).toBeGreaterThan(200);
  });
});

describe('a run scaled so', () => {
  const parsed = parseRun(readFileSync(new URL('../fixtures/run-software.json', import.meta.url), 'utf8'));
  const run = parsed.ok ? parsed.run : null;

  it('is not said of a processor', () => {
    const calibration = run && calibrate(run);
    expect(calibration && transferShift(calibration, defaultScenario).rule).toBeNull();
  });

  it('is the own time by the ratio of measured to rated bandwidth, with its miss beside it', () => {
    const calibration = run && calibrate({ ...run, adapter: { ...run.adapter, fallback: false } });
    const own = calibration && ownGpu(calibration, defaultScenario, null);
    const rule = own && scaledRun(calibration, own, defaultScenario);
    const ratio = (calibration?.ceilings.read?.value ?? 0) / (h200?.memoryBandwidth?.value ?? 1);
    expect(rule?.scaled.value).toBeCloseTo((own?.timePerOutputToken.value ?? 0) * ratio, 12);
    expect(rule?.miss).toBe(misses.timePerOutputToken.error);
    expect(rule?.estimated?.unit).toBe('s');
  });
});
