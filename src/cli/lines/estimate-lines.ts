/**
 * One line of JSON in, one line of JSON out: the form of the `estimate` command. A wrong line is answered with the
 * field that is wrong; it never stops the lines after it.
 */
import { estimateScenario, explained, fail, parseScenario, type Calibration, type InputError, type TraceLoad } from '../../index.ts';
import type { GivenModel } from '../model-file.ts';
import { compactJson } from './compact-json.ts';
import type { RowAnswer } from './json-lines.ts';
import { errorLine, type Named, namedBy, readRowObject } from './row-object.ts';

export interface LineOptions {
  readonly calibration?: Calibration | null;
  /** Every quantity with the ids of its terms, and these with what they stand on. */
  readonly why?: boolean;
  /** Of scenarios that name none. */
  readonly model?: GivenModel;
  readonly trace?: GivenTrace;
}

/** What a trace says of every scenario's load, and what was read of it. */
export interface GivenTrace {
  readonly format: string;
  readonly requests: number;
  readonly noOutput: number;
  readonly load: TraceLoad;
}

export function answerLine(text: string, options: LineOptions = {}): RowAnswer {
  const row = readRowObject(text, 'a line is a JSON object: a scenario, or { "id", "scenario" }');
  if (!row.ok) return wrong({}, row.error);
  const { id, ...scenario } = row.value;
  // A line is a scenario, or an object that holds one beside an id.
  const parsed = 'scenario' in scenario ? parsedWith(options, scenario['scenario'], 'scenario') : parsedWith(options, scenario, '');
  if (!parsed.ok) return wrong(namedBy(row.value), parsed.error);
  const estimate = (options.why ? explained : estimateScenario)(parsed.value, { calibration: options.calibration ?? null });
  const { trace } = options;
  const answer = compactJson(trace && estimate.feasible ? { ...estimate, assumptions: [...estimate.assumptions, 'lengths.trace'] } : estimate);
  // Names that were no ids are told as what they were read.
  const resolved = Object.keys(parsed.resolved).length === 0 ? undefined : parsed.resolved;
  const head = JSON.stringify({ id, resolved, trace }).slice(0, -1);
  return { line: head === '{' ? answer : `${head},${answer.slice(1)}`, failed: false };
}

/** A scenario with what the flags say of it. */
function parsedWith({ model, trace }: LineOptions, scenario: unknown, path: string): ReturnType<typeof parseScenario> {
  if (typeof scenario !== 'object' || scenario === null || Array.isArray(scenario)) return parseScenario(scenario, path);
  const said = { ...(model !== undefined && { model }), ...trace?.load };
  for (const key of Object.keys(said))
    if (key in scenario) {
      const words = key === 'model' ? 'the row names a model, and so does --model' : `the row has ${key}, and so has the trace`;
      return fail('inconsistent', path === '' ? key : `${path}.${key}`, `${words}; leave one of them out`);
    }
  return parseScenario({ ...scenario, ...said }, path);
}

const wrong = (named: Named, error: InputError): RowAnswer => ({ line: errorLine(named, error), failed: true });
