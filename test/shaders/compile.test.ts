/**
 * Every expansion that any plan can ask for is compiled by Dawn, with the null backend: no driver, nothing runs. Devices
 * with every optional feature and with none, with small and with large limits, get different variants; all are visited.
 */
import { describe, expect, it } from 'vitest';
import { createPipelines } from '../../src/measure/gpu/pipelines.ts';
import { attentionDecode, decodeCandidates } from '../../src/measure/kernels/attention/attention-decode.ts';
import { attentionPrefill, prefillCandidates } from '../../src/measure/kernels/attention/attention-prefill.ts';
import { gemmExperts, routedCandidates } from '../../src/measure/kernels/gemm/gemm-experts.ts';
import { gemm, gemmConfigs } from '../../src/measure/kernels/gemm/gemm.ts';
import { gemmCandidates } from '../../src/measure/kernels/gemm/gemm-candidates.ts';
import { elementOf, quantisedGemm, quantisedGemmCandidates } from '../../src/measure/kernels/gemm/gemm-quantised.ts';
import { quantisedGemv, quantisedGemvCandidates } from '../../src/measure/kernels/gemv/gemv-quantised.ts';
import { gemv, gemvCandidates } from '../../src/measure/kernels/gemv/gemv.ts';
import type { DeviceTraits, Instance, Stage } from '../../src/measure/kernels/instance.ts';
import { checkProductStage, fillStage } from '../../src/measure/kernels/wgsl/check-kernels.ts';
import { instancesOf } from '../../src/measure/kernels/suite.ts';
import { planPoints } from '../../src/run/plans.ts';
import { nullGpu, openForTest } from '../measure/dawn.ts';

const full: DeviceTraits = {
  f16: true,
  subgroups: true,
  subgroupMin: 32,
  subgroupMax: 32,
  packedDot: true,
  subgroupMatrices: [],
  maxInvocations: 256,
  workgroupStorage: 32_768,
  maxBinding: 2 ** 29,
};
/** The limits that every WebGPU device has, and no optional feature. */
const bare: DeviceTraits = {
  f16: false,
  subgroups: false,
  subgroupMin: 0,
  subgroupMax: 0,
  packedDot: false,
  subgroupMatrices: [],
  maxInvocations: 256,
  workgroupStorage: 16_384,
  maxBinding: 2 ** 27,
};

function everyStage(traits: DeviceTraits): Map<string, Stage> {
  const instances: Instance[] = [];
  // The thorough plan contains the quick one. Smaller rungs differ from the first in few paths, met by their likeliest variants.
  for (const software of [false, true]) {
    for (const point of planPoints('thorough', { software, f16: traits.f16 })) {
      instancesOf(point, traits, 1).forEach((rung, index) => instances.push(...rung.candidates(index === 0 ? undefined : 3)));
    }
  }
  for (const dtype of traits.f16 ? (['f32', 'f16'] as const) : (['f32'] as const)) {
    for (const config of Object.values(gemmConfigs)) {
      // Aligned, ragged in whole vec4s, ragged in single elements.
      for (const shape of [
        { m: 256, n: 256, k: 256 },
        { m: 250, n: 252, k: 244 },
        { m: 255, n: 253, k: 251 },
      ])
        instances.push(gemm(config, shape, dtype, 1));
    }
    instances.push(gemv({ threads: 64, rows: 4, reduction: 'shared' }, { n: 7, k: 1001 }, dtype, 1));
    const ragged = { m: 17, n: 33, k: 96 };
    for (const kernel of dtype === 'f16' ? (['gemm', 'gemm.f16a16'] as const) : (['gemm'] as const))
      instances.push(...gemmCandidates(ragged, dtype, traits, 1, kernel).map((config) => gemm(config, ragged, dtype, 1, kernel)));
    for (const kernel of ['gemm.i8', 'gemm.w4a16', 'gemm.w8a16', 'gemm.w4a8'] as const)
      instances.push(
        ...quantisedGemmCandidates(kernel, ragged, traits, 1).map((tile) => quantisedGemm(kernel, tile, ragged, elementOf(kernel, traits), 1)),
      );
    const routed = { n: 33, k: 96, experts: 5, rows: 17, chosen: 2, sharing: 2 };
    for (const weights of ['f32', 'f16', 'q8', 'q4'] as const)
      instances.push(
        ...routedCandidates(routed, dtype, traits).flatMap((each) => [
          gemmExperts(weights, each, routed, dtype, 1),
          gemmExperts(weights, each, { ...routed, n: 128 }, dtype, 1),
        ]),
      );
    const seen = { batch: 1, seq: 100, heads: 4, kvHeads: 2, headDim: 64, window: 40, sinks: true };
    instances.push(...prefillCandidates(seen, dtype, traits).map((config) => attentionPrefill(config, seen, dtype, 1)));
    instances.push(...decodeCandidates(seen, traits).map((config) => attentionDecode(config, seen, dtype, 1)));
    const vectors = { n: 33, k: 96, batch: 17 };
    instances.push(...gemvCandidates(vectors, traits, 1).map((config) => gemv(config, vectors, dtype, 1)));
    for (const kernel of ['gemv.q8', 'gemv.q4', 'gemv.q4a8'] as const)
      instances.push(...quantisedGemvCandidates(kernel, vectors, traits, 1).map((config) => quantisedGemv(kernel, config, vectors, dtype, 1)));
  }
  const stages = new Map<string, Stage>();
  for (const instance of instances) {
    for (const stage of [...instance.stages, ...instance.cases.flatMap((small) => small.stages)]) stages.set(stage.code, stage);
  }
  for (const element of traits.f16 ? (['f32', 'f16'] as const) : (['f32'] as const)) {
    const service = [fillStage({ element, length: 10, fill: { kind: 'reals', seed: 1 }, rotates: false }, 0), checkProductStage(4, 4, element)];
    for (const stage of service) stages.set(stage.code, stage);
  }
  return stages;
}

