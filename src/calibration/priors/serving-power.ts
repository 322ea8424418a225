/**
 * What share of its rated power a serving chip draws: it rises with the arithmetic done, from what waiting for memory and launches takes.
 * Two numbers, fitted to 259 published readings of power (ML.ENERGY v3 on H100 and B200, InferenceX on MI355X) by
 * `npm run fit:power`, which writes `serving-power.json`. With whole groups held out the median error is 0.18. Shares by kind of kernel
 * (`model/energy.ts`), which fell where more users came, missed the same readings by 0.32.
 */
import data from './serving-power.json' with { type: 'json' };

export interface ServingPower {
  /** Share of rated power that a chip draws while it serves and computes next to nothing. */
  readonly least: number;
  /** What is added, per square root of the FLOP utilisation. */
  readonly perRoot: number;
  /** Half-width of the 80 % interval in ln, of held-out groups. */
  readonly halfWidth: number;
}

export const servingPower: ServingPower = data;

/** A chip that holds a model and has nobody to serve (operator tables of H200 and B200: 0.18 to 0.24). */
export const idlePowerShare = 0.21;

/**
 * @param utilisation FLOP/s over the dense peak
 * @param busy share of the time in which anybody is served
 */
export function servingPowerShare(
  utilisation: number,
  busy: number,
  { least, perRoot }: Pick<ServingPower, 'least' | 'perRoot'> = servingPower,
): number {
  const serving = Math.min(least + perRoot * Math.sqrt(utilisation), 1);
  return busy * serving + (1 - busy) * idlePowerShare;
}
