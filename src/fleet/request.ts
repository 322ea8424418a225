/** One demand over many kinds of accelerator, read from JSON: a scenario whose accelerator is "any" or a list, and what may be used. */
import * as v from 'valibot';
import { accelerator as acceleratorById, accelerators } from '../catalogue/accelerators.ts';
import type { Accelerator } from '../catalogue/facts.ts';
import { resolveName, suggestedIds } from '../catalogue/names.ts';
import { nearest } from '../catalogue/suggestions.ts';
import { fail, type InputError, type Parsed } from '../scenario/input-error.ts';
import { maxAccelerators } from '../scenario/parallel.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/scenario.ts';

export const fleetStatuses = ['shipping', 'announced'] as const;
export type FleetStatus = (typeof fleetStatuses)[number];

/** What may be used. */
export interface FleetFilter {
  readonly vendors: readonly string[] | null;
  readonly status: readonly FleetStatus[];
  /** True: only what has a price. */
  readonly priced: boolean;
  readonly maxAccelerators: number | null;
}

export interface FleetRequest {
  /** Its accelerator is the first of `accelerators`. */
  readonly scenario: Scenario;
  readonly accelerators: readonly Accelerator[];
  readonly only: FleetFilter;
}

const filterSchema = v.strictObject({
  vendors: v.nullish(v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(50)), null),
  status: v.nullish(v.pipe(v.array(v.picklist(fleetStatuses)), v.minLength(1)), ['shipping' as const]),
  priced: v.nullish(v.boolean(), true),
  maxAccelerators: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxAccelerators)), null),
});

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{ scenario: { …; accelerator: "any" | [ids] }, only? }` */
export function parseFleetRequest(input: unknown): Parsed<FleetRequest> {
  if (!isObject(input)) return fail('wrong-type', '', 'a fleet is asked for with { "scenario": { … }, "only"?: { … } }');
  const unknown = Object.keys(input).find((key) => key !== 'scenario' && key !== 'only');
  if (unknown !== undefined) return fail('unknown-field', unknown, `no field "${unknown}"`, nearest(unknown, ['scenario', 'only']));
  const { scenario: fields } = input;
  if (!isObject(fields)) return fail('wrong-type', 'scenario', 'expected a scenario whose accelerator is "any" or a list of ids');
  const chosen = acceleratorsOf(fields['accelerator']);
  if (!chosen.ok) return chosen;
  const only = filterOf(input['only']);
  if (!only.ok) return only;
  const [first] = chosen.value;
  const scenario = parseScenario({ ...fields, accelerator: first?.id }, 'scenario');
  return scenario.ok ? { ok: true, value: { scenario: scenario.value, accelerators: chosen.value, only: only.value } } : scenario;
}

function acceleratorsOf(value: unknown): Parsed<readonly Accelerator[]> {
  const path = 'scenario.accelerator';
  if (value === undefined || value === null || value === 'any') return { ok: true, value: accelerators() };
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return fail('out-of-range', path, 'a list of accelerators is not empty');
  const found: Accelerator[] = [];
  for (const [index, id] of list.entries()) {
    const at = Array.isArray(value) ? `${path}.${index}` : path;
    if (typeof id !== 'string') return fail('wrong-type', at, 'expected "any" or ids of the catalogue');
    const row = acceleratorById(resolveName('accelerator', id)?.id ?? id);
    if (!row) return fail('unknown-id', at, `no accelerator "${id}"`, suggestedIds('accelerator', id));
    if (!found.includes(row)) found.push(row);
  }
  return { ok: true, value: found };
}

function filterOf(input: unknown): Parsed<FleetFilter> {
  const parsed = v.safeParse(filterSchema, input ?? {}, { abortEarly: true, abortPipeEarly: true });
  if (!parsed.success) return { ok: false, error: filterError(parsed.issues[0]) };
  const vendors = [...new Set(accelerators().map((each) => each.vendor))];
  for (const [index, vendor] of (parsed.output.vendors ?? []).entries()) {
    if (!vendors.some((each) => each.toLowerCase() === vendor.toLowerCase()))
      return fail('unknown-id', `only.vendors.${index}`, `no vendor "${vendor}"; the catalogue has ${vendors.join(', ')}`, nearest(vendor, vendors));
  }
  return { ok: true, value: parsed.output };
}

function filterError(issue: v.BaseIssue<unknown>): InputError {
  const keys = (issue.path ?? []).map((step) => String(step.key));
  const path = ['only', ...keys].join('.');
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return fail('unknown-field', path, `no field "${keys.at(-1) ?? ''}"`, nearest(keys.at(-1) ?? '', Object.keys(filterSchema.entries))).error;
  if (issue.type === 'picklist') return fail('unknown-id', path, `expected ${fleetStatuses.join(' or ')}`).error;
  return fail(issue.kind === 'schema' ? 'wrong-type' : 'out-of-range', path, `expected ${issue.expected ?? 'another value'}`).error;
}
