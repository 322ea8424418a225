import { describe, expect, it } from 'vitest';
import { accelerators } from '../../src/catalogue/accelerators.ts';
import { models } from '../../src/catalogue/models.ts';
import { defaultScenario, scenarioKeys } from '../../src/scenario/defaults.ts';
import type { KernelResult } from '../../src/run/run.ts';
import { adapterName, badgesOf, featureWords } from '../../src/ui/text/device.ts';
import { familyLines } from '../../src/ui/text/kernels.ts';
import { numberWord, severalOf, shortModel, shortName } from '../../src/ui/text/names.ts';
import { acceleratorOptions, modelOptions } from '../../src/ui/text/options.ts';
import { acceleratorWords, changeWords, loadWords, ownershipWords, workloadWords } from '../../src/ui/text/phrases.ts';

describe('names in a sentence', () => {
  it.each([
    ['H200 SXM 141GB', 'H200'],
    ['H100 PCIe 80GB', 'H100 PCIe'],
    ['GB200 NVL72 (per GPU)', 'GB200'],
    ['Instinct MI300X', 'MI300X'],
    ['GeForce RTX 4090', 'RTX 4090'],
    ['Vera Rubin VR200 NVL72 (announced 2025 as NVL144, counting dies)', 'VR200'],
    ['TPU v6e Trillium', 'TPU v6e'],
    ['L4', 'L4'],
  ])('%s is said as %s', (name, short) => expect(shortName(name)).toBe(short));

  it('stay apart: no two accelerators share a short name', () => {
    const short = accelerators().map(({ name }) => shortName(name));
    expect(short.filter((name, index) => short.indexOf(name) !== index)).toEqual([]);
  });
  it('are never empty', () => {
    for (const { name } of [...accelerators(), ...models()]) expect(shortModel(shortName(name)).length).toBeGreaterThan(1);
  });
  it('count in words up to twelve', () => {
    expect(numberWord(2)).toBe('two');
    expect(numberWord(16)).toBe('16');
    expect(severalOf(2, 'H200 SXM 141GB')).toBe('two H200s');
    expect(severalOf(1, 'Gaudi 3')).toBe('one Gaudi 3');
    expect(severalOf(8, 'TPU v6e Trillium')).toBe('eight TPU v6e chips');
  });
});

describe('phrases', () => {
  it('say the opening scenario', () => {
    expect(acceleratorWords({ ...defaultScenario, accelerators: 2 }, null)).toBe('two H200s');
    expect(workloadWords(defaultScenario)).toBe('chat, 1k in and 1k out');
    expect(loadWords(defaultScenario)).toBe('as many users as keep it quick');
    expect(loadWords({ ...defaultScenario, concurrency: 32 })).toBe('32 users at once');
    expect(ownershipWords(defaultScenario.ownership)).toBe('rented by the hour');
  });
  it('say how many the lab took where the number was left to it', () => {
    expect(acceleratorWords({ ...defaultScenario, accelerators: null }, 4)).toBe('four H200s');
  });
  it('say an accelerator of one’s own without a plural', () => {
    const own = { name: 'My H200', class: 'nvidia-datacenter', memoryBytes: 1e11, memoryBandwidth: 4e12, peak: { bf16: 1e15 } };
    expect(acceleratorWords({ ...defaultScenario, accelerators: 2, accelerator: own }, null)).toBe('2 × My H200');
  });
  it('say exact numbers where no preset fits', () => {
    expect(workloadWords({ ...defaultScenario, inputTokens: 3000, prefixHitRate: 0.25 })).toBe('3k in and 1k out, 25 % cached');
  });
  it('say an open load, all that fits, and a price of one’s own', () => {
    expect(loadWords({ ...defaultScenario, requestsPerSecond: 2.5 })).toBe('2.5 requests a second');
    expect(loadWords({ ...defaultScenario, concurrency: 'max' })).toBe('as many users as fit');
    expect(ownershipWords({ usdPerAcceleratorHour: 2 })).toBe('rented at $2.00 an hour each');
  });
  it('have words for a change of every key', () => {
    for (const key of scenarioKeys) expect(changeWords(key, defaultScenario)).toMatch(/\S/);
  });
});

describe('options', () => {
  it('mark what is announced and what has no price', () => {
    const badges = new Map(acceleratorOptions().map(({ id, badge }) => [id, badge]));
    expect(badges.get('vr200-nvl72')).toBe('announced');
    expect(badges.get('h200-sxm')).toBeUndefined();
  });
  it('offer the whole catalogue', () => {
    expect(acceleratorOptions()).toHaveLength(accelerators().length);
    expect(modelOptions()).toHaveLength(models().length);
  });
});

describe('what was measured so far', () => {
  const result = (kernel: string, flops: number, bytes: number, median: number): KernelResult => ({
    id: kernel,
    kernel,
    variant: '',
    dtype: 'f32',
    shape: {},
    flops,
    bytes,
    samples: [],
    median,
    low: median,
    high: median,
    checks: [],
    badges: [],
  });
  it('is one line a family, its best rate in the unit that judges it', () => {
    expect(
      familyLines([
        result('gemm', 1e12, 1, 0.5),
        result('gemm', 1e12, 1, 0.25),
        result('mem.read', 0, 3e9, 0.01),
        result('launch.dispatch', 0, 0, 6e-6),
      ]),
    ).toEqual([
      { name: 'Stream read', rate: '300 GB/s' },
      { name: 'Launch to launch', rate: '6.00 µs' },
      { name: 'Matrix multiply', rate: '4.00 TFLOP/s' },
    ]);
  });
  it('is nothing before the first result', () => expect(familyLines([])).toEqual([]));
});

describe('devices', () => {
  const adapter = {
    vendor: 'apple',
    architecture: 'metal-3',
    device: '',
    description: '',
    fallback: false,
    features: ['shader-f16', 'subgroups'],
    limits: {},
  };
  it('are named by what a browser tells', () => {
    expect(adapterName(adapter)).toBe('Apple Metal 3');
    expect(featureWords(adapter)).toBe('WebGPU with f16 and subgroups');
  });
  it('are the processor’s where the adapter is software, and whose it is is said', () => {
    expect(adapterName({ ...adapter, fallback: true })).toBe('This computer’s processor');
    expect(adapterName({ ...adapter, fallback: true }, 'Some')).toBe('Some computer’s processor');
  });
  it('have a name even where the browser gives none', () => {
    expect(adapterName({ ...adapter, vendor: '', architecture: '' })).toBe('A GPU without a name');
  });
  it('show each badge of a run once', () => {
    expect(badgesOf({ kernels: [{ badges: ['noisy'] }, { badges: ['noisy', 'wall-clock'] }] })).toEqual(['noisy', 'wall-clock']);
  });
});
