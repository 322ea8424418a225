/** A training run beside published ones, as a sentence that claims no more than there is. No DOM. */
import type { PublishedTraining } from '../../index.ts';
import { formatCount } from '../../units/format.ts';
import type { Quantity } from '../../units/quantity.ts';

export function publishedTitle(own: Quantity | null, runs: readonly PublishedTraining[]): string {
  const shares = runs.map(({ modelFlopsUtilisation }) => modelFlopsUtilisation).toSorted((a, b) => a - b);
  const [least, most] = [shares[0] ?? 0, shares.at(-1) ?? 0];
  const percent = (share: number): number => Math.round(share * 100);
  const found = percent(least) === percent(most) ? `${percent(least)} %` : `${percent(least)} to ${percent(most)} %`;
  const those = runs.length === 1 ? 'the published run most like it' : `the ${formatCount(runs.length)} published runs most like it`;
  if (!own) return `MFU of ${those} is ${found}`;
  const place = own.value < least ? 'below' : own.value > most ? 'above' : 'among';
  return `MFU ${percent(Math.min(own.value, 1))} % is ${place} the ${found} of ${those}`;
}
