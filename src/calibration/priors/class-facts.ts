/**
 * What is publicly known of accelerators without operator timings of their own: the share of their dense bf16 peak that
 * a matrix multiplication was seen to reach, what their power lets them sustain, how much of a narrower format's peak is
 * realised, and how far their class may stray.
 */
import type { AcceleratorClass, PeakFormat } from '../../catalogue/facts.ts';
import type { ChipSpec } from '../../model/chip.ts';
import { siliconOf, type Family } from './silicon.ts';

/**
 * Fitted e_c over the best share of a shape search, median over A100, H100, B200 and GB200, which have both
 * (0.815/0.869, 0.814/0.803, 0.690/0.776, 0.654/0.729): the best shape flatters a little.
 */
const fittedOverBest = 0.92;

/**
 * e_c of large matrix products where a shape search on that chip or its kin is all that was published; undefined elsewhere:
 * where a class's kernels were timed, those say more.
 */
export function knownComputeShare({ class: acceleratorClass, matrixShare }: ChipSpec): number | undefined {
  return matrixShare !== null && standing[acceleratorClass].byMatrixPeak ? matrixShare * fittedOverBest : undefined;
}

/**
 * J per bf16 FLOP at the datasheet clock, from the board whose fit nearly reaches its peak (RTX PRO 6000: 600 W,
 * 467.8 TFLOPS, e_c 0.84). Graphics dies sell the same clock at half the power (L40S, L4) and cannot sustain it.
 */
const graphicsJoulesPerFlop = 600 / 467.8e12;

/** J per bf16 FLOP of the module whose timings made a family's numbers: A100, H100 and B200 SXM. */
const moduleJoulesPerFlop: Readonly<Partial<Record<Family, number>>> = {
  ampere: 400 / 312e12,
  hopper: 700 / 989e12,
  blackwell: 1000 / 2250e12,
};

/** A100 PCIe has 0.75 of the SXM module's power and reached 0.93 of its best rate (MAMF tables): ln 0.93 / ln 0.75. */
const modulePowerExponent = 0.25;

/** Share of the family's e_c that the chip's power sustains; 1 where power is unknown or plentiful. */
export function sustainedShare(chip: ChipSpec, family: Family): number {
  const peak = chip.peak.bf16;
  if (chip.tdp === null || peak === undefined) return 1;
  const joules = chip.tdp / peak;
  if (chip.class === 'nvidia-workstation') return Math.min(1, joules / graphicsJoulesPerFlop);
  const reference = moduleJoulesPerFlop[family];
  return reference === undefined ? 1 : Math.min(1, (joules / reference) ** modulePowerExponent);
}

/**
 * Doubling a datasheet rate by a narrower format gains less than double: from fp8 to NVFP4 the fitted rate of B200 and
 * GB200 grows 1.45-fold for 2-fold the peak. Beyond the doubling that the fits have seen, the share falls by this power.
 */
const realisedExponent = Math.log2(2 / 1.45);

const wider: Readonly<Partial<Record<PeakFormat, PeakFormat>>> = { fp4: 'fp8', fp8: 'bf16', int8: 'bf16' };

/** Factor on e_c for datasheets that claim more than a doubling from one format to the next narrower one. */
export function realisedShare(chip: ChipSpec, format: PeakFormat): number {
  const next = wider[format];
  const own = chip.peak[format];
  const other = next && chip.peak[next];
  if (next === undefined || own === undefined || other === undefined) return 1;
  return Math.max(1, own / other / 2) ** -realisedExponent * realisedShare(chip, next);
}

export interface ClassStanding {
  /** True where something of the class was timed and published, operator by operator or as its matrix peak. */
  readonly timed: boolean;
  /** True where nothing but the matrix peak was timed. */
  readonly byMatrixPeak?: true;
  /** Factor on the half width of intervals: kernels nobody timed for us stray further than the pool's own members. */
  readonly widening: number;
}

/** Twice the spread where no kernel of the class is in the tables; the kin of a timed chip keep the pool's. */
export const standing: Readonly<Record<AcceleratorClass, ClassStanding>> = {
  'nvidia-datacenter': { timed: true, widening: 1 },
  'nvidia-workstation': { timed: true, widening: 1 },
  'intel-workstation': { timed: true, widening: 1 },
  'amd-instinct': { timed: true, byMatrixPeak: true, widening: 1.5 },
  'intel-gaudi': { timed: true, byMatrixPeak: true, widening: 1.5 },
  tpu: { timed: false, widening: 2 },
  trainium: { timed: false, widening: 2 },
  ascend: { timed: false, widening: 2 },
  dataflow: { timed: false, widening: 2.5 },
  client: { timed: false, widening: 2 },
};

/** The family spread comes from near twins (H100 and H200, B200 and GB200); cousins of another bin or refresh stray a little further. */
export const cousinWidening = 1.15;

/** A chip whose family or cores are its class's middle may be any cousin of the class, as one of another bin is of its family. */
export const assumedWidening = (chip: ChipSpec): number => (siliconOf(chip).assumed ? cousinWidening : 1);

/** Factor on the half width of whole estimates: the class's, and that of silicon nobody named. */
export const chipWidening = (chip: ChipSpec): number => standing[chip.class].widening * assumedWidening(chip);
