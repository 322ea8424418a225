/** A year of one demand on one kind of accelerator, by each way to pay for the hours; each gets the fleet that is cheapest under it. */
import { estimateScenario, type EstimateOptions } from '../estimate/estimate-scenario.ts';
import type { Ownership, Scenario } from '../scenario/scenario.ts';
import { weakest, type Quantity } from '../units/quantity.ts';

export interface YearWay {
  readonly way: 'reserved' | 'on-demand' | 'own' | 'price';
  /** USD/year of 8,760 h; null without a price. */
  readonly usdPerYear: Quantity | null;
  readonly accelerators: number | null;
  /** USD of an accelerator-hour */
  readonly usdPerAcceleratorHour: Quantity | null;
  /** Why there are no dollars; empty where there are. */
  readonly why: string;
  /** Codes of the catalogue. */
  readonly sources: readonly string[];
}

const monthsPerYear = 12;

const times = (quantity: Quantity, factor: number, unit: string): Quantity => ({
  value: quantity.value * factor,
  low: quantity.low * factor,
  high: quantity.high * factor,
  unit,
  evidence: quantity.evidence,
});

/** Terms or a price of the user's own count where the scenario has them. */
export function waysToPay({ ownership }: Scenario): readonly (readonly [YearWay['way'], Ownership])[] {
  const owned: Ownership = typeof ownership === 'object' && 'own' in ownership ? ownership : 'own';
  return [
    ...(typeof ownership === 'object' && 'usdPerAcceleratorHour' in ownership ? [['price', ownership] as const] : []),
    ['reserved', 'rent-reserved'],
    ['on-demand', 'rent-on-demand'],
    ['own', owned],
  ];
}

/** One way a step: each yield is the share that is done. */
export function* yearSteps(scenario: Scenario, options: EstimateOptions = {}): Generator<number, readonly YearWay[]> {
  const ways = waysToPay(scenario);
  const found: YearWay[] = [];
  for (const [index, [way, paid]] of ways.entries()) {
    yield index / ways.length;
    const asked = { ...scenario, ownership: paid };
    const { usdPerMonth, usdPerHour, accelerators, timePerOutputToken, reason, unknown, sources } = estimateScenario(asked, options);
    // With the count held, the interval of an hour is the price's alone.
    const held =
      accelerators !== null && scenario.serving === 'aggregated' ? estimateScenario({ ...asked, accelerators }, options).usdPerHour : usdPerHour;
    found.push({
      way,
      // Whether so many are enough is no better known than the times are.
      usdPerYear: usdPerMonth && {
        ...times(usdPerMonth, monthsPerYear, 'USD/year'),
        evidence: weakest(usdPerMonth.evidence, timePerOutputToken?.evidence ?? usdPerMonth.evidence),
      },
      accelerators,
      usdPerAcceleratorHour: held && accelerators ? times(held, 1 / accelerators, 'USD/h') : null,
      why: usdPerMonth ? '' : (reason?.message ?? unknown['usdPerMonth'] ?? 'no price of it was read'),
      sources,
    });
  }
  return found;
}
