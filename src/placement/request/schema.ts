/** Shape, types and ranges of a placement as schemas with defaults. Ids, and what does not go together, are checked by `parse.ts`. */
import * as v from 'valibot';
import { siteStates } from '../../catalogue/sites.ts';
import { trainingKinds } from '../../scenario/training.ts';
import { objectives } from './placement.ts';

const whole = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const real = (low: number, high: number) => v.pipe(v.number(), v.finite(), v.minValue(low), v.maxValue(high));
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const isObject = (input: unknown): boolean => typeof input === 'object' && input !== null && !Array.isArray(input);
const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM'));
const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'a country as ISO 3166-1 alpha-2'));
const listOf = <Item extends v.GenericSchema>(item: Item, most: number) => v.pipe(v.array(item), v.maxLength(most));

/** A share below one in a hundred of a plan's power is no limit that whole replicas can keep. */
const share = v.nullish(real(0.01, 1), null);

export const pointSchema = v.strictObject({ lat: real(-90, 90), lon: real(-180, 180), country });

const placeOf = v.lazy((input) => (isObject(input) ? pointSchema : word));

export const userSchema = v.strictObject({
  place: placeOf,
  // One request in eleven days, as in a scenario.
  requestsPerSecond: real(1e-6, 1e9),
});

export const taskUserSchema = v.strictObject({ place: placeOf, tasksPerHour: real(1e-6, 1e12) });

const seals = ['SEAL-0', 'SEAL-1', 'SEAL-2', 'SEAL-3', 'SEAL-4'] as const;
export const sovereigntySchema = v.strictObject({
  of: v.nullish(country, null),
  minimum: v.lazy((input) => (typeof input === 'string' ? v.picklist(seals) : real(0, 1))),
});

const gates = {
  residency: v.nullish(
    v.lazy((input) => (typeof input === 'string' ? v.picklist(['law']) : v.pipe(v.array(country), v.minLength(1), v.maxLength(250)))),
    null,
  ),
  sovereignty: v.nullish(sovereigntySchema, null),
};

const record = v.record(v.string(), v.unknown());

export const inferenceSchema = v.strictObject({
  id: word,
  // Jobs have a schema of their own; here their words only say what there is.
  kind: v.picklist(['inference', 'agent', ...trainingKinds]),
  scenario: record,
  users: v.pipe(v.array(userSchema), v.minLength(1), v.maxLength(500)),
  roundTrip: v.nullish(real(1e-4, 100), null),
  ...gates,
});

/** Tasks of agents: their model calls are what sites serve. */
export const agentSchema = v.strictObject({
  id: word,
  kind: v.literal('agent'),
  task: record,
  scenario: record,
  users: v.pipe(v.array(taskUserSchema), v.minLength(1), v.maxLength(500)),
  roundTrip: v.nullish(real(1e-4, 100), null),
  ...gates,
});

export const jobSchema = v.strictObject({
  id: word,
  kind: v.picklist(trainingKinds),
  training: record,
  deadlineHours: real(1e-3, 1e6),
  sendsTo: v.nullish(listOf(word, 200), []),
  ...gates,
});

/** Largest sites announced hold a million accelerators. */
const mostAccelerators = 10_000_000;

export const ownSiteSchema = v.strictObject({
  id: word,
  lat: real(-90, 90),
  lon: real(-180, 180),
  country,
  operator: word,
  jurisdiction: country,
  state: v.nullish(v.picklist(siteStates), 'operating'),
  accelerators: v.nullish(v.record(v.string(), whole(1, mostAccelerators)), null),
  megawatts: v.nullish(real(1e-3, 1e5), null),
  pue: v.nullish(real(1, 3), null),
  usdPerKilowattHour: v.nullish(real(0, 10), null),
});

export const limitsSchema = v.strictObject({
  vendorShare: share,
  operatorShare: share,
  countryShare: share,
  sites: v.nullish(whole(1, 10_000), null),
});

export const switchesSchema = v.strictObject({
  supply: v.nullish(v.record(v.string(), real(0.001, 1000)), {}),
  scaleOut: v.nullish(real(0.01, 100), 1),
  rent: v.nullish(real(0.01, 100), 1),
  without: v.nullish(listOf(word, 100), []),
  closed: v.nullish(listOf(word, 500), []),
  announced: v.nullish(v.boolean(), false),
});

export const placementSchema = v.strictObject({
  workloads: v.pipe(v.array(v.lazy(workloadSchema)), v.minLength(1), v.maxLength(200)),
  sites: v.nullish(
    v.lazy((input) =>
      typeof input === 'string'
        ? v.picklist(['operating', 'all'])
        : v.pipe(v.array(v.lazy((item) => (isObject(item) ? ownSiteSchema : word))), v.minLength(1), v.maxLength(1000)),
    ),
    'operating',
  ),
  date: v.nullish(month, null),
  objective: v.nullish(v.picklist(objectives), 'usd'),
  limits: v.nullish(limitsSchema, {}),
  switches: v.nullish(switchesSchema, {}),
  seed: v.nullish(whole(0, 2 ** 31 - 1), 1),
  timeLimit: v.nullish(real(0.1, 600), 8),
});

/** By its kind; what has none is read as inference, whose schema then says which kinds there are. */
function workloadSchema(input: unknown): typeof jobSchema | typeof agentSchema | typeof inferenceSchema {
  const kind = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : null;
  if (kind === 'agent') return agentSchema;
  return (trainingKinds as readonly unknown[]).includes(kind) ? jobSchema : inferenceSchema;
}

/** The objects that may stand under a key, for the nearest name of a slip. */
export function fieldsAt(keys: readonly string[], input: object): readonly string[] {
  const [first, second, third] = keys;
  const entries = ({ entries }: { readonly entries: object }): readonly string[] => Object.keys(entries);
  if (keys.length < 2) return entries(placementSchema);
  if (first === 'limits') return entries(limitsSchema);
  if (first === 'switches') return entries(switchesSchema);
  if (first === 'sites') return entries(ownSiteSchema);
  if (first !== 'workloads' || second === undefined) return [];
  if (keys.length === 3) {
    const { workloads } = input as { readonly workloads?: readonly unknown[] };
    return entries(workloadSchema(workloads?.[Number(second)]));
  }
  if (third === 'users') return [...entries(userSchema), ...entries(taskUserSchema), ...entries(pointSchema)];
  return third === 'sovereignty' ? entries(sovereigntySchema) : [];
}
