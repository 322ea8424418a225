/** From anything to a placement, or to the one error that names the field. */
import * as v from 'valibot';
import { catalogueDate } from '../../catalogue/read-cell.ts';
import { nearest } from '../../catalogue/suggestions.ts';
import { fail, type InputError, type Parsed } from '../../scenario/input-error.ts';
import { errorOf, kindOf } from '../../scenario/issue-error.ts';
import type { Objective, Placement, Switches } from './placement.ts';
import { fieldsAt, placementSchema } from './schema.ts';
import { readSites, type GivenSite } from './sites.ts';
import { switchesError } from './switches.ts';
import { readWorkload, type GivenWorkload } from './workload.ts';

/** Months that the catalogue can say something about. */
const months = { first: '2020-01', last: '2035-12' } as const;

interface Given {
  readonly workloads: readonly GivenWorkload[];
  readonly sites: 'operating' | 'all' | readonly GivenSite[];
  readonly date: string | null;
  readonly objective: Objective;
  readonly limits: Partial<Placement['limits']>;
  readonly switches: Partial<Switches>;
  readonly seed: number;
  readonly timeLimit: number;
}

const noLimits: Placement['limits'] = { vendorShare: null, operatorShare: null, countryShare: null, sites: null };
const noSwitches: Switches = { supply: {}, scaleOut: 1, rent: 1, without: [], closed: [], announced: false };

export function parsePlacement(input: unknown): Parsed<Placement> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return fail('wrong-type', '', `a placement is an object: { "workloads": [ … ], … }, got ${kindOf(input)}`);
  const parsed = v.safeParse(placementSchema, input, { abortEarly: true, abortPipeEarly: true });
  if (!parsed.success) return { ok: false, error: errorOf(parsed.issues[0], '', (keys) => fieldsAt(keys, input)) };
  const given = parsed.output as unknown as Given;
  const date = given.date ?? catalogueDate.slice(0, 7);
  if (date < months.first || date > months.last)
    return fail('out-of-range', 'date', `expected a month from ${months.first} to ${months.last}, got ${date}`);
  const workloads: Placement['workloads'][number][] = [];
  for (const [index, workload] of given.workloads.entries()) {
    const read = readWorkload(workload, `workloads.${index}`);
    if (!read.ok) return read;
    if (workloads.some(({ id }) => id === read.value.id))
      return fail('inconsistent', `workloads.${index}.id`, `another workload is called "${read.value.id}" too`);
    workloads.push(read.value);
  }
  const sites = typeof given.sites === 'string' ? { ok: true as const, value: given.sites } : readSites(given.sites);
  if (!sites.ok) return sites;
  const placement: Placement = {
    workloads,
    sites: sites.value,
    date,
    objective: given.objective,
    limits: { ...noLimits, ...given.limits },
    switches: { ...noSwitches, ...given.switches },
    seed: given.seed,
    timeLimit: given.timeLimit,
  };
  const wrong = sendsToError(placement) ?? switchesError(placement);
  return wrong ? { ok: false, error: wrong } : { ok: true, value: placement };
}

function sendsToError({ workloads }: Placement): InputError | null {
  const servers = workloads.flatMap(({ id, kind }) => (kind === 'inference' ? [id] : []));
  for (const [index, workload] of workloads.entries()) {
    if (workload.kind === 'inference') continue;
    for (const [at, id] of workload.sendsTo.entries()) {
      const path = `workloads.${index}.sendsTo.${at}`;
      if (!workloads.some((each) => each.id === id)) return fail('unknown-id', path, `no workload "${id}"`, nearest(id, servers)).error;
      if (!servers.includes(id)) return fail('inconsistent', path, `"${id}" is a job: only inference serves what a job makes`).error;
    }
  }
  return null;
}
