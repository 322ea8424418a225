/**
 * What can be said once something was measured: the fit, what this GPU would do, what it says about another. None of
 * it is needed before a first run or an opened claim, so it is one part that loads with it.
 */
export { calibrate } from '../calibration/calibrate.ts';
export { modelChecks } from '../calibration/model-check.ts';
export { clientGpus } from '../catalogue/client-gpus.ts';
export { ownGpu } from '../estimate/own-gpu/own-gpu.ts';
export { transferShift } from '../estimate/own-gpu/transfer-shift.ts';
