/** The modelling thread: nothing but the face of `src/estimate` across `postMessage`. */
import { expose } from 'comlink';
import { createSimulationApi } from '../src/estimate/simulate/simulation-api.ts';

expose(createSimulationApi());
