/**
 * Why measuring cannot run, told apart, each with what a person can do about it. The words live here and nowhere else.
 * Browser versions: MDN browser-compat-data for `GPU` and Chrome's release notes, read November 2026.
 */
import type { ReasonCode, Unavailable } from '../../run/run.ts';
import type { Environment, System } from './environment.ts';

interface Reason {
  readonly message: string;
  readonly remedy: string;
}

const reasons: Readonly<Record<ReasonCode, Reason>> = {
  'insecure-context': {
    message: 'This page was not opened over a secure connection, and browsers offer WebGPU only on secure pages.',
    remedy: 'Open the lab over https, or from http://localhost.',
  },
  'no-api': {
    message: 'This browser has no WebGPU.',
    remedy: 'Use Chrome or Edge 113 or later, Safari 26 or later, or Firefox 141 or later on Windows (145 on Apple silicon).',
  },
  'worker-no-api': {
    message: 'WebGPU exists on the page but not in its worker, as in a sandboxed frame.',
    remedy: 'The lab measures on the page instead; timings are slightly noisier. Open the lab in its own tab to measure in a worker.',
  },
  'no-adapter': {
    message: 'The browser found no GPU that it may use.',
    remedy:
      'Turn on hardware acceleration in the browser settings, update the graphics driver, and leave any remote desktop. chrome://gpu (or about:support in Firefox) says what blocks it.',
  },
  'software-adapter': {
    message: 'The only adapter runs on the processor, so its rates describe the processor and no GPU.',
    remedy:
      'Run it to see the lab at work; the result is labelled and has no weight in estimates. To measure a GPU, turn on hardware acceleration and update the graphics driver.',
  },
  'device-refused': {
    message: 'The GPU was found, but the browser would not open it.',
    remedy: 'Close other pages that use the GPU and reload. If it stays so, update the graphics driver.',
  },
  'no-answer': {
    message: 'The browser was asked for the GPU and never answered: its GPU process or the driver hangs.',
    remedy: 'Close every window of the browser and start it again, or restart the computer; then update the graphics driver.',
  },
  'device-lost': {
    message: 'The connection to the GPU was lost while measuring: the driver was reset, or the GPU was taken away.',
    remedy: 'Close other programs that use the GPU, then measure again. A laptop on battery may switch GPUs; plug it in first.',
  },
  'kernel-failed': {
    message: 'No kernel gave a result that could be trusted on this GPU.',
    remedy:
      'Update the browser and the graphics driver, and please report the text below: a wrong result is a bug in a driver, in the browser or in the lab.',
  },
};

/**
 * What cures it on a Linux desktop, where a browser has WebGPU and does not use it: gpuweb wiki, Implementation Status, edited 8 April 2026
 * (versions, flags of the command line and about:config); names of the two settings as in webgpu/webgpureport.org#3.
 */
const linuxCures: Readonly<Record<System, string>> = {
  'chromium-linux':
    'On Linux Chrome uses the GPU by default from version 144 on Intel (12th generation on) and 147 on NVIDIA (driver 535.183.01 on). Elsewhere switch on chrome://flags/#enable-unsafe-webgpu and chrome://flags/#enable-vulkan, or start it with --enable-unsafe-webgpu --ozone-platform=x11 --use-angle=vulkan --enable-features=Vulkan,VulkanFromANGLE. The command vulkaninfo --summary must list the GPU.',
  'firefox-linux':
    'Firefox on Linux has it in Nightly; in others set dom.webgpu.enabled in about:config. The command vulkaninfo --summary must list the GPU.',
};

const curedByFlags: ReadonlySet<ReasonCode> = new Set(['no-api', 'no-adapter', 'software-adapter', 'device-refused', 'no-answer']);

/**
 * The reason in words.
 * @param diagnostic the technical text for a report
 * @param environment where it happened: on a Linux desktop the remedy names the flags that cure it
 */
export function unavailable(reason: ReasonCode, diagnostic: string, { system = null }: Partial<Pick<Environment, 'system'>> = {}): Unavailable {
  const { message, remedy } = reasons[reason];
  const cure = system !== null && curedByFlags.has(reason) ? ` ${linuxCures[system]}` : '';
  return { kind: 'unavailable', reason, message, remedy: `${remedy}${cure}`, diagnostic };
}
