/**
 * A catalogue accelerator as the model's arithmetic sees it: the facts' values alone, unknowns still `null`.
 */
import type { Accelerator, PeakFormat, SiliconFacts } from '../catalogue/facts.ts';
import type { ChipSilicon, ChipSpec } from './chip.ts';

export function toChipSpec(accelerator: Accelerator): ChipSpec {
  const peak: Partial<Record<PeakFormat, number>> = {};
  for (const [format, fact] of Object.entries(accelerator.peak)) peak[format as PeakFormat] = fact.value;
  return {
    id: accelerator.id,
    name: accelerator.name,
    class: accelerator.class,
    announced: accelerator.announced,
    memoryBytes: accelerator.memoryBytes?.value ?? null,
    memoryBandwidth: accelerator.memoryBandwidth?.value ?? null,
    peak,
    silicon: toChipSilicon(accelerator.silicon),
    matrixShare: accelerator.matrixShare?.value ?? null,
    scaleUpBandwidth: accelerator.scaleUp.bandwidth?.value ?? null,
    scaleUpSize: accelerator.scaleUp.size?.value ?? null,
    scaleOutBandwidth: accelerator.scaleOut?.value ?? null,
    ...(accelerator.sharedMemory ? { ownMachine: true } : {}),
    tdp: accelerator.tdp?.value ?? null,
    systemPower: accelerator.systemPower?.value ?? null,
  };
}

export const toChipSilicon = ({ family, cores, cacheBytes, exponentialGain, fusesReduction }: SiliconFacts): ChipSilicon => ({
  family: family?.value ?? null,
  cores: cores?.value ?? null,
  cacheBytes: cacheBytes?.value ?? null,
  exponentialGain: exponentialGain?.value ?? 1,
  fusesReduction: fusesReduction?.value ?? false,
});
