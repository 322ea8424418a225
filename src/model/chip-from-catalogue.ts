/**
 * A catalogue accelerator as the model's arithmetic sees it: the facts' values alone, unknowns still `null`.
 */
import type { Accelerator, PeakFormat } from '../catalogue/facts.ts';
import type { ChipSpec } from './chip.ts';

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
    scaleUpBandwidth: accelerator.scaleUp.bandwidth?.value ?? null,
    scaleUpSize: accelerator.scaleUp.size?.value ?? null,
    scaleOutBandwidth: accelerator.scaleOut?.value ?? null,
    tdp: accelerator.tdp?.value ?? null,
    systemPower: accelerator.systemPower?.value ?? null,
  };
}
