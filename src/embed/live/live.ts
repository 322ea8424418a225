/** What loads on a click. */
import type { StartLive } from '../live-part.ts';

export const startLive: StartLive = () => ({ update: () => undefined, toggleControls: () => false, measure: () => undefined, end: () => undefined });
