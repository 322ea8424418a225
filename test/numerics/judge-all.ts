/** Every case on the adapter of this process, judged as a run judges it: what each kernel and variant is off by. */
import { create, globals } from 'webgpu';
import type { Workbench } from '../../src/measure/gpu/workbench.ts';
import { openDevice } from '../../src/measure/gpu/acquire.ts';
import { createWorkbench } from '../../src/measure/gpu/workbench.ts';
import { verify } from '../../src/measure/protocol/verify.ts';
import type { KernelCheck } from '../../src/run/run.ts';
import {
  attentionCases,
  attentionHalfCases,
  gemmCases,
  gemmHalfCases,
  gemvCases,
  gemvHalfCases,
  probeCases,
  probeHalfCases,
  type Case,
} from '../measure/kernels/cases.ts';
import { layerCases } from '../measure/kernels/layer-cases.ts';

export interface Judged {
  readonly kernel: string;
  readonly precision: 'f32' | 'f16';
  readonly variant: string;
  readonly case: string;
  readonly checks: readonly KernelCheck[];
}

export interface Numerics {
  readonly adapter: string;
  readonly judged: readonly Judged[];
}

Object.assign(globalThis, globals);

export async function judgeAll(progress: (words: string) => void): Promise<Numerics> {
  const gpu = create(['backend=vulkan']);
  const opened = await openDevice(gpu, { where: 'node', secure: true });
  if (opened.kind === 'unavailable') throw new Error(opened.diagnostic);
  try {
    const bench = createWorkbench(opened.device);
    const single = [...probeCases, ...gemmCases, ...gemvCases, ...attentionCases, ...layerCases('f32')];
    const half = opened.traits.f16 ? [...probeHalfCases, ...gemmHalfCases, ...gemvHalfCases, ...attentionHalfCases, ...layerCases('f16')] : [];
    const judged: Judged[] = [];
    for (const [precision, cases] of [
      ['f32', single],
      ['f16', half],
    ] as const) {
      for (const each of cases) {
        progress(`${precision}  ${each[1].kernel}: ${each[0]}`);
        judged.push(await judge(bench, precision, each));
      }
    }
    return { adapter: opened.adapter.description || opened.adapter.architecture, judged };
  } finally {
    opened.close();
  }
}

async function judge(bench: Workbench, precision: Judged['precision'], [name, instance]: Case): Promise<Judged> {
  const loaded = await bench.load(instance, 1);
  try {
    return { kernel: instance.kernel, precision, variant: instance.variant, case: name, checks: await verify(bench, loaded, 1) };
  } finally {
    loaded.release();
  }
}
