/** The measuring thread: nothing but the face of `src/measure` across `postMessage`. */
import { expose } from 'comlink';
import { createMeasureApi } from '../src/measure/measure-api.ts';

expose(createMeasureApi());
