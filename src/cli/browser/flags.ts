/** Chromium's switches, in one place: what every launch gets, and what makes WebGPU run with and without a GPU. */

/**
 * Quiet and self-contained: no update or telemetry traffic while kernels are timed. The sandbox needs privileges that
 * containers and root shells lack; only our own page is opened.
 */
export const commonFlags: readonly string[] = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** On Linux, Chromium still asks for both before it gives out a hardware adapter everywhere; elsewhere they change nothing. */
export const hardwareAdapterFlags: readonly string[] = [...commonFlags, '--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];

/** SwiftShader on the processor; needs both switches (tried with Chromium 147 and 156). */
export const softwareAdapterFlags: readonly string[] = [...commonFlags, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
