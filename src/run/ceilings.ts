/** Ceilings in words, each with its unit. No DOM. */
import type { Ceiling, Ceilings, RateUnit } from './run.ts';
import type { Quantity } from '../units/quantity.ts';

export const ceilingWords: Readonly<Record<keyof Ceilings, { readonly name: string; readonly unit: RateUnit }>> = {
  fmaF32: { name: 'Arithmetic, f32 FMA', unit: 'FLOP/s' },
  fmaF16: { name: 'Arithmetic, f16 FMA', unit: 'FLOP/s' },
  dp4a: { name: 'Arithmetic, 8-bit dot product', unit: 'OP/s' },
  matrixF16: { name: 'Matrix units, f16', unit: 'FLOP/s' },
  matrixI8: { name: 'Matrix units, 8-bit', unit: 'OP/s' },
  read: { name: 'Memory, stream read', unit: 'B/s' },
  write: { name: 'Memory, stream write', unit: 'B/s' },
  copy: { name: 'Memory, stream copy', unit: 'B/s' },
  triad: { name: 'Memory, stream triad', unit: 'B/s' },
  dispatch: { name: 'From one launch to the next', unit: 's' },
  pass: { name: 'From one pass to the next', unit: 's' },
  submit: { name: 'From one submission to the next', unit: 's' },
};

/** In the order in which a page lists them. */
export const ceilingOrder = Object.keys(ceilingWords) as readonly (keyof Ceilings)[];

export const ceilingQuantity = (name: keyof Ceilings, ceiling: Ceiling): Quantity => ({
  ...ceiling,
  unit: ceilingWords[name].unit,
  evidence: 'measured',
});
