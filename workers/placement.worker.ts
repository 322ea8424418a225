/** The thread of placements: nothing but the library's answers across `postMessage`. */
import { expose } from 'comlink';
import { createPlacementApi } from './placement-api.ts';

expose(createPlacementApi());
