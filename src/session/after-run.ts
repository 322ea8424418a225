/**
 * What can be said once something was measured: the fit, what this GPU would do, what it says about another. None of
 * it is needed before a first run or an opened claim, so it is one part that loads with it.
 */
import { catalogue, type ClientGpu } from '../index.ts';

export { calibrate, modelChecks, ownGpu, transferShift } from '../index.ts';

export const clientGpus = (): readonly ClientGpu[] => catalogue.clientGpus();
