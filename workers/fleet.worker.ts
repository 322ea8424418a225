/** The thread of fleets: nothing but the library's answers across `postMessage`. */
import { expose } from 'comlink';
import { createFleetApi } from './fleet-api.ts';

expose(createFleetApi());
