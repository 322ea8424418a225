/**
 * Power of an accelerator with its share of host, network and fans, before PUE. Where no figure was read, rated chip
 * power times the usual ratio of system to chip stands in.
 */
import { median, quantile } from '../stats/quantile.ts';
import { accelerators } from './accelerators.ts';
import type { Accelerator, Fact } from './facts.ts';
import { catalogueDate } from './read-cell.ts';

/** W per accelerator; null when neither system nor rated power is known. */
export function systemPower(accelerator: Accelerator): Fact | null {
  if (accelerator.systemPower) return accelerator.systemPower;
  if (!accelerator.tdp) return null;
  if (accelerator.sharedMemory)
    return { ...accelerator.tdp, definition: 'rated power of the chip, which holds processor and memory too', trust: 'derived' };
  return systemPowerFromRated(accelerator.tdp.value, accelerator.tdp.source);
}

/** @param rated chip power in W, for an accelerator of the user's own as well */
export function systemPowerFromRated(rated: number, source: readonly string[] = []): Fact {
  const { value, low, high } = (systemOverChip ??= ratioOfPowers());
  return {
    value: rated * value,
    low: rated * low,
    high: rated * high,
    unit: 'W',
    source: [...new Set([...source, 'S4', 'A1'])],
    date: catalogueDate,
    definition: 'rated chip power times the median ratio of system to chip power',
    trust: 'derived',
  };
}

type Ratio = Readonly<Record<'value' | 'low' | 'high', number>>;

/** Over the whole catalogue, which does not change. */
let systemOverChip: Ratio | undefined;

/** Over the chips that have both figures: 1.2 (TPU7x) to 2.0 (H100, H200). */
function ratioOfPowers(): Ratio {
  const ratios = accelerators().flatMap((chip) => (chip.systemPower && chip.tdp ? [chip.systemPower.value / chip.tdp.value] : []));
  return { value: median(ratios), low: quantile(ratios, 0.1), high: quantile(ratios, 0.9) };
}
