/**
 * The scenario as readable query keys: `?model=…&accelerator=…&parallel.tensor=4`, defaults omitted. Reading is
 * forgiving: what is unknown or wrong is reported and left at its default, and nothing else is lost.
 */
import { defaultScenario, scenarioDefaults } from './defaults.ts';
import type { InputError } from './input-error.ts';
import { parseScenario } from './parse.ts';
import type { Scenario } from './scenario.ts';

/** Questions that a page asks beside the scenario; each holds its own keys below its name (`training.model`). */
export const questionKeys = ['task', 'training', 'placement'] as const;
export type QuestionKey = (typeof questionKeys)[number];

/** Keys of the page itself that may stand beside a scenario in a link. */
const pageKeys: ReadonlySet<string> = new Set(['run', 'theme', 'v', 'embed', 'unit', ...questionKeys]);

/** Longest query that is read; a scenario with sixteen anchors and a pasted config stays below 8 kB. */
const maxQueryLength = 16_384;
const maxDepth = 4;
/** `placement.workloads.0.scenario.model.quantization_config.group_size` */
const maxQuestionDepth = 8;

/** Of the keys and defaults; every link says it, so that a later version knows what an omitted key meant. */
export const linkVersion = '1';

export function scenarioToQuery(scenario: Scenario): URLSearchParams {
  const query = new URLSearchParams({ v: linkVersion });
  for (const [key, value] of Object.entries(scenario)) {
    if (value === undefined) continue;
    const byDefault = (scenarioDefaults as Record<string, unknown>)[key];
    if (JSON.stringify(value) === JSON.stringify(byDefault)) continue;
    flatten(key, value, query);
  }
  return query;
}

/** Writes a value below its key: `parallel.tensor=4`; null and what is left out are not written. */
export function flatten(key: string, value: unknown, query: URLSearchParams): void {
  if (value === null || value === undefined) return;
  if (typeof value === 'object') {
    for (const [part, inner] of Object.entries(value)) flatten(`${key}.${part}`, inner, query);
    return;
  }
  query.set(key, typeof value === 'string' ? value : JSON.stringify(value));
}

export interface ReadQuery {
  readonly scenario: Scenario;
  /** What was wrong or unknown; each was left at its default. */
  readonly problems: readonly InputError[];
}

export function scenarioFromQuery(query: URLSearchParams): ReadQuery {
  const problems: InputError[] = [];
  if (query.toString().length > maxQueryLength) {
    return {
      scenario: defaultScenario,
      problems: [{ code: 'out-of-range', path: '', message: `the link is longer than ${maxQueryLength} characters` }],
    };
  }
  const given = gathered(
    [...query].filter(([key]) => !pageKeys.has(key.split('.')[0] ?? '')),
    maxDepth,
    (key) => problems.push({ code: 'unknown-field', path: key, message: `no field "${key}"` }),
  );
  if (Object.keys(given).length === 0) return { scenario: defaultScenario, problems };
  // Every failed pass removes one top-level key, so this ends after as many passes as there are keys.
  for (;;) {
    const parsed = parseScenario({ model: defaultScenario.model, accelerator: defaultScenario.accelerator, ...lists(given) });
    if (parsed.ok) {
      for (const [flag, key] of Object.entries(parsed.resolved))
        if (flag in given && key in scenarioDefaults) problems.push({ code: 'unknown-field', path: flag, message: `"${flag}" is read as ${key}` });
      return { scenario: parsed.value, problems };
    }
    problems.push(parsed.error);
    const wrong = parsed.error.path.split('.')[0] ?? '';
    if (!(wrong in given)) return { scenario: defaultScenario, problems };
    delete given[wrong];
  }
}

/** A question of a page as JSON has it, read from the keys below its name; null where the query has none. */
export function questionFromQuery(query: URLSearchParams, key: QuestionKey): Record<string, unknown> | null {
  if (query.toString().length > maxQueryLength) return null;
  const given = gathered(
    [...query].filter(([name]) => name.startsWith(`${key}.`)),
    maxQuestionDepth,
    () => undefined,
  )[key];
  return given === undefined ? null : lists(given);
}

function gathered(entries: readonly (readonly [string, string])[], depth: number, refuse: (key: string) => void): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [key, text] of entries) {
    const steps = key.split('.');
    if (steps.length > depth || steps.some((step) => step === '' || step === '__proto__' || step === 'constructor')) refuse(key);
    else place(given, steps, valueOf(steps, text));
  }
  return given;
}

/** Names stay text even where they look like numbers. */
function valueOf(steps: readonly string[], text: string): unknown {
  if (steps.length === 2 && steps[1] === 'name') return text;
  if (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (text === 'true') return true;
  if (text === 'false') return false;
  return text;
}

function place(target: Record<string, unknown>, steps: readonly string[], value: unknown): void {
  let at = target;
  for (const step of steps.slice(0, -1)) {
    const inner = at[step];
    if (typeof inner === 'object' && inner !== null) at = inner as Record<string, unknown>;
    else at = at[step] = Object.create(null) as Record<string, unknown>;
  }
  at[steps.at(-1) ?? ''] = value;
}

/** Objects whose keys are 0, 1, 2 … become lists again; the rest stays. */
function lists(value: unknown): Record<string, unknown> {
  const convert = (inner: unknown): unknown => {
    if (typeof inner !== 'object' || inner === null) return inner;
    const entries = Object.entries(inner);
    if (entries.length > 0 && entries.every(([key], index) => key === String(index))) return entries.map(([, item]) => convert(item));
    return Object.fromEntries(entries.map(([key, item]) => [key, convert(item)]));
  };
  return convert(value) as Record<string, unknown>;
}
