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
  const needed = shortLists(kept(config, trace), same);
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
    [...keys]
      .filter((key) => object[key] !== null)
      .map((key) => {
        const value = object[key],
          trace = inner.get(key);
        return [key, isObject(value) && trace ? kept(value, trace) : value];
      }),
  );
}

/** Lists of hundreds of module names of which one matters become that one: any list that can be cut is. */
function shortLists(
  config: ModelConfig,
  same: (candidate: ModelConfig) => boolean,
  put: (part: ModelConfig) => ModelConfig = (part) => part,
): ModelConfig {
  let result: Record<string, unknown> = { ...config };
  for (const [key, value] of Object.entries(config)) {
    if (isObject(value)) result[key] = shortLists(value, same, (part) => put({ ...result, [key]: part }));
    if (!Array.isArray(value) || value.length < 2) continue;
    const shorter = [[], ...[...new Set<unknown>(value)].map((entry) => [entry])].find((list) => same(put({ ...result, [key]: list })));
    if (shorter) result = { ...result, [key]: shorter };
  }
  return result;
}
