/** The five signals of a session, worked out once. */
import type { Signals } from '../../index.ts';
import { Answering, answeringOf } from '../../session/answering.ts';

/** All five at the catalogue's own month: there is one question. */
export const signalsOf = answeringOf(() => new Answering<'signals', Signals>((api, _, onProgress) => api.signals(onProgress)));
