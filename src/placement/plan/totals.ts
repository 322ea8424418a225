/** What a plan costs, draws and emits, with the intervals of its parts; errors of price, rate and power are taken to be shared by all of them. */
import { logSdOfRange, combine, z80, type Spread } from '../../estimate/spread.ts';
import type { Fact } from '../../catalogue/facts.ts';
import { weakest, type Evidence, type Quantity } from '../../units/quantity.ts';
import type { JobChoice, ReplicaChoice } from '../network/choices.ts';
import type { Chosen } from './chosen.ts';
import { flowCost, gramsPerHour, jobCost, replicaCost } from './cost.ts';

interface Part {
  readonly value: number;
  readonly spread: Spread;
}

export interface Totals {
  readonly usdPerHour: Quantity;
  readonly kW: Quantity | null;
  readonly gCO2ePerHour: Quantity | null;
  readonly unknown: Readonly<Record<string, string>>;
}

export function totalsOf({ replicas, jobs, flows }: Chosen): Totals {
  const usd = [
    ...replicas.map(({ choice, count }) => ({
      value: count * replicaCost(choice, 'usd'),
      spread: combine(choice.price.spread, choice.replica.rateSpread),
    })),
    ...jobs.map((choice) => ({ value: jobCost(choice, 'usd'), spread: combine(choice.price.spread, choice.job.hoursSpread) })),
    ...flows.map(({ choice, requestsPerSecond }) => ({ value: requestsPerSecond * flowCost(choice, 'usd'), spread: known })),
  ];
  const parts = [
    ...replicas.map(({ choice, count }) => ({ choice, count, share: 1, spread: choice.replica.wattsSpread })),
    ...jobs.map((choice) => ({ choice, count: 1, share: choice.job.hours / choice.workload.deadlineHours, spread: choice.job.hoursSpread })),
  ];
  const dark = parts.find(({ choice }) => choice.kW === null);
  if (dark) {
    const why = `no power of ${chipOf(dark.choice).name} is known`;
    return { usdPerHour: sum(usd, 'USD/h'), kW: null, gCO2ePerHour: null, unknown: { kW: why, gCO2ePerHour: why, dependence: why } };
  }
  return {
    usdPerHour: sum(usd, 'USD/h'),
    kW: sum(
      parts.map(({ choice, count, spread }) => ({ value: count * (choice.kW ?? 0), spread: combine(spread, of(choice.site.terms.pue)) })),
      'kW',
    ),
    gCO2ePerHour: sum(
      parts.map(({ choice, count, share, spread }) => ({
        value: count * share * gramsPerHour(choice),
        spread: combine(spread, of(choice.site.terms.pue), of(choice.site.terms.carbon)),
      })),
      'gCO2e/h',
    ),
    unknown: {},
  };
}

export const chipOf = (choice: ReplicaChoice | JobChoice) => ('replica' in choice ? choice.replica : choice.job).accelerator;

/** Accelerators of one choice: of a replica, or of a job. */
export const acceleratorsOf = (choice: ReplicaChoice | JobChoice): number => ('replica' in choice ? choice.replica : choice.job).accelerators;

const known: Spread = { logSd: 0, evidence: 'measured' };

const of = ({ value, low, high }: Fact): Spread => ({ logSd: logSdOfRange(low ?? value, high ?? value), evidence: 'measured' });

function sum(parts: readonly Part[], unit: string): Quantity {
  let [value, low, high]: [number, number, number] = [0, 0, 0];
  let evidence: Evidence = 'measured';
  for (const part of parts) {
    if (part.value === 0) continue;
    const factor = Math.exp(z80 * part.spread.logSd);
    value += part.value;
    low += part.value / factor;
    high += part.value * factor;
    evidence = weakest(evidence, part.spread.evidence);
  }
  return { value, low, high, unit, evidence };
}
