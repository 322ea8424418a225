/**
 * Medians over the countries of the energy files, for a scenario without a site. Written out, so that the first
 * answer needs no energy file; a test recomputes them. Low and high are the 10th and 90th percentile.
 */
import type { Fact } from './facts.ts';
import { catalogueDate } from './read-cell.ts';

const common = { date: catalogueDate, trust: 'derived' } as const;

/** Industrial electricity over 68 countries. */
export const medianElectricityPrice: Fact = {
  ...common,
  value: 0.105,
  low: 0.0414,
  high: 0.163,
  unit: 'USD/kWh',
  source: ['E1', 'E2'],
  definition: 'large user; median of countries, p10 to p90',
};

/** Climate-modelled PUE over 91 countries. */
export const medianPue: Fact = {
  ...common,
  value: 1.23,
  low: 1.1,
  high: 1.32,
  unit: 'W/W',
  source: ['E5', 'E6'],
  definition: 'facility over IT power; median of countries, p10 to p90',
};

/** National carbon intensity over 94 countries, a figure derived from Ember's data (CC BY-SA 4.0). */
export const medianCarbonIntensity: Fact = {
  ...common,
  value: 358,
  low: 65.8,
  high: 672,
  unit: 'gCO2e/kWh',
  source: ['E3'],
  definition: 'national mean; median of countries, p10 to p90',
};
