/** What the catalogue has, for those who come from outside: every fact with its unit, source, date and definition. */
import type * as Factory from './factory/factory.ts';

export { accelerator, accelerators } from './accelerators.ts';
export { apiPrices, apiPricesOf } from './api-prices.ts';
export { carbonAt, carbonAttribution } from './carbon.ts';
export { clientGpus, clientGpusOf } from './client-gpus.ts';
export { energies, energy, energyAt } from './energy.ts';
export { engineById, engineFacts } from './engines.ts';
export { incompleteModels, model, models } from './models.ts';
export { placeSources } from './place-sources.ts';
export { catalogueDate } from './read-cell.ts';
export { site, sites } from './sites.ts';
export { source, sources } from './sources.ts';
export { workloadFact, workloadFacts } from './workload-facts.ts';

/** Sites, places, round trips and capacity: loaded when first asked for, since no first answer needs them. */
export const factory = (): Promise<typeof Factory> => import('./factory/factory.ts');
