/** The faces of a run, as one part that loads after the first screen. */
export { healthOf } from '../../estimate/own-gpu/health.ts';
export { headlineView } from './headline-view.ts';
export { modelsView } from './models-view.ts';
export { progressView, waitingView } from './progress-view.ts';
export { resultView } from './result-view.ts';
export { unavailableView } from './unavailable-view.ts';
