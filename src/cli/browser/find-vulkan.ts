/**
 * Finds a Vulkan driver for Dawn in Node. On Linux the loader is looked up when the process starts, so that what
 * this returns must be in the environment *before*; macOS and Windows need nothing (Metal, Direct3D).
 */
import { access, readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { libraryPath, unpackChromium } from './bundled-chromium.ts';
import { usualPlaces } from './find-browser.ts';

export interface Vulkan {
  /** `given` by the environment, a `hardware` driver of the system, or SwiftShader on the processor. */
  readonly kind: 'given' | 'hardware' | 'software';
  /** To be set before the process that loads Dawn starts. */
  readonly environment: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export async function findVulkan(environment: Environment = process.env): Promise<Vulkan> {
  if (process.platform !== 'linux') return { kind: 'hardware', environment: {} };
  if (environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES']) return { kind: 'given', environment: {} };
  if (await hasHardwareDriver()) return { kind: 'hardware', environment: {} };
  return findSoftwareVulkan(environment);
}

/** SwiftShader of an installed Chrome or Chromium, else of the bundled one. */
export async function findSoftwareVulkan(environment: Environment = process.env): Promise<Vulkan> {
  const folder = (environment['LAB_BROWSER'] === 'bundled' ? null : await installedSwiftShader(environment)) ?? (await unpackChromium());
  return {
    kind: 'software',
    environment: {
      VK_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json'),
      LD_LIBRARY_PATH: libraryPath(folder, environment['LD_LIBRARY_PATH']),
    },
  };
}

/** Mesa installs drivers for GPUs that are not there, so that a device node must be present as well. */
async function hasHardwareDriver(): Promise<boolean> {
  const nodes = [
    ...(await names('/dev/dri')).filter((name) => name.startsWith('renderD')),
    ...(await names('/dev')).filter((name) => /^nvidia\d/.test(name)),
  ];
  if (nodes.length === 0) return false;
  const folders = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', join(homedir(), '.local/share/vulkan/icd.d')];
  for (const folder of folders) {
    const drivers = (await names(folder)).filter((name) => name.endsWith('.json') && !/lvp|llvmpipe|swiftshader/.test(name));
    if (drivers.length > 0) return true;
  }
  return false;
}

/** The folder of a browser's own files: distributions put a script or a link at the usual place. */
async function installedSwiftShader(environment: Environment): Promise<string | null> {
  for (const place of usualPlaces('linux', environment)) {
    const target = await realpath(place).catch(() => null);
    if (target === null) continue;
    for (const folder of [dirname(target), join('/usr/lib', basename(place)), join('/usr/lib64', basename(place))]) {
      if ((await exists(join(folder, 'vk_swiftshader_icd.json'))) && (await exists(join(folder, 'libvulkan.so.1')))) return folder;
    }
  }
  return null;
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
