/**
 * A configuration without what the lab does not read, so that a link with it stays short. What is read is seen by
 * reading it: every field that the import looks at is noted, and the rest is left out. No DOM.
 */
import { importConfig } from '../../../catalogue/import-config.ts';
import type { ModelConfig } from '../../../scenario/scenario.ts';
import { configName } from '../../text/names.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What of one object was looked at, and of the objects within it. */
interface Trace {
  readonly keys: Set<string>;
  readonly inner: Map<string, Trace>;
}

/**
 * @param config one that `importConfig` reads
 * @param name kept under the key in which configurations name themselves; it is what the sentence says
 */
export function neededFields(config: ModelConfig, name: string | null = configName(config)): ModelConfig {
  const trace: Trace = { keys: new Set(), inner: new Map() };
  const whole = importConfig(watched(config, trace));
  const same = (candidate: ModelConfig): boolean => JSON.stringify(importConfig(candidate)) === JSON.stringify(whole);
  const needed = shortLists(withoutNulls(kept(config, trace), same), same);
  return name === null ? needed : { _name_or_path: name, ...needed };
}

function watched(object: Json, trace: Trace): Json {
  return new Proxy(object, {
    get(target, key): unknown {
      if (typeof key !== 'string') return Reflect.get(target, key);
      const value = target[key];
      if (Object.hasOwn(target, key)) trace.keys.add(key);
      if (!isObject(value)) return value;
      const inner: Trace = trace.inner.get(key) ?? { keys: new Set(), inner: new Map() };
      trace.inner.set(key, inner);
      return watched(value, inner);
    },
  });
}

function kept(object: Json, { keys, inner }: Trace): ModelConfig {
  return Object.fromEntries(
    [...keys].map((key) => {
      const value = object[key],
        trace = inner.get(key);
      return [key, isObject(value) && trace ? kept(value, trace) : value];
    }),
  );
}

/** A null says as much as a missing field, except where the class of the model would fill that in. */
function withoutNulls(
  config: ModelConfig,
  same: (candidate: ModelConfig) => boolean,
  put: (part: ModelConfig) => ModelConfig = (part) => part,
): ModelConfig {
  let result: Record<string, unknown> = { ...config };
  for (const [key, value] of Object.entries(config)) {
    if (isObject(value)) result[key] = withoutNulls(value, same, (part) => put({ ...result, [key]: part }));
    if (value !== null) continue;
    const { [key]: _, ...rest } = result;
    if (same(put(rest))) result = rest;
  }
  return result;
}

/** Lists and tables of hundreds of module names become the few that say the same: none, one, or one for all layers. */
function shortLists(
  config: ModelConfig,
  same: (candidate: ModelConfig) => boolean,
  put: (part: ModelConfig) => ModelConfig = (part) => part,
): ModelConfig {
  let result: Record<string, unknown> = { ...config };
  for (const [key, value] of Object.entries(config)) {
    if (isObject(value)) {
      const general = generalTable(value);
      const kept = general && same(put({ ...result, [key]: general })) ? general : value;
      result[key] = shortLists(kept, same, (part) => put({ ...result, [key]: part }));
    }
    if (!Array.isArray(value) || value.length < 2) continue;
    const shorter = candidates(value).find((list) => same(put({ ...result, [key]: list })));
    if (shorter) result = { ...result, [key]: shorter };
  }
  return result;
}

/** Different entries of a list beyond which no single one is tried. */
const mostSingles = 40;
/** Keys beyond which an object is a table by module. */
const leastTable = 8;

function candidates(list: readonly unknown[]): readonly (readonly unknown[])[] {
  const general = [...new Set(list.map((entry) => (typeof entry === 'string' ? withoutNumbers(entry) : entry)))];
  const singles = [...new Set<unknown>(general.length < list.length ? general : list)];
  // What leaves whole layers as they were would, for all layers, leave everything.
  const parts = general.filter((entry) => typeof entry !== 'string' || !/layers\.\*(?:\.\*)?$/.test(entry));
  return [[], ...(singles.length <= mostSingles ? singles.map((entry) => [entry]) : []), ...(general.length < list.length ? [general, parts] : [])];
}

/** `model.layers.3.self_attn` of every layer at once. */
const withoutNumbers = (name: string): string => name.replace(/\.\d+(?=\.|\*|$)/g, '.*').replace(/\*\*/g, '*');

function generalTable(table: Json): Json | null {
  const keys = Object.keys(table);
  if (keys.length < leastTable) return null;
  const general = Object.fromEntries(keys.map((key) => [withoutNumbers(key), table[key]]));
  return Object.keys(general).length < keys.length ? general : null;
}
