/** Limits on how much of a plan's power one vendor, operator or country may hold. */
import type { JobChoice, ReplicaChoice } from '../network/choices.ts';
import type { Limits } from '../request/placement.ts';

type Choice = ReplicaChoice | JobChoice;

export const shareKinds = ['vendorShare', 'operatorShare', 'countryShare'] as const;
export type ShareKind = (typeof shareKinds)[number];

export interface ShareRow {
  readonly of: ShareKind;
  readonly holder: string;
  readonly share: number;
  readonly holds: (choice: Choice) => boolean;
}

export const holderOf: Readonly<Record<ShareKind, (choice: Choice) => string>> = {
  vendorShare: (choice) => ('replica' in choice ? choice.replica : choice.job).accelerator.vendor,
  operatorShare: ({ site }) => site.owner,
  countryShare: ({ site }) => site.country,
};

const nouns: Readonly<Record<ShareKind, string>> = { vendorShare: 'vendors', operatorShare: 'operators', countryShare: 'countries' };

/** Which limit nothing can keep, because too few hands may serve; null where there are enough of each. */
export function tooFewHands(limits: Limits, choices: readonly Choice[]): string | null {
  for (const of of shareKinds) {
    const share = limits[of];
    const holders = [...new Set(choices.map(holderOf[of]))].sort();
    if (share === null || holders.length === 0 || holders.length * share >= 1) continue;
    const needed = String(Math.ceil(1 / share));
    const who = holders.length === 1 ? `only ${holders[0] ?? ''} may` : `only ${holders.join(', ')} may`;
    return `limits.${of} of ${String(Math.round(share * 100))} % needs ${needed} ${nouns[of]}, and ${who} serve`;
  }
  return null;
}

/** One for each holder that a choice belongs to; none for a share of all. */
export function shareRows(limits: Limits, choices: readonly Choice[]): readonly ShareRow[] {
  return shareKinds.flatMap((of) => {
    const share = limits[of];
    if (share === null || share >= 1) return [];
    const holders = [...new Set(choices.map(holderOf[of]))].sort();
    return holders.map((holder) => ({ of, holder, share, holds: (choice: Choice) => holderOf[of](choice) === holder }));
  });
}