describe.each([
  { name: 'a device with f16, subgroups and large workgroups', traits: full, features: ['shader-f16', 'subgroups'] },
  { name: 'a device with no optional feature and default limits', traits: bare, features: [] },
])('on $name', { timeout: 240_000 }, ({ traits, features }) => {
  const stages = everyStage(traits);

  it(`all ${stages.size} expansions compile`, async () => {
    const gpu = nullGpu();
    const adapter = await gpu.requestAdapter();
    const device = await adapter?.requestDevice({ requiredFeatures: features as GPUFeatureName[] });
    if (device === undefined) throw new Error('no null device');
    const pipelines = createPipelines(device);
    for (const stage of stages.values()) {
      // The null adapter stops at 16 kB of workgroup memory. What a larger device takes is compiled up to that point, and
      // held against the limit that the variant was chosen under.
      const used = await pipelines.compile(stage).then(
        () => 0,
        (error: Error) => Number(/total use of workgroup storage \((\d+) bytes\)/.exec(error.message)?.[1] ?? Promise.reject(error)),
      );
      expect(used, stage.shader).toBeLessThanOrEqual(traits.workgroupStorage);
    }
    device.destroy();
    expect(stages.size).toBeGreaterThan(20);
  });

  it('enables an extension only where the code uses it', () => {
    for (const { code, shader } of stages.values()) {
      const [prelude, body] = [code.match(/^(enable .*\n)*/)?.[0] ?? '', code.replace(/^(enable .*\n)*/, '')];
      expect(prelude.includes('enable f16'), shader).toBe(/\bf16\b/.test(body.replaceAll(/\/\/.*/g, '')));
      expect(prelude.includes('enable subgroups'), shader).toBe(/subgroup(Add|_size)/.test(body.replaceAll(/\/\/.*/g, '')));
    }
  });

  it('leaves no directive and no index behind', () => {
    for (const { code } of stages.values()) {
      expect(code).not.toMatch(/\/\/ @/);
      expect(code.replaceAll(/\/\/.*/g, '')).not.toContain('$');
    }
  });
});

it('a shader that does not compile is named with its line', async () => {
  const opened = await openForTest(nullGpu());
  const stage: Stage = {
    shader: 'broken',
    code: '@compute @workgroup_size(1)\nfn main() { let x: u32 = 1.5; }\n',
    bindings: [],
    workgroups: [1, 1, 1],
  };
  await expect(createPipelines(opened.device).compile(stage)).rejects.toThrow(/broken:2:\d+: .*in "fn main\(\)/);
  opened.close();
});
