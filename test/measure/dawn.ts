/**
 * Dawn in Node for tests. `nullGpu` compiles and runs nothing; `softwareGpu` runs on the Vulkan driver that the
 * environment names (`vitest.config.ts` finds SwiftShader), and is undefined where there is none.
 */
import { create, globals } from 'webgpu';
import { openDevice, type OpenDevice } from '../../src/measure/gpu/acquire.ts';

Object.assign(globalThis, globals);

// Kept for the life of the process: a collected Dawn object takes its devices down with it.
const kept: GPU[] = [];

function keep(gpu: GPU): GPU {
  kept.push(gpu);
  return gpu;
}

export function nullGpu(): GPU {
  return keep(create(['backend=null', 'enable-dawn-features=allow_unsafe_apis']));
}

/** Undefined, and loud about it, where no Vulkan driver can be had. */
export async function softwareGpu(): Promise<GPU | undefined> {
  const gpu = keep(create(['backend=vulkan']));
  if ((await gpu.requestAdapter()) !== null) return gpu;
  console.warn('no Vulkan driver (VK_DRIVER_FILES): kernels are compiled but not run');
  return undefined;
}

export async function openForTest(gpu: GPU): Promise<OpenDevice> {
  const opened = await openDevice(gpu, { where: 'node', secure: true });
  if (opened.kind === 'unavailable') throw new Error(opened.diagnostic);
  return opened;
}
