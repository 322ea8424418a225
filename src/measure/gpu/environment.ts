/** Where this code runs, as far as it decides what WebGPU can be had. The one place that names `navigator.gpu`. */

export interface Environment {
  readonly where: 'page' | 'worker' | 'node';
  /** `isSecureContext` of the page or worker; true in Node. */
  readonly secure: boolean;
  /** Where what cures a missing GPU is particular; null for all others, and where nobody asked. */
  readonly system?: System | null;
}

/** Chrome and its kin, or Firefox, on a Linux desktop: WebGPU is there and not everywhere switched on. */
export type System = 'chromium-linux' | 'firefox-linux';

/** ChromeOS and Android call themselves Linux too, and need none of its flags. */
export function ownSystem(userAgent = typeof navigator === 'undefined' ? '' : navigator.userAgent): System | null {
  if (!/Linux/.test(userAgent) || /Android|CrOS/.test(userAgent)) return null;
  return /Firefox\//.test(userAgent) ? 'firefox-linux' : /Chrome\//.test(userAgent) ? 'chromium-linux' : null;
}

export function ownEnvironment(): Environment {
  if (typeof document !== 'undefined') return { where: 'page', secure: isSecureContext, system: ownSystem() };
  if (typeof WorkerGlobalScope !== 'undefined') return { where: 'worker', secure: isSecureContext, system: ownSystem() };
  return { where: 'node', secure: true };
}

/** Undefined where the browser has no WebGPU; Node has a `navigator` only from version 21, or when Dawn was put there. */
export function ownGpu(): GPU | undefined {
  return typeof navigator !== 'undefined' && 'gpu' in navigator ? navigator.gpu : undefined;
}

/** Browser and major version, `Chrome 156`; empty where it says nothing known. */
export function ownEngine(userAgent = typeof navigator === 'undefined' ? '' : navigator.userAgent): string {
  const [, name, major] = /(Firefox|Edg|Chrome)\/(\d+)/.exec(userAgent) ?? /(Version)\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari/.exec(userAgent) ?? [];
  return name === undefined ? '' : `${name === 'Version' ? 'Safari' : name} ${major}`;
}
