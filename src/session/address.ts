/**
 * The address bar, which holds the scenario and nothing else: read once, then kept current. Replaced, never pushed,
 * so that Back leaves the lab instead of walking through every edit.
 */
import { defaultScenario, query, type ReadQuery, type Scenario } from '../index.ts';
import type { PlanName } from '../run/run.ts';
import { scenarioLink } from '../share/scenario-link.ts';

export interface OpenedAddress extends ReadQuery {
  /** `?run=quick`: the page starts measuring by itself. */
  readonly run: PlanName | null;
  /** The payload after `#r=`, still encoded. */
  readonly result: string | null;
}

export function readAddress(url: URL): OpenedAddress {
  const asked = url.searchParams.get('run');
  const fragment = new URLSearchParams(url.hash.slice(1));
  return {
    ...query.scenarioFromQuery(url.searchParams),
    run: asked === 'quick' || asked === 'thorough' ? asked : null,
    result: fragment.get('r'),
  };
}

/** The address of a scenario on this page; the opening scenario has the bare address. */
export function addressOf(scenario: Scenario, base: string | URL): URL {
  const url = scenarioLink(base, scenario);
  if (JSON.stringify(scenario) === JSON.stringify(defaultScenario)) url.search = '';
  return url;
}
