/**
 * How likely each of several costs is the least, from their intervals: the share of seeded draws that it wins. Part of
 * every error is one that all rows share (how the engine runs this model, where rents stand), and moves them together.
 */
import { z80 } from '../stats/normal.ts';
import { seeded } from '../stats/random.ts';
import type { Quantity } from '../units/quantity.ts';

const draws = 2000;
const seed = 1;
/** Share of a row's variance that all rows have in common. Not measured: an assumption, which moves how sure the first place is and not who has it. */
const sharedVariance = 0.5;

/** @returns the share of draws that each cost wins; they sum to 1 where there is any */
export function probabilityCheapest(costs: readonly Quantity[]): readonly number[] {
  const rows = costs.map(({ value, low, high }) => {
    const logSd = low > 0 && high > low ? Math.log(high / low) / (2 * z80) : 0;
    return { log: Math.log(value), shared: logSd * Math.sqrt(sharedVariance), own: logSd * Math.sqrt(1 - sharedVariance) };
  });
  const wins = rows.map(() => 0);
  if (rows.length === 0) return wins;
  const random = seeded(seed);
  for (let draw = 0; draw < draws; draw++) {
    const common = random.normal();
    let best = 0;
    let least = Infinity;
    for (const [index, { log, shared, own }] of rows.entries()) {
      const cost = log + shared * common + own * random.normal();
      if (cost < least) {
        least = cost;
        best = index;
      }
    }
    wins[best] = (wins[best] ?? 0) + 1;
  }
  return wins.map((won) => won / draws);
}
