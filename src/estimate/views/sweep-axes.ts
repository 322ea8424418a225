/**
 * A scenario in which any value may be a list, taken apart: the axes that are swept, and the scenario with one value of
 * each in their place. A list where a scenario has one already (anchors, inside a pasted configuration) is a value; a
 * list of lists of anchors is an axis.
 */
import { fail, type InputError, type Parsed } from '../../scenario/input-error.ts';

export interface Axis {
  /** Dotted path in the scenario: `concurrency`, `parallel.tensor`. */
  readonly path: string;
  readonly values: readonly unknown[];
}

/** Deepest nesting in a scenario: `serving.prefill.parallel.tensor`. */
const maxDepth = 4;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export function sweepAxes(input: unknown): Parsed<readonly Axis[]> {
  if (!isObject(input)) return fail('wrong-type', '', 'a sweep is one object: a scenario in which any value may be a list');
  const axes: Axis[] = [];
  const wrong = collect(input, '', 1, axes);
  return wrong ? { ok: false, error: wrong } : { ok: true, value: axes };
}

function collect(fields: Fields, path: string, depth: number, axes: Axis[]): InputError | null {
  for (const [key, value] of Object.entries(fields)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (isSwept(at, value)) {
      if (value.length === 0) return fail('out-of-range', at, 'a list of values to sweep is not empty').error;
      axes.push({ path: at, values: value });
    } else if (isObject(value) && at !== 'model' && depth < maxDepth) {
      const wrong = collect(value, at, depth + 1, axes);
      if (wrong) return wrong;
    }
  }
  return null;
}

function isSwept(path: string, value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value)) return false;
  return path !== 'anchor' || (value.length > 0 && value.every((each) => Array.isArray(each)));
}

/** The input with `value` at a dotted path; what is not on the path is shared. */
export function withValue(input: Fields, path: string, value: unknown): Fields {
  const [key = '', ...rest] = path.split('.');
  const inner = input[key];
  return { ...input, [key]: rest.length === 0 || !isObject(inner) ? value : withValue(inner, rest.join('.'), value) };
}
