/** One workload: its scenario or training read by their own readers, and its users found on the map. */
import { parseAgent } from '../../agent/parse-request.ts';
import { accelerators } from '../../catalogue/accelerators.ts';
import { place, suggestedPlaces } from '../../catalogue/factory/places.ts';
import { join } from '../../scenario/consistency.ts';
import { scenarioDefaults } from '../../scenario/defaults.ts';
import { fail, type InputError, type Parsed } from '../../scenario/input-error.ts';
import { kindOf } from '../../scenario/issue-error.ts';
import { parseScenario } from '../../scenario/parse.ts';
import { parseTraining } from '../../scenario/parse-training.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { TrainingKind } from '../../scenario/training.ts';
import type { ResidencyRule } from '../law/residency.ts';
import type { InferenceWorkload, JobWorkload, Origin, SovereigntyGate, UserGroup, Workload } from './placement.ts';

type Fields = Readonly<Record<string, unknown>>;
interface GivenPoint {
  readonly lat: number;
  readonly lon: number;
  readonly country: string;
}

interface GivenBase {
  readonly id: string;
  readonly residency: ResidencyRule;
  readonly sovereignty: SovereigntyGate | null;
}

/** As the schema lets it through. */
export type GivenWorkload =
  | (GivenBase & {
      readonly kind: 'inference';
      readonly scenario: Fields;
      readonly users: readonly { readonly place: string | GivenPoint; readonly requestsPerSecond: number }[];
      readonly roundTrip: number | null;
    })
  | (GivenBase & {
      readonly kind: 'agent';
      readonly task: Fields;
      readonly scenario: Fields;
      readonly users: readonly { readonly place: string | GivenPoint; readonly tasksPerHour: number }[];
      readonly roundTrip: number | null;
    })
  | (GivenBase & { readonly kind: TrainingKind; readonly training: Fields; readonly deadlineHours: number; readonly sendsTo: readonly string[] });

/** @param path where the workload stands */
export function readWorkload(given: GivenWorkload, path: string): Parsed<Workload> {
  const listed: readonly string[] = typeof given.residency === 'string' || given.residency === null ? [] : given.residency;
  const of = given.sovereignty?.of ?? null;
  const wrong =
    listed.map((country, at) => countryError(country, join(path, `residency.${at}`))).find((error) => error !== null) ??
    // The Union is a home as well (`law/territory.ts`), and the only one that is no place.
    (of === null || of === 'EU' ? null : countryError(of, join(path, 'sovereignty.of')));
  if (wrong) return { ok: false, error: wrong };
  return given.kind === 'inference' ? readInference(given, path) : given.kind === 'agent' ? readAgent(given, path) : readJob(given, path);
}

function countryError(country: string, path: string): InputError | null {
  return place(country)?.kind === 'country' ? null : fail('unknown-id', path, `no country "${country}"`, suggestedPlaces(country)).error;
}

/** What the plan decides, or what a plan has no use for; with the words why. */
const decided: readonly (readonly [keyof Scenario, string])[] = [
  ['accelerators', 'the plan decides how many accelerators'],
  ['site', 'the plan decides the sites: "sites" and "residency" say which may serve'],
  ['concurrency', 'the load is what the users ask: users.requestsPerSecond'],
  ['requestsPerSecond', 'the load is what the users ask: users.requestsPerSecond'],
  ['batch', 'the load is what the users ask: users.requestsPerSecond'],
  ['session', 'a benchmark session is no load of users'],
  ['spareReplicas', 'a plan has no spare replicas: ask with a larger peakToMean'],
  ['utilisation', 'the share of hours that serve follows from the users and whole replicas'],
  ['anchor', 'measured points are of one accelerator, and the plan chooses among many'],
];

export const refusedInScenario: readonly (keyof Scenario)[] = ['accelerator', ...decided.map(([key]) => key)];

function readInference(given: Extract<GivenWorkload, { kind: 'inference' }>, path: string): Parsed<InferenceWorkload> {
  const at = join(path, 'scenario');
  const { peakToMean = null, accelerator = null, ...fields } = given.scenario;
  if (accelerator !== null)
    return fail('inconsistent', join(at, 'accelerator'), 'the plan decides the accelerator: "switches.without" says what it may not use');
  const peak = peakOf(peakToMean, join(at, 'peakToMean'));
  if (!peak.ok) return peak;
  const parsed = parseScenario({ ...fields, accelerator: anyAccelerator() }, at);
  if (!parsed.ok) return parsed;
  const scenario = parsed.value;
  for (const [key, why] of decided) {
    const value = scenario[key];
    if (value !== null && JSON.stringify(value) !== JSON.stringify(scenarioDefaults[key as keyof typeof scenarioDefaults]))
      return fail('inconsistent', join(at, key), why);
  }
  const users: UserGroup[] = [];
  for (const [index, { place: where, requestsPerSecond }] of given.users.entries()) {
    const from = originOf(where, join(path, `users.${index}.place`));
    if (!from.ok) return from;
    const known = users.findIndex((each) => each.from.id === from.value.id);
    const before = users[known];
    if (before) users[known] = { from: before.from, requestsPerSecond: before.requestsPerSecond + requestsPerSecond };
    else users.push({ from: from.value, requestsPerSecond });
  }
  const { id, kind, roundTrip, residency, sovereignty } = given;
  return { ok: true, value: { id, kind, scenario, peakToMean: peak.value, users, roundTrip, residency, sovereignty } };
}

