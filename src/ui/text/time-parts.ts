/** Where the time of a token goes, each part by its name and colour. No DOM. */
import type { TimePart } from '../../charts/time-title.ts';
import type { DecodeTerms, Estimate } from '../../estimate/estimate.ts';

const names: readonly (readonly [keyof DecodeTerms, string, string])[] = [
  ['weights', 'Reading weights', 'blue'],
  ['experts', 'Reading experts', 'sky'],
  ['kvCache', 'Reading the KV cache', 'green'],
  ['compute', 'Arithmetic', 'vermilion'],
  ['collectives', 'Links between chips', 'purple'],
  ['launch', 'Launching kernels', 'orange'],
  ['host', 'The host', 'olive'],
  ['prefillInterference', 'Prompts of other users', 'grey'],
];

export function timeParts({ terms }: Estimate): readonly TimePart[] {
  if (terms === null) return [];
  const total = names.reduce((sum, [id]) => sum + terms.decode[id], 0);
  // Parts below half a per cent would be a hairline and a zero.
  return names
    .map(([id, name, colour]) => ({ id, name, colour: `var(--series-${colour})`, seconds: terms.decode[id] }))
    .filter(({ seconds }) => seconds > total * 5e-3);
}
