/** Where this code runs, as far as it decides what WebGPU can be had. The one place that names `navigator.gpu`. */

export interface Environment {
  readonly where: 'page' | 'worker' | 'node';
  /** `isSecureContext` of the page or worker; true in Node. */
  readonly secure: boolean;
}

export function ownEnvironment(): Environment {
  if (typeof document !== 'undefined') return { where: 'page', secure: isSecureContext };
  if (typeof WorkerGlobalScope !== 'undefined') return { where: 'worker', secure: isSecureContext };
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
