/** Why a scenario has no answer, as a headline. No DOM. */
import type { ReasonCode } from '../../estimate/estimate.ts';

/** The message under it has the figures. */
export const refusals = {
  'model-incomplete': 'Too little is published',
  'accelerator-unknown': 'Nobody knows this accelerator',
  'fact-missing': 'Too little is published',
  'no-arithmetic': 'This does not run',
  'engine-not-there': 'This software does not run there',
  'context-too-long': 'The request is too long',
  'does-not-fit': 'This does not fit',
  'target-not-met': 'Not within this limit',
  overloaded: 'More requests than it can carry',
} as const satisfies Record<ReasonCode, string>;
