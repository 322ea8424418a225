/**
 * Dawn in Node: the WebGPU implementation that Chromium uses, from `$DAWN_NODE` if set (a `dawn.node` built or copied
 * by hand), else from the npm package `webgpu`; and the Vulkan driver that it needs on Linux.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { findSoftwareVulkan, findVulkan, type Vulkan } from './browser/find-vulkan.ts';
import { UnavailableError } from './errors.ts';
import { withPackage } from './optional-package.ts';

interface Dawn {
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** What Dawn is asked for beyond its defaults, by the names of its toggles. */
export interface DawnToggles {
  readonly enable: readonly string[];
  readonly disable: readonly string[];
}

/**
 * Timestamps at full resolution, and f16 on NVIDIA drivers below 615.71, where Dawn leaves it out by default;
 * every result is checked against a reference, so that a driver which gets it wrong is found out.
 */
export const allToggles: DawnToggles = { enable: ['allow_unsafe_apis', 'vulkan_enable_f16_on_nvidia'], disable: ['timestamp_quantization'] };

/** Set for the process that already has its Vulkan driver in the environment, to what it has. */
const ready = 'LAB_VULKAN';

/** Dawn's `GPU`; its constants (`GPUBufferUsage` and the like) go to the global object, where a browser has them. */
export async function openDawn({ enable, disable }: DawnToggles = allToggles): Promise<GPU> {
  const { create, globals } = await loadDawn();
  Object.assign(globalThis, globals);
  const option = (name: string, toggles: readonly string[]): string[] => (toggles.length === 0 ? [] : [`${name}-dawn-features=${toggles.join(',')}`]);
  return create([...option('enable', enable), ...option('disable', disable)]);
}

/** Which Dawn that is: the package's version, or the file that was named in its place. */
export async function dawnVersion(): Promise<string> {
  const file = process.env['DAWN_NODE'];
  if (file !== undefined && file !== '') return resolve(file);
  const { resolve: find } = createRequire(import.meta.url);
  const { version } = JSON.parse(await readFile(find('webgpu/package.json'), 'utf8')) as { version: string };
  return `webgpu ${version}`;
}

async function loadDawn(): Promise<Dawn> {
  const file = process.env['DAWN_NODE'];
  try {
    return file === undefined || file === ''
      ? await withPackage('webgpu', async () => (await import('webgpu')) as Dawn)
      : (createRequire(import.meta.url)(resolve(file)) as Dawn);
  } catch (error) {
    if (error instanceof UnavailableError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new UnavailableError(`Dawn could not be loaded from ${file ?? 'the package webgpu'}: ${message}`);
  }
}

/**
 * Starts this very command line again with a Vulkan driver in its environment, where it needs one.
 * @param software insist on SwiftShader, after a hardware driver gave no adapter
 * @returns the exit status of the second process, or null when this one is ready
 */
export async function restartWithVulkan(software = false): Promise<number | null> {
  const state = process.env[ready];
  if (state === 'software' || (state !== undefined && !software)) return null;
  const vulkan = await vulkanFor(software);
  if (Object.keys(vulkan.environment).length === 0) return null;
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: readyEnvironment(vulkan),
    stdio: 'inherit',
  });
  // The terminal sends Ctrl-C to both; the child cancels its run, and this process only waits for it.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  const terminate = (): boolean => child.kill('SIGTERM');
  process.on('SIGTERM', terminate);
  const [status] = (await once(child, 'close')) as [number | null];
  process.off('SIGINT', wait);
  process.off('SIGTERM', terminate);
  return status ?? 1;
}

/** The environment in which another process of this command line finds its Vulkan driver at once. */
export async function environmentWithVulkan(): Promise<NodeJS.ProcessEnv> {
  return process.env[ready] === undefined ? readyEnvironment(await vulkanFor(false)) : process.env;
}

function readyEnvironment({ kind, environment }: Vulkan): NodeJS.ProcessEnv {
  return { ...process.env, ...environment, [ready]: kind };
}

async function vulkanFor(software: boolean): Promise<Vulkan> {
  return (software ? findSoftwareVulkan() : findVulkan()).catch((error: unknown): Vulkan => {
    const message = error instanceof Error ? error.message : String(error);
    throw new UnavailableError(`no Vulkan driver, and no SwiftShader in its place (${message}); VK_DRIVER_FILES names one`);
  });
}
