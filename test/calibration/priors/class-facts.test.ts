import { describe, expect, it } from 'vitest';
import { knownComputeShare, realisedShare, standing, sustainedShare } from '../../../src/calibration/priors/class-facts.ts';
import { unknownSilicon, type ChipSpec } from '../../../src/model/chip.ts';

const chip = (more: Partial<ChipSpec>): ChipSpec => ({
  id: 'x',
  name: 'X',
  class: 'nvidia-datacenter',
  announced: false,
  memoryBytes: 80e9,
  memoryBandwidth: 3e12,
  peak: { bf16: 989e12 },
  scaleUpBandwidth: null,
  scaleUpSize: null,
  scaleOutBandwidth: null,
  tdp: 700,
  systemPower: null,
  silicon: unknownSilicon,
  matrixShare: null,
  ...more,
});

describe('what power sustains', () => {
  it('is the fourth root of the share of a module’s joules per FLOP: an H100 of 350 W at the same peak keeps 0.84', () => {
    expect(sustainedShare(chip({}), 'hopper')).toBe(1);
    expect(sustainedShare(chip({ tdp: 350 }), 'hopper')).toBeCloseTo(0.5 ** 0.25, 12);
    expect(sustainedShare(chip({ tdp: 1400 }), 'hopper')).toBe(1);
  });

  it('is against the module of its own family', () => {
    // A100 400 W for 312 TFLOPS, B200 1000 W for 2250.
    expect(sustainedShare(chip({ tdp: 200, peak: { bf16: 312e12 } }), 'ampere')).toBeCloseTo(0.5 ** 0.25, 12);
    expect(sustainedShare(chip({ tdp: 500, peak: { bf16: 2250e12 } }), 'blackwell')).toBeCloseTo(0.5 ** 0.25, 12);
    expect(sustainedShare(chip({ tdp: 1 }), 'rubin')).toBe(1);
  });

  it('is in proportion on graphics dies, against 600 W for 467.8 TFLOPS', () => {
    const l4 = chip({ class: 'nvidia-workstation', tdp: 72, peak: { bf16: 121e12 } });
    expect(sustainedShare(l4, 'ada')).toBeCloseTo(72 / 121 / (600 / 467.8), 12);
    expect(sustainedShare({ ...l4, tdp: 300 }, 'ada')).toBe(1);
  });

  it('is all where power or peak is unknown', () => {
    expect(sustainedShare(chip({ tdp: null }), 'hopper')).toBe(1);
    expect(sustainedShare(chip({ tdp: 1, peak: { fp8: 1e15 } }), 'hopper')).toBe(1);
  });
});

describe('what a narrower format’s datasheet realises', () => {
  // From a doubling 1.45 was realised: each further doubling keeps 1.45/2.
  it('keeps doublings, and 0.725 of each further one', () => {
    expect(realisedShare(chip({ peak: { bf16: 1e15, fp8: 2e15 } }), 'fp8')).toBe(1);
    expect(realisedShare(chip({ peak: { bf16: 1e15, fp8: 4e15 } }), 'fp8')).toBeCloseTo(0.725, 12);
    expect(realisedShare(chip({ peak: { bf16: 1e15, int8: 4e15 } }), 'int8')).toBeCloseTo(0.725, 12);
    expect(realisedShare(chip({ peak: { bf16: 1e15, fp8: 4e15, fp4: 16e15 } }), 'fp4')).toBeCloseTo(0.725 ** 2, 12);
  });

  it('is all for formats without a wider one, or that the chip lacks', () => {
    expect(realisedShare(chip({}), 'bf16')).toBe(1);
    expect(realisedShare(chip({}), 'fp8')).toBe(1);
    expect(realisedShare(chip({ peak: { fp8: 9e15 } }), 'fp8')).toBe(1);
  });
});

it('takes 0.92 of the best of a shape search', () => {
  expect(knownComputeShare(chip({ class: 'amd-instinct', matrixShare: 0.511 }))).toBeCloseTo(0.511 * 0.92, 12);
  expect(knownComputeShare(chip({ class: 'intel-gaudi', matrixShare: 0.741 }))).toBeCloseTo(0.741 * 0.92, 12);
  expect(knownComputeShare(chip({ class: 'amd-instinct' }))).toBeUndefined();
});

it('widens where nobody timed a kernel, and says so', () => {
  const widenings = Object.entries(standing).map(([name, { timed, widening }]) => `${name} ${timed} ${widening}`);
  expect(widenings).toEqual([
    'nvidia-datacenter true 1',
    'nvidia-workstation true 1',
    'intel-workstation true 1',
    'amd-instinct true 1.5',
    'intel-gaudi true 1.5',
    'tpu false 2',
    'trainium false 2',
    'ascend false 2',
    'dataflow false 2.5',
    'client false 2',
  ]);
});
