/**
 * The address bar, which holds the scenario and nothing else: read once, then kept current. Replaced, never pushed,
 * so that Back leaves the lab instead of walking through every edit.
 */
import { defaultScenario, query, scenarioKeys, type InputError, type ReadQuery, type Scenario } from '../index.ts';
import type { PlanName } from '../run/run.ts';
import { scenarioLink } from '../share/scenario-link.ts';

export interface OpenedAddress extends ReadQuery {
  /** `?run=quick`: the page starts measuring by itself. */
  readonly run: PlanName | null;
  /** The payload after `#r=`, still encoded. */
  readonly result: string | null;
  /** Where a link without a version leaves out what meant something else before links said theirs: what it meant. */
  readonly meantBefore: Partial<Scenario>;
}

export function readAddress(url: URL): OpenedAddress {
  const asked = url.searchParams.get('run');
  const fragment = new URLSearchParams(url.hash.slice(1));
  const read = query.scenarioFromQuery(url.searchParams);
  const version = url.searchParams.get('v');
  const later: InputError[] =
    version === null || version === query.linkVersion
      ? []
      : [{ code: 'out-of-range', path: 'v', message: `this page reads links of version ${query.linkVersion}, and took it for one` }];
  return {
    scenario: read.scenario,
    problems: [...later, ...read.problems],
    meantBefore: version === null ? meantBefore(url.searchParams, read.scenario) : {},
    run: asked === 'quick' || asked === 'thorough' ? asked : null,
    result: fragment.get('r'),
  };
}

/** The address of a scenario on this page; the opening scenario has the bare address. What pages ask beside it stays. */
export function addressOf(scenario: Scenario, base: string | URL): URL {
  const url = scenarioLink(base, scenario);
  const isOpening = JSON.stringify(scenario) === JSON.stringify(defaultScenario);
  const kept = new URL(base).searchParams;
  const questions = [...kept].filter(([name]) => query.questionKeys.some((key) => name.startsWith(`${key}.`)));
  if (isOpening) url.search = '';
  for (const [name, value] of questions) url.searchParams.set(name, value);
  return url;
}

/** The same address with another question of a page; null takes the question out. */
export function withQuestion(base: string | URL, key: query.QuestionKey, question: object | null): URL {
  const url = new URL(base);
  for (const name of [...url.searchParams.keys()]) if (name.startsWith(`${key}.`)) url.searchParams.delete(name);
  if (question !== null) query.flatten(key, question, url.searchParams);
  return url;
}

/** Defaults that have changed since: 32 users at once where the load is now found, every rented hour in use where it is now 60 %, served as scripts do. */
function meantBefore(params: URLSearchParams, scenario: Scenario): Partial<Scenario> {
  const said = new Set([...params.keys()].map((key) => key.split('.')[0]));
  if (!scenarioKeys.some((key) => said.has(key))) return {};
  const owned =
    scenario.ownership === 'rent-reserved' || scenario.ownership === 'own' || (typeof scenario.ownership === 'object' && 'own' in scenario.ownership);
  // With a rate, neither load nor hours in use were a default.
  const load: Partial<Scenario> = scenario.requestsPerSecond === null ? { concurrency: 32, utilisation: owned ? 0.7 : 1 } : {};
  const before: Partial<Scenario> = { ...load, host: 'benchmark' };
  return Object.fromEntries(Object.entries(before).filter(([key, value]) => !said.has(key) && scenario[key as keyof Scenario] !== value));
}
