/**
 * What the deployment's accelerator-hours cost under the scenario's ownership, and how sure that is. Rent and
 * modelled owning contain power; a capital cost of the user's own gets it added at the site's price.
 */
import type { Accelerator } from '../../catalogue/facts.ts';
import { ownedCost } from '../../catalogue/owned-cost.ts';
import { acceleratorPrice } from '../../catalogue/prices.ts';
import type { CustomAccelerator, Scenario } from '../../scenario/scenario.ts';
import { logSdOfRange, type Spread } from '../spread.ts';
import type { SiteTerms } from '../resolve/site-terms.ts';

export type HourlyPrice =
  | {
      readonly known: true;
      readonly usdPerHour: number;
      readonly spread: Spread;
      readonly assumptions: readonly string[];
      readonly sources: readonly string[];
    }
  | { readonly known: false; readonly reason: string };

export function hourlyPrice(scenario: Scenario, accelerator: Accelerator | null, site: SiteTerms): HourlyPrice {
  const { ownership } = scenario;
  if (typeof ownership === 'object' && 'usdPerAcceleratorHour' in ownership) return exact(ownership.usdPerAcceleratorHour, 'price.own');
  if (!accelerator) return customPrice(scenario, scenario.accelerator as CustomAccelerator, site);
  const terms = { usdPerKilowattHour: site.price.value, pue: site.pue.value };
  const price =
    typeof ownership === 'object'
      ? acceleratorPrice(accelerator, 'own', { ...terms, ...ownership.own })
      : acceleratorPrice(accelerator, ownership, terms);
  if (!price.known) return price;
  const { value, low, high, evidence } = price.usdPerHour;
  return {
    known: true,
    usdPerHour: value,
    spread: { logSd: logSdOfRange(low, high), evidence },
    assumptions: [`price.${price.basis.replaceAll(' ', '-').replaceAll(',', '')}`],
    sources: price.source,
  };
}

const exact = (usdPerHour: number, assumption: string): HourlyPrice => ({
  known: true,
  usdPerHour,
  spread: { logSd: 0, evidence: 'measured' },
  assumptions: [assumption],
  sources: [],
});

/** An accelerator of the user's own has the price they gave, or that of owning it at the purchase price they gave. */
function customPrice(scenario: Scenario, custom: CustomAccelerator, site: SiteTerms): HourlyPrice {
  const { ownership } = scenario;
  if (ownership !== 'own' && typeof ownership !== 'object' && custom.usdPerHour !== undefined) return exact(custom.usdPerHour, 'price.own');
  const given = typeof ownership === 'object' && 'own' in ownership ? ownership.own : {};
  const usdPerAccelerator = given.usdPerAccelerator ?? custom.usd;
  if (usdPerAccelerator === undefined) return { known: false, reason: `${custom.name} has no usdPerHour and no usd` };
  if (custom.tdp === undefined) return { known: false, reason: `${custom.name} has no tdp, which owning it needs for power and hosting` };
  const cost = ownedCost(customRow(custom), { usdPerKilowattHour: site.price.value, pue: site.pue.value, ...given, usdPerAccelerator });
  if (!cost.known) return { known: false, reason: `no ${cost.missing} of ${custom.name} is known` };
  const { value, low, high } = cost.usdPerHour;
  return {
    known: true,
    usdPerHour: value,
    spread: { logSd: logSdOfRange(low, high), evidence: 'measured' },
    assumptions: ['price.owned'],
    sources: cost.source,
  };
}

/** The few facts of a user's accelerator that owning it needs, as a catalogue row. */
function customRow(custom: CustomAccelerator): Accelerator {
  const tdp = custom.tdp === undefined ? null : { value: custom.tdp, unit: 'W', source: [], date: '' };
  return {
    id: custom.name,
    name: custom.name,
    vendor: '',
    class: 'client',
    year: 0,
    status: 'own',
    announced: false,
    memoryBytes: null,
    sharedMemory: false,
    memoryBandwidth: null,
    sixteenBit: 'bf16',
    peak: {},
    silicon: { family: null, cores: null, cacheBytes: null, exponentialGain: null, fusesReduction: null },
    matrixShare: null,
    scaleUp: { bandwidth: null, size: null },
    scaleOut: null,
    tdp,
    systemPower: null,
    purchasePrice: null,
    onDemandPrice: null,
    reservedPrice: null,
    ownCost: null,
    notes: '',
  };
}
