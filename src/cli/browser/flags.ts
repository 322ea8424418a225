/** Chromium's switches, in one place: what every launch gets, and what makes WebGPU run with and without a GPU. */

/**
 * Quiet and self-contained: no update or telemetry traffic while kernels are timed. The sandbox needs privileges that
 * containers and root shells lack; only our own page is opened.
 */
const commonFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // WebGPU is behind this on Linux; it also gives timestamps their full resolution.
  '--enable-unsafe-webgpu',
];

/**
 * A headless Chrome on Linux reaches the GPU only through Vulkan and without a surface
 * (developer.chrome.com, "Supercharge Web AI model testing"); macOS and Windows need nothing.
 */
export function hardwareAdapterFlags(headed: boolean, platform: NodeJS.Platform = process.platform): readonly string[] {
  if (platform !== 'linux') return commonFlags;
  const vulkan = [...commonFlags, '--ignore-gpu-blocklist', '--enable-features=Vulkan', '--use-angle=vulkan'];
  return headed ? vulkan : [...vulkan, '--disable-vulkan-surface'];
}

/** SwiftShader on the processor (tried with Chromium 147 and 156). */
export const softwareAdapterFlags: readonly string[] = [...commonFlags, '--use-webgpu-adapter=swiftshader'];
