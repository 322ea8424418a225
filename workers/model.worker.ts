/** The modelling thread: nothing but the library's simulation across `postMessage`. */
import { expose } from 'comlink';
import { createSimulationApi } from './simulation-api.ts';

expose(createSimulationApi());
