/** Tokens a second out of a megawatt, by generation: of the chips alone, of the machine around them, of the building. */
import { accelerators } from '../../catalogue/accelerators.ts';
import type { Accelerator } from '../../catalogue/facts.ts';
import { systemPower } from '../../catalogue/power.ts';
import type { Quantity } from '../../units/quantity.ts';
import { referenceFleet, yardstick } from './reference.ts';
import { ratioOf, type Signal, type SignalValue } from './signal.ts';

const unit = 'tokens/s/MW';

export function throughputPerWatt(date: string): Signal {
  const { fleets } = referenceFleet(yardstick, Number(date.slice(0, 4)));
  const rows = fleets.flatMap((row) => {
    const chip = accelerators().find(({ id }) => id === row.accelerator);
    return chip && !chip.announced ? [{ chip, row }] : [];
  });
  const values = rows.flatMap(({ chip, row }): readonly SignalValue[] => {
    const level = (name: string, quantity: Quantity | null): SignalValue[] =>
      quantity ? [{ group: `${chip.id} (${String(chip.year)}): ${name}`, ...quantity, n: 1, verdict: null, notes: [] }] : [];
    const rate = row.outputTokensPerSecondPerAccelerator;
    return [
      ...level('chip', perMegawatt(rate, chip.tdp?.value)),
      ...level('rack', perMegawatt(rate, systemPower(chip)?.value)),
      ...level('facility', row.outputTokensPerSecondPerMegawatt && { ...row.outputTokensPerSecondPerMegawatt, unit }),
    ];
  });
  return {
    id: 'throughput-per-watt',
    definition: `output tokens/s of ${yardstick} per megawatt at 3 input to 1 output tokens within the default target: chip at its rated power, rack with host and network, facility with world-median PUE at the power drawn; better where the newest year's best is above the best before it`,
    asOf: date,
    n: rows.length,
    coverage: rows.filter(({ row }) => row.outputTokensPerSecondPerMegawatt).length / accelerators().filter(({ announced }) => !announced).length,
    verdict: newestAgainstBefore(
      rows.flatMap(({ chip, row }) => (row.outputTokensPerSecondPerMegawatt ? [{ chip, facility: row.outputTokensPerSecondPerMegawatt }] : [])),
    ),
    values,
    inputs: ['accelerators', 'world-medians', yardstick],
    sources: [...new Set(rows.flatMap(({ chip }) => chip.tdp?.source ?? []))],
  };
}

function perMegawatt(rate: Quantity | null, watts: number | undefined): Quantity | null {
  if (!rate || watts === undefined) return null;
  const scale = 1e6 / watts;
  return { value: rate.value * scale, low: rate.low * scale, high: rate.high * scale, unit, evidence: rate.evidence };
}

function newestAgainstBefore(rows: readonly { readonly chip: Accelerator; readonly facility: Quantity }[]): Signal['verdict'] {
  const newest = Math.max(...rows.map(({ chip }) => chip.year));
  const bestOf = (some: typeof rows): Quantity | undefined => some.map(({ facility }) => facility).sort((a, b) => b.value - a.value)[0];
  const now = bestOf(rows.filter(({ chip }) => chip.year === newest));
  const before = bestOf(rows.filter(({ chip }) => chip.year < newest));
  if (!now || !before) return null;
  const ratio = ratioOf(now, before, 'prior');
  return ratio.low > 1 ? 'better' : ratio.high < 1 ? 'worse' : 'not-decided';
}
