/** The modelling thread: nothing but the library's simulation across `postMessage`, and the reader of pasted configurations. */
import { expose } from 'comlink';
import { bringConfigReader } from '../src/index.ts';
import { createSimulationApi } from './simulation-api.ts';

// Scenarios come whole, as the page read them.
bringConfigReader();
expose(createSimulationApi());
