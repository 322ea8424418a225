/** The measuring thread: nothing but the face of `src/measure` across `postMessage`. */
import { expose } from 'comlink';
import { createMeasureApi } from '../src/measure/measure-api.ts';

// A worker's navigator has the same `gpu`; older type libraries and sandboxed frames do not.
const gpu = 'gpu' in navigator ? navigator.gpu : undefined;

expose(createMeasureApi(gpu, { where: 'worker', secure: isSecureContext }));
