/** Predicted against published, without blocking: rows and scores are loaded when they are first asked for, and computed in slices. */
import { inTurns, type Work } from '../estimate/work.ts';
import type { ValidateOptions, Validation } from './validation-steps.ts';

/** @throws RangeError for options that exclude each other, the reason of `signal` when it fires */
export async function validate({ signal, onProgress, ...options }: ValidateOptions & Work = {}): Promise<Validation> {
  if (options.unseen !== undefined && (options.by !== 'accelerator' || options.anchored !== undefined))
    throw new RangeError('unseen goes with by: accelerator, and without anchored');
  if (options.data !== undefined && options.rows !== undefined) throw new RangeError('data and rows exclude each other');
  const { validationSteps } = await import('./validation-steps.ts');
  return inTurns(validationSteps(options), { ...(signal && { signal }), ...(onProgress && { onProgress }) });
}
