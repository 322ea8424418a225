/**
 * A chip as the model's arithmetic sees it: plain SI numbers, `null` where unknown. The catalogue, a user's own
 * accelerator and a measured client GPU all become this.
 */
import type { AcceleratorClass, PeakFormat, SiliconFamily } from '../catalogue/facts.ts';

export interface ChipSpec {
  readonly id: string;
  readonly name: string;
  readonly class: AcceleratorClass;
  /** Announced, not shipping: estimates on it are `projected`. */
  readonly announced: boolean;
  readonly memoryBytes: number | null;
  /** byte/s */
  readonly memoryBandwidth: number | null;
  /** Dense FLOP/s by number format. */
  readonly peak: Readonly<Partial<Record<PeakFormat, number>>>;
  readonly silicon: ChipSilicon;
  /** Share of the dense bf16 peak that the best of a search of shapes reached. */
  readonly matrixShare: number | null;
  /** One-way byte/s per accelerator within the scale-up domain, and the domain's size. */
  readonly scaleUpBandwidth: number | null;
  readonly scaleUpSize: number | null;
  readonly scaleOutBandwidth: number | null;
  /** True where the chip is a whole machine, joined to others by its network card alone. */
  readonly ownMachine?: boolean;
  /** W */
  readonly tdp: number | null;
  readonly systemPower: number | null;
}

/** True where accelerators have links of their own: kernels read their peers' memory over them, and tokens go to their experts. */
export const hasLinks = ({ scaleUpSize, scaleUpBandwidth }: Pick<ChipSpec, 'scaleUpSize' | 'scaleUpBandwidth'>): boolean =>
  scaleUpSize === null ? scaleUpBandwidth !== null : scaleUpSize > 1;

/** See `SiliconFacts`. */
export interface ChipSilicon {
  readonly family: SiliconFamily | null;
  readonly cores: number | null;
  readonly cacheBytes: number | null;
  /** 1 where nothing else is known. */
  readonly exponentialGain: number;
  readonly fusesReduction: boolean;
}

/** Of an accelerator of which only the rates are known. */
export const unknownSilicon: ChipSilicon = { family: null, cores: null, cacheBytes: null, exponentialGain: 1, fusesReduction: false };
