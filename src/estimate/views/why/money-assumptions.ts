/** What is taken of money and place: the price of an hour, hours in use, egress, electricity, PUE and carbon. */
import type { Fact } from '../../../catalogue/facts.ts';
import { scenarioDefaults } from '../../../scenario/defaults.ts';
import type { OwnTerms } from '../../../scenario/scenario.ts';
import { utilisationOf } from '../../answer/dollars.ts';
import { egressPerToken, streamedBytes } from '../../answer/egress.ts';
import { hourlyPrice, type HourlyPrice } from '../../answer/money.ts';
import { z80 } from '../../spread.ts';
import { AssumptionBook } from './assumption-book.ts';
import { allOf, nothing, type Grounds } from './term-book.ts';

/** Share of hours that serve: fleets report from half to nearly all of them. */
const utilisationEnds = { low: 0.5, high: 0.95 } as const;

export class MoneyAssumptions extends AssumptionBook {
  readonly price: HourlyPrice = hourlyPrice(this.scenario, this.resolved.accelerator, this.site);

  /** The price of an hour, with what of the place is in it. */
  hourly(): Grounds {
    const { price, scenario, facts, site } = this;
    if (!price.known) return nothing;
    const [id = 'price'] = price.assumptions;
    const factor = Math.exp(z80 * price.spread.logSd);
    const own = typeof scenario.ownership === 'object' && 'own' in scenario.ownership ? scenario.ownership.own : {};
    const ofPrice = this.priceFacts(id, own);
    const said = this.say(id, {
      words: priceWords[id] ?? 'Price of an accelerator-hour, from another kind of price',
      value: price.usdPerHour,
      low: price.usdPerHour / factor,
      high: price.usdPerHour * factor,
      unit: 'USD/h',
      source: price.sources,
      key: 'ownership',
      facts: ofPrice,
    });
    const places = price.ofSite.map((part): Grounds => {
      const found = part === 'price' ? facts.electricity() : facts.pue();
      return { facts: found, assumptions: this.place(part, site[part], found) };
    });
    return allOf({ facts: ofPrice, assumptions: said }, ...places);
  }

  private priceFacts(id: string, own: OwnTerms): readonly string[] {
    const { facts } = this;
    switch (id) {
      case 'price.on-demand':
      case 'price.reserved-from-on-demand':
        return facts.chip('onDemand');
      case 'price.reserved':
      case 'price.on-demand-from-reserved':
        return facts.chip('reserved');
      case 'price.owned-modelled-by-its-source':
        return facts.chip('ownCost');
      case 'price.owned':
        return [
          ...(own.usdPerAccelerator === undefined ? facts.chip('purchase') : []),
          ...facts.chip('system', 'power'),
          ...facts.costParameters(...(own.years === undefined ? ['gpu-life'] : []), ...(own.costOfCapital === undefined ? ['cost-of-capital'] : [])),
          ...facts.costParameters(...(own.hostingUsdPerKilowattMonth === undefined ? ['construction-mw', 'dc-life'] : [])),
          ...facts.costParameters(
            ...(own.networkUsdPerAcceleratorHour === undefined && own.networkUsdPerAccelerator === undefined ? ['net-cost'] : []),
          ),
        ];
      default:
        return [];
    }
  }

  utilisation(): readonly string[] {
    const share = utilisationOf(this.scenario);
    return this.say('utilisation', {
      words: 'Share of paid hours that serve',
      value: share,
      low: Math.min(utilisationEnds.low, share),
      high: Math.max(utilisationEnds.high, share),
      unit: '1',
      source: share === scenarioDefaults.utilisation ? ['planning figure of this lab'] : [],
      key: 'utilisation',
    });
  }

  egress(): readonly string[] {
    return this.say('egress', {
      words: 'Answers on their way out of the data centre',
      value: egressPerToken(this.scenario) * 1e6,
      unit: 'USD/Mtoken',
      source: this.scenario.egress?.bytesPerToken === undefined ? streamedBytes.source : [],
      key: 'egress',
    });
  }

  /** What is read of the place, or stands in for it. */
  place(part: 'price' | 'pue' | 'carbon', { value, low, high, unit, source, date }: Fact, facts: readonly string[]): readonly string[] {
    const id = this.site.assumptions[part];
    if (id === 'site.world-medians')
      return this.say(id, { words: 'Place: none given', value: 'medians of the world', source: ['E1', 'E2', 'E3', 'E5'], key: 'site' });
    return this.say(id, {
      words: placeWords[part],
      value,
      ...(low !== undefined && { low }),
      ...(high !== undefined && { high }),
      unit,
      source,
      date,
      key: 'site',
      facts,
    });
  }
}

const priceWords: Readonly<Record<string, string>> = {
  'price.own': 'Price of an accelerator-hour, as you gave it',
  'price.on-demand': 'On-demand rent of an accelerator-hour',
  'price.reserved': 'Reserved rent of an accelerator-hour',
  'price.owned': 'Cost of owning an accelerator for an hour',
};

const placeWords = {
  price: 'Electricity for a large user',
  pue: 'Facility power over IT power (PUE)',
  carbon: 'Carbon intensity of the grid',
} as const;
