/** Facts of sites, places, distances and capacity, behind one door that is loaded when it is first asked for (`catalogue.factory()`). */
export { acceleratorRange, siteCapacity, wattsPerAccelerator } from './capacity.ts';
export type { AcceleratorRange, BarCode, Barred, GateOptions, SiteCapacity } from './capacity.ts';
export { siteCoverage, type CoverageRow } from './coverage.ts';
export { distanceBetween, lightTime, type Located } from './distance.ts';
export { measuredRoundTrip, measuredRoundTrips, type MeasuredRoundTrip, type Network } from './measured.ts';
export { operator, operators, ownerOf, type Operator } from './operators.ts';
export { place, places, suggestedPlaces, type Place } from './places.ts';
export { distanceLaw, roundTrip, type RoundTrip } from './round-trip.ts';
export { allSiteFacts, siteFacts, type SiteFacts, type SiteKind } from './site-facts.ts';
export { countryOfVendor } from './vendors.ts';
