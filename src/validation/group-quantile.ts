/** Quantiles of misses in which every group weighs the same, however many rows it has. */

export interface Weighted {
  readonly group: string;
  /** |ln(measured/estimated)|, or what is left of it. */
  readonly size: number;
}

/** The smallest size below which the share `probability` of the groups' weight lies; groups with fewer than `least` rows are left out. */
export function groupQuantile(list: readonly Weighted[], probability: number, least = 1): number {
  const sizes = new Map<string, number>();
  for (const { group } of list) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const counted = list.filter(({ group }) => (sizes.get(group) ?? 0) >= least).sort((a, b) => a.size - b.size);
  const total = new Set(counted.map(({ group }) => group)).size;
  let reached = 0;
  for (const { group, size } of counted) {
    reached += 1 / (sizes.get(group) ?? 1);
    if (reached >= probability * total) return size;
  }
  return counted.at(-1)?.size ?? Number.NaN;
}
