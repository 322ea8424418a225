/** The matrix-unit probe: no software adapter has such units, so that Dawn's null backend compiles it and its sums are held against a plain loop. */
import { describe, expect, it } from 'vitest';
import { subgroupMatrices, subgroupMatrixFeature } from '../../../src/measure/gpu/subgroup-matrix.ts';
import { createPipelines } from '../../../src/measure/gpu/pipelines.ts';
import type { DeviceTraits, Instance } from '../../../src/measure/kernels/instance.ts';
import { matrixPeakCandidates } from '../../../src/measure/kernels/probes/peak-sgm.ts';
import { planPoints } from '../../../src/run/plans.ts';
import type { SubgroupMatrixConfig } from '../../../src/run/run.ts';
import { nullGpu } from '../dawn.ts';

/** What drivers report: NVIDIA through Vulkan, Apple through Metal. */
const configs: SubgroupMatrixConfig[] = [
  { component: 'f16', result: 'f32', m: 16, n: 16, k: 16 },
  { component: 'f16', result: 'f16', m: 16, n: 8, k: 16 },
  { component: 'i8', result: 'i32', m: 16, n: 8, k: 32 },
  { component: 'f32', result: 'f32', m: 8, n: 8, k: 8 },
];
/** The null adapter's largest subgroup is 128, and a workgroup has to be a multiple of it. */
const traits: DeviceTraits = {
  f16: true,
  subgroups: true,
  subgroupMin: 4,
  subgroupMax: 128,
  packedDot: true,
  subgroupMatrices: configs,
  maxInvocations: 256,
  workgroupStorage: 16_384,
  maxBinding: 2 ** 27,
};
const probes = (config: SubgroupMatrixConfig, own = traits): Instance[] =>
  matrixPeakCandidates({ ...config, groups: 64, turns: 1024 }, config, own, 1);
const named = configs.map((config) => [`${config.component} to ${config.result}, ${config.m}×${config.n}×${config.k}`, config] as const);

describe('the probe of matrix units', () => {
  it.each(named)('%s compiles', async (_name, config) => {
    const adapter = await nullGpu().requestAdapter();
    const device = await adapter?.requestDevice({ requiredFeatures: ['shader-f16', 'subgroups', subgroupMatrixFeature] });
    if (device === undefined) throw new Error('no null device');
    for (const { stages } of probes(config)) for (const stage of stages) await createPipelines(device).compile(stage);
    expect(probes(config)).toHaveLength(2);
    device.destroy();
  });

  it.each(named)('%s: no sum leaves what its type holds exactly', (_name, config) => {
    const most = config.result === 'f16' ? 2048 : config.result === 'f32' ? 2 ** 24 : 2 ** 31;
    for (const probe of probes(config)) {
      const [range] = probe.oracle(0).ranges(() => 0);
      if (range === undefined) throw new Error('no range');
      expect(range.values.every((value) => Number.isInteger(value) && Math.abs(value) <= most)).toBe(true);
      // Not all zero, and not all alike.
      expect(new Set(range.values).size).toBeGreaterThan(10);
      expect(range.start + range.values.length).toBeLessThanOrEqual(probe.buffers['sums']?.length ?? 0);
    }
  });

  it('counts its work by units, however many subgroups share them', () => {
    const [config] = configs;
    if (config === undefined) throw new Error('no configuration');
    const [fixed] = probes(config, { ...traits, subgroupMin: 32, subgroupMax: 32 });
    // Four subgroups of 32, a unit each: 2 × 16³ × 8 sums × 1024 turns × 64 groups.
    expect(fixed?.flops).toBe(2 * 16 ** 3 * 8 * 4 * 1024 * 64);
    expect(fixed?.twice?.flops).toBe(2 * (fixed?.flops ?? 0));
  });

  it('is not there for a configuration that the adapter does not report', () => {
    const [config] = configs;
    if (config === undefined) throw new Error('no configuration');
    expect(probes(config, { ...traits, subgroupMatrices: [] })).toEqual([]);
    expect(probes(config, { ...traits, subgroupMax: 0 })).toEqual([]);
  });

  it('is one point of the thorough plan for each reported configuration', () => {
    const points = (matrices: SubgroupMatrixConfig[]): unknown[] =>
      planPoints('thorough', { software: false, f16: true, subgroupMatrices: matrices }).filter(({ kernel }) => kernel === 'peak.sgm');
    expect(points(configs)).toHaveLength(configs.length);
    expect(points([])).toEqual([]);
  });
});

describe('reported configurations', () => {
  it('are read by the names of the draft; types that no kernel here has are passed over', () => {
    const reported = [
      { componentType: 'f16', resultComponentType: 'f32', M: 16, N: 16, K: 16 },
      { componentType: 'u8', resultComponentType: 'u32', M: 16, N: 16, K: 32 },
    ];
    expect(subgroupMatrices({ subgroupMatrixConfigs: reported })).toEqual(configs.slice(0, 1));
    expect(subgroupMatrices({})).toEqual([]);
  });
});
