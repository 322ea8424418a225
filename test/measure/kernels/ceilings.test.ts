/** The probes' numbers on SwiftShader, against what they must leave behind to the last bit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDevice } from '../../../src/measure/gpu/acquire.ts';
import { createWorkbench, type Workbench } from '../../../src/measure/gpu/workbench.ts';
import type { Instance } from '../../../src/measure/kernels/instance.ts';
import { memSweep, sweepWindows } from '../../../src/measure/kernels/probes/memory-sweep.ts';
import { memTriad, memWrite } from '../../../src/measure/kernels/probes/memory.ts';
import { dp4aCandidates, peakDp4a } from '../../../src/measure/kernels/probes/peak-dp4a.ts';
import { allPassed, verify } from '../../../src/measure/protocol/verify.ts';
import { openForTest, softwareGpu } from '../dawn.ts';
import { meetsItsJudge } from '../meets.ts';
import { probeCases, probeHalfCases } from './cases.ts';

const gpu = await softwareGpu();
const f16 = (await gpu?.requestAdapter())?.features.has('shader-f16') === true;
const KiB = 2 ** 10;
const MiB = 2 ** 20;

describe.skipIf(gpu === undefined)('probes on a software adapter', { timeout: 240_000 }, () => {
  let opened: OpenDevice;
  let bench: Workbench;

  beforeAll(async () => {
    opened = await openForTest(gpu as GPU);
    bench = createWorkbench(opened.device);
  });
  afterAll(() => opened.close());

  it.each(probeCases)('%s', (_name, instance) => meetsItsJudge(bench, instance));
  it.skipIf(!f16).each(probeHalfCases)('f16: %s', (_name, instance) => meetsItsJudge(bench, instance));

  it.each<[string, Instance, string, string]>([
    ['dot product without one chain', peakDp4a({ threads: 512, turns: 3 }), 'sum += x3 + y3;', ''],
    ['dot product of a step that is skipped', peakDp4a({ threads: 512, turns: 3 }), 'turn = 0u;', 'turn = 1u;'],
    ['write that leaves a thread out', memWrite({ bytes: 2 ** 18 }, 1), 'var index = id.x;', 'var index = max(id.x, 1u);'],
    ['triad that forgets a stream', memTriad({ bytes: 2 ** 18 }, 1), 'b2 + params.factor * c2', 'b2'],
    ['sweep that stays where it is', memSweep({ pool: MiB, window: 256 * KiB }, 1), 'index += UNROLL * params.stride;', ''],
  ])('refuses a %s', async (_name, instance, from, to) => {
    const [stage] = instance.stages;
    if (!stage?.code.includes(from)) throw new Error(`"${from}" is not in ${instance.id}`);
    const loaded = await bench.load({ ...instance, stages: [{ ...stage, code: stage.code.replace(from, to) }] }, 1);
    expect(await verify(bench, loaded, 1)).not.toSatisfy(allPassed);
    loaded.release();
  });
});

describe('the dot-product probe', () => {
  it('is not there where WGSL has no packed dot product', () => {
    const shape = { threads: 256, turns: 1 };
    expect(dp4aCandidates(shape, { packedDot: false })).toEqual([]);
    expect(dp4aCandidates(shape, { packedDot: true })).toHaveLength(1);
  });

  it('has a twin with twice the turns, of the same code', () => {
    const probe = peakDp4a({ threads: 256, turns: 8 });
    expect(probe.twice?.flops).toBe(2 * probe.flops);
    expect(probe.twice?.stages).toEqual(probe.stages);
  });
});

describe('the windows of a sweep', () => {
  it('double from 256 KiB to the pool', () => {
    expect(sweepWindows(2 * MiB)).toEqual([256 * KiB, 512 * KiB, MiB, 2 * MiB]);
    expect(sweepWindows(512 * MiB)).toHaveLength(12);
  });

  it('move as many bytes each as the others, and stay inside their buffer', () => {
    const all = sweepWindows(16 * MiB).map((window) => memSweep({ pool: 16 * MiB, window }, 1));
    expect(new Set(all.map(({ bytes }) => bytes))).toEqual(new Set([16 * MiB]));
    for (const { buffers, shape } of all) expect(4 * (buffers['data']?.length ?? 0)).toBe(shape['bytes']);
  });
});
