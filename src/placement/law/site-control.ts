/** Who controls a site of the catalogue, as far as its facts say. */
import { accelerator } from '../../catalogue/accelerators.ts';
import { carbonAt, carbonIntensity } from '../../catalogue/carbon.ts';
import type { Accelerator } from '../../catalogue/facts.ts';
import { engineFacts } from '../../catalogue/engines.ts';
import { ownerOf } from '../../catalogue/factory/operators.ts';
import { siteFacts } from '../../catalogue/factory/site-facts.ts';
import { countryOfVendor } from '../../catalogue/factory/vendors.ts';
import { site } from '../../catalogue/sites.ts';
import type { Control } from './sovereignty.ts';

/** Engines under licences that let anyone keep, change and run them. */
const openEngines: ReadonlySet<string> = new Set(['vllm', 'sglang']);

export const openEngineRunsOn = ({ class: kind }: Pick<Accelerator, 'class'>): boolean =>
  engineFacts.some((engine) => openEngines.has(engine.id) && engine.runsOn.includes(kind));

/**
 * @param said what a user knows better: a control plane elsewhere, operations by a partner in the country
 * @throws for an id that is not in the catalogue: a fault of ours
 */
export function controlOf(id: string, said: Partial<Control> = {}): Control {
  const [place, facts] = [site(id), siteFacts(id)];
  if (!place || !facts) throw new Error(`no site "${id}"`);
  const { jurisdiction } = facts;
  const rows = facts.accelerators.flatMap((chip) => accelerator(chip) ?? []);
  const makers = [...new Set([...rows.map(({ vendor }) => vendor), ...facts.vendors])].map(countryOfVendor);
  const carbon = carbonAt(place.gridZone);
  return {
    territory: place.country,
    operator: jurisdiction,
    owner: ownerOf(facts.operator).country,
    controlPlane: jurisdiction,
    operations: jurisdiction,
    models: jurisdiction,
    chipMakers:
      facts.confirmed && makers.length > 0 && !makers.includes(undefined) ? [...new Set(makers.filter((maker) => maker !== undefined))] : null,
    openSoftware: facts.confirmed && rows.length > 0 ? rows.some(openEngineRunsOn) : null,
    carbon: (carbon && carbonIntensity(carbon)?.value) ?? null,
    ...said,
  };
}
