/** The catalogue as things to choose among, with what is not known about each said beside it. No DOM. */
import { accelerators } from '../../catalogue/accelerators.ts';
import { models } from '../../catalogue/models.ts';
import { acceleratorPrice } from '../../catalogue/prices.ts';
import type { Accelerator, Model } from '../../catalogue/facts.ts';
import { formatCount, formatMemory, formatMoney, formatRate } from '../../units/format.ts';
import type { PickerOption } from '../form/picker/options.ts';

export function modelOptions(): readonly PickerOption[] {
  return models().map((model) => ({ id: model.id, label: model.name, group: model.vendor, detail: modelDetail(model) }));
}

function modelDetail(model: Model): string {
  const size = `${formatCount(model.parametersTotal, 'short')} parameters`;
  const active = model.moe === null ? 'dense' : `${formatCount(model.parametersActive, 'short')} active, ${model.moe.experts} experts`;
  const context = model.maxContext === null ? '' : ` · ${formatCount(model.maxContext, 'short')} context`;
  return `${size}, ${active} · ${model.nativeFormat}${context}`;
}

export function acceleratorOptions(): readonly PickerOption[] {
  return accelerators().map((accelerator) => {
    const badge = acceleratorBadge(accelerator);
    return {
      id: accelerator.id,
      label: accelerator.name,
      group: accelerator.vendor,
      detail: acceleratorDetail(accelerator),
      ...(badge === null ? {} : { badge }),
    };
  });
}

/** What a chooser should know before choosing: that it cannot be bought yet, or that nobody says what it costs. */
export function acceleratorBadge(accelerator: Accelerator): string | null {
  if (accelerator.announced) return 'announced';
  return acceleratorPrice(accelerator, 'rent-on-demand').known ? null : 'no price known';
}

function acceleratorDetail(accelerator: Accelerator): string {
  const parts = [
    accelerator.memoryBytes ? `${formatMemory(accelerator.memoryBytes.value)}${accelerator.sharedMemory ? ', shared' : ''}` : 'memory unknown',
    accelerator.memoryBandwidth ? formatRate(accelerator.memoryBandwidth.value, 'B/s').text : 'bandwidth unknown',
    accelerator.onDemandPrice ? `${formatMoney(accelerator.onDemandPrice.value).value}/h` : '',
  ];
  return parts.filter(Boolean).join(' · ');
}
