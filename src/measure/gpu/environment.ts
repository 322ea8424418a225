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
