/**
 * A whole link: the scenario readable in the query, the result packed in the fragment, which no browser sends to a
 * server. Reading is `readAddress` of the session; here links are made.
 */
import type { Run } from '../run/run.ts';
import { scenarioToQuery } from '../scenario/query.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { modelVersion } from '../estimate/model-version.ts';
import { encodeResult } from './result-link.ts';
import { sharedResult } from './shared-result.ts';

/** The lab at `base` with this scenario; whatever query and fragment `base` had are gone. */
export function scenarioLink(base: string | URL, scenario: Scenario): URL {
  const url = new URL(base);
  url.search = scenarioToQuery(scenario).toString();
  url.hash = '';
  return url;
}

/** The lab at `base` with this scenario and this run. `device: false` leaves out what GPU it was. */
export async function resultLink(base: string | URL, scenario: Scenario, run: Run, options: { device?: boolean } = {}): Promise<URL> {
  const url = scenarioLink(base, scenario);
  url.hash = `r=${await encodeResult(sharedResult(run, { modelVersion, ...options }))}`;
  return url;
}
