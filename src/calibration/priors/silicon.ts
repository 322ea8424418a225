/**
 * The silicon of a chip as the priors see it: what the catalogue knows, and where it does not, the middle of the chip's
 * class, marked as assumed.
 */
import type { AcceleratorClass, SiliconFamily } from '../../catalogue/facts.ts';
import type { ChipSpec } from '../../model/chip.ts';

/** `other`: a family of which nothing was timed and that no timed family stands for. */
export type Family = SiliconFamily | 'other';

/**
 * How matrix units are programmed, which decides the kernels that run: `warp` (mma.sync: Volta, Turing, Ampere, Ada, GeForce and RTX
 * PRO Blackwell) or `warpgroup` (asynchronous units with their own memory: Hopper, datacentre Blackwell, Rubin).
 */
export type Programming = 'warp' | 'warpgroup';

export interface Silicon {
  readonly family: Family;
  readonly cores: number;
  /** Bytes. */
  readonly cacheBytes: number;
  /** Softmax scores per second and core against the family's timed chips. */
  readonly scoreGain: number;
  /** True where family or cores are the class's because the chip's own are unknown. */
  readonly assumed: boolean;
}

/** What stands in for the unknown: a family of the same vendor and kind, or none, and the middle of the class. */
interface ClassSilicon {
  readonly family: Family;
  readonly cores: number;
  readonly cacheBytes: number;
  /** True where the class has chips of known family and core count, so that a chip without them may differ from all of them. */
  readonly varies: boolean;
}

const MB = 2 ** 20;

/** Chips of few wide matrix units: as many cores as a GPU of their rate has, so that per-core rates keep their meaning. */
const wideUnits: ClassSilicon = { family: 'other', cores: 132, cacheBytes: 0, varies: false };

const byClass: Readonly<Record<AcceleratorClass, ClassSilicon>> = {
  'nvidia-datacenter': { family: 'other', cores: 148, cacheBytes: 50 * MB, varies: true },
  'nvidia-workstation': { family: 'ada', cores: 142, cacheBytes: 72 * MB, varies: true },
  'amd-instinct': { family: 'other', cores: 304, cacheBytes: 256 * MB, varies: true },
  'intel-gaudi': { ...wideUnits, family: 'gaudi', cacheBytes: 96 * MB },
  'intel-workstation': { family: 'xe2', cores: 20, cacheBytes: 18 * MB, varies: true },
  tpu: { ...wideUnits, family: 'tpu' },
  trainium: { ...wideUnits, family: 'neuron' },
  ascend: wideUnits,
  dataflow: wideUnits,
  client: { family: 'other', cores: 40, cacheBytes: 0, varies: false },
};

/**
 * Share of a softmax score's time that its exponential takes. Blackwell Ultra doubles the rate of exponentials; a score is
 * not only its exponential, so it gains 1/(1 − ¾ · ½) = 1.6 (never timed here, to be replaced by a fit when there is one).
 */
const exponentialShare = 0.75;

const warpFamilies: ReadonlySet<Family> = new Set<Family>(['volta', 'turing', 'ampere', 'ada', 'blackwell-gddr', 'xe2']);

export function programming(family: Family): Programming {
  return warpFamilies.has(family) ? 'warp' : 'warpgroup';
}

export function siliconOf({ class: acceleratorClass, silicon }: Pick<ChipSpec, 'class' | 'silicon'>): Silicon {
  const middle = byClass[acceleratorClass];
  return {
    family: silicon.family ?? middle.family,
    cores: silicon.cores ?? middle.cores,
    cacheBytes: silicon.cacheBytes ?? middle.cacheBytes,
    scoreGain: 1 / (1 - exponentialShare * (1 - 1 / silicon.exponentialGain)),
    assumed: middle.varies && (silicon.family === null || silicon.cores === null),
  };
}
