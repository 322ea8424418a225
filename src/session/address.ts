/**
 * The address bar, which holds the scenario and nothing else: read once, then kept current. Replaced, never pushed,
 * so that Back leaves the lab instead of walking through every edit.
 */
import { scenarioFromQuery, scenarioToQuery, type ReadQuery } from '../scenario/query.ts';
import { defaultScenario } from '../scenario/defaults.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PlanName } from '../run/run.ts';

/** Milliseconds of quiet before the address is written; Safari refuses more than a hundred writes in ten seconds. */
const quiet = 250;

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
    ...scenarioFromQuery(url.searchParams),
    run: asked === 'quick' || asked === 'thorough' ? asked : null,
    result: fragment.get('r'),
  };
}

/** The address of a scenario on this page; the opening scenario has the bare address. */
export function addressOf(scenario: Scenario, base: string | URL): URL {
  const url = new URL(base);
  const isDefault = JSON.stringify(scenario) === JSON.stringify(defaultScenario);
  url.search = isDefault ? '' : scenarioToQuery(scenario).toString();
  url.hash = '';
  return url;
}

export class AddressBar {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Writes soon; the fragment of an opened result stays for as long as it is on the page. */
  write(scenario: Scenario, fragment: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const url = addressOf(scenario, location.href);
      url.hash = fragment;
      if (url.href !== location.href) history.replaceState(history.state, '', url);
    }, quiet);
  }
}
