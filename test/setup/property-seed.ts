/** One seed for every property test of a run: `vitest.config.ts` chooses and prints it, and LAB_SEED repeats it. */
import fc from 'fast-check';

const seed = Number(process.env['LAB_SEED']);
if (!Number.isInteger(seed)) throw new Error(`LAB_SEED "${process.env['LAB_SEED'] ?? ''}": expected a whole number`);
fc.configureGlobal({ seed });