const secondsAnHour = 3600;

/** The model calls of tasks, as the users' requests: lengths, cached share and rate come from the task. */
function readAgent(given: Extract<GivenWorkload, { kind: 'agent' }>, path: string): Parsed<InferenceWorkload> {
  const { task, users, scenario: fields, ...rest } = given;
  if ((fields['accelerator'] ?? null) !== null)
    return fail('inconsistent', join(path, 'scenario.accelerator'), 'the plan decides the accelerator: "switches.without" says what it may not use');
  const { peakToMean = 1, ...scenario } = fields;
  const tasksPerHour = users.reduce((sum, each) => sum + each.tasksPerHour, 0);
  const parsed = parseAgent({ task, scenario: { ...scenario, accelerator: anyAccelerator() }, tasksPerHour });
  if (!parsed.ok) return { ok: false, error: { ...parsed.error, path: join(path, parsed.error.path) } };
  const { runs } = parsed.value;
  if (runs.kind !== 'scenario') throw new Error('a task on a scenario runs on it');
  const { inputTokens, outputTokens, prefixHitRate, maxContext, requestsPerSecond } = runs.scenario;
  const calls = ((requestsPerSecond ?? 0) * secondsAnHour) / tasksPerHour;
  return readInference(
    {
      ...rest,
      kind: 'inference',
      scenario: { ...scenario, peakToMean, inputTokens, outputTokens, prefixHitRate, maxContext },
      users: users.map(({ place: where, tasksPerHour: tasks }) => ({ place: where, requestsPerSecond: (tasks * calls) / secondsAnHour })),
    },
    path,
  );
}

const anyAccelerator = (): string => accelerators()[0]?.id ?? '';

function peakOf(value: unknown, path: string): Parsed<number> {
  if (value === null) return { ok: true, value: 1 };
  if (typeof value !== 'number') return fail('wrong-type', path, `expected a number, got ${kindOf(value)}`);
  return value >= 1 && value <= 1000 ? { ok: true, value } : fail('out-of-range', path, `expected 1 to 1000, got ${value}`);
}

function originOf(where: string | GivenPoint, path: string): Parsed<Origin> {
  if (typeof where === 'string') {
    const found = place(where);
    if (!found) return fail('unknown-id', path, `no place "${where}"`, suggestedPlaces(where));
    const { id, name, latitude, longitude, country, continent } = found;
    return { ok: true, value: { id, name, latitude, longitude, country, continent } };
  }
  const home = place(where.country);
  if (home?.kind !== 'country') return fail('unknown-id', join(path, 'country'), `no country "${where.country}"`, suggestedPlaces(where.country));
  const id = `${where.lat},${where.lon}`;
  return {
    ok: true,
    value: { id, name: `${id} (${home.name})`, latitude: where.lat, longitude: where.lon, country: home.country, continent: home.continent },
  };
}

function readJob(given: Extract<GivenWorkload, { kind: TrainingKind }>, path: string): Parsed<JobWorkload> {
  const at = join(path, 'training');
  const { id, kind, deadlineHours, sendsTo, residency, sovereignty } = given;
  const { kind: own = null, ...fields } = given.training;
  if (own !== null && own !== kind) return fail('inconsistent', join(at, 'kind'), `the workload is ${kind}`);
  const reasons: Readonly<Record<string, string>> = {
    accelerator: 'the plan decides the accelerator: "switches.without" says what it may not use',
    accelerators: 'the plan decides how many accelerators, from the deadline',
    site: 'the plan decides the site: "sites" and "residency" say which may serve',
    deadlineHours: 'the deadline stands beside the training: deadlineHours of the workload',
  };
  for (const [key, why] of Object.entries(reasons)) if ((fields[key] ?? null) !== null) return fail('inconsistent', join(at, key), why);
  const asked = { ...fields, kind, accelerator: anyAccelerator(), accelerators: null, site: null };
  const parsed = parseTraining(asked, at);
  if (!parsed.ok) return parsed;
  if (parsed.value.tokens === null) return fail('inconsistent', join(at, 'tokens'), 'a deadline needs the number of tokens of the run');
  if (residency === 'law') return fail('inconsistent', join(path, 'residency'), 'a job has no users whose law could be asked: list countries');
  if (sovereignty && sovereignty.of === null)
    return fail('inconsistent', join(path, 'sovereignty.of'), 'a job has no users: say whose sovereignty is asked for');
  return { ok: true, value: { id, kind, training: { ...parsed.value, deadlineHours }, deadlineHours, sendsTo, residency, sovereignty } };
}
