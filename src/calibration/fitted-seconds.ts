/** What a run's own fits say of work that it did not time. */
import { operatorSeconds } from '../model/operators/primitive.ts';
import type { Ceilings } from '../run/run.ts';
import type { ClassFit } from './calibration.ts';

/** Seconds of one dispatch of `flops` and `bytes`; null without the ceilings that the fit is counted in. */
export function fittedSeconds(fit: ClassFit, flops: number, bytes: number, ceilings: Ceilings): number | null {
  const peak = peakOf(fit.dtype, ceilings);
  if (!peak || !ceilings.read) return null;
  const law = {
    computeEfficiency: fit.computeEfficiency.value,
    memoryEfficiency: fit.memoryEfficiency.value,
    floor: fit.floor.value,
    overlap: fit.overlap.value,
    quantisation: fit.quantisation.value,
  };
  return operatorSeconds(law, flops, bytes, { peak: peak.value, bandwidth: ceilings.read.value });
}

/** The multiply-add ceiling of an element type: that of 32 bits where a narrower one was not probed. */
export const peakOf = (dtype: ClassFit['dtype'], { fmaF16, fmaF32 }: Ceilings): Ceilings['fmaF32'] => (dtype === 'f16' ? (fmaF16 ?? fmaF32) : fmaF32);
