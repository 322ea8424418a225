/**
 * Is this server as fast as it should be? A benchmark's result against the estimate of the same scenario without it: how far apart,
 * inside the 80 % interval or not, and what could explain it. What the tool did not say is asked for, never guessed.
 */
import type { Parsed } from '../../scenario/input-error.ts';
import type { BenchmarkResult } from '../../scenario/from/result.ts';
import { parseScenario } from '../../scenario/parse.ts';
import type { AnchorPoint, Scenario } from '../../scenario/scenario.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Estimate, Reason } from '../estimate.ts';
import { estimateScenario, type EstimateOptions } from '../estimate-scenario.ts';
import { causeSteps, type Cause } from './causes.ts';
import { compare, deciding, type ComparedMetric, type ComparedTime, type Standing } from './compare.ts';

export interface Verdict extends Pick<BenchmarkResult, 'tool' | 'form' | 'line'> {
  /** What is known of the deployment, from the tool and from the user; whole once nothing is missing. Without anchors. */
  readonly scenario: Partial<Scenario>;
  /** The measured times as points of that scenario, to be put into it as `anchor`. */
  readonly anchors: readonly AnchorPoint[];
  /** Keys of the scenario without which there is no verdict; null as a value says "choose for me". */
  readonly missing: readonly string[];
  /** Of each missing key that the tool did name, the name as it stands there and the catalogue's nearest. */
  readonly unresolved: Readonly<Partial<Record<'model' | 'accelerator', { readonly spelled: string; readonly suggestions: readonly string[] }>>>;
  /** Null while something is missing, or where the lab holds that the deployment cannot serve this: see `reason`. */
  readonly verdict: Standing | null;
  /** How many times as long as it should take, by the time that decides; its interval is that of the expectation. */
  readonly ratio: Quantity | null;
  readonly metric: ComparedMetric | null;
  readonly times: readonly ComparedTime[];
  readonly causes: readonly Cause[];
  readonly reason: Reason | null;
  readonly notes: readonly string[];
  readonly modelVersion: string | null;
}

/** A difference below this is not worth a cause. */
const leastDifference = 0.05;

/**
 * @param given keys of a scenario that the user supplies: they stand in for what is missing, and win over what the tool said
 * @returns an error where what was given, or what the tool said, is no scenario: its `path` names the key
 */
export function verdict(result: BenchmarkResult, given: Readonly<Record<string, unknown>> = {}, options: EstimateOptions = {}): Parsed<Verdict> {
  const steps = verdictSteps(result, given, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same with a stop before every estimate, for a page that has to stay alive meanwhile. */
export function* verdictSteps(
  result: BenchmarkResult,
  given: Readonly<Record<string, unknown>> = {},
  options: EstimateOptions = {},
): Generator<void, Parsed<Verdict>> {
  const { tool, form, line, anchors, spelled, measured } = result;
  const known: Record<string, unknown> = { ...spelled, ...result.scenario, ...withoutOtherLoad(given, result.scenario), ...given };
  if (known['parallel'] === undefined && known['accelerators'] === 1) known['parallel'] = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 };
  const said = new Set(Object.keys(known).filter((key) => known[key] !== null && known[key] !== undefined));
  const nothing = (scenario: Partial<Scenario>, missing: readonly string[], notes = result.notes): Verdict => ({
    tool,
    form,
    line,
    scenario,
    anchors,
    missing,
    unresolved: {},
    verdict: null,
    ratio: null,
    metric: null,
    times: [],
    causes: [],
    reason: null,
    notes,
    modelVersion: null,
  });

  const parsed = read(known);
  if (!parsed.ok) {
    const key = (['model', 'accelerator'] as const).find(
      (each) => each === parsed.error.path && spelled[each] !== undefined && given[each] === undefined,
    );
    if (key === undefined || parsed.error.code !== 'unknown-id') return { ok: false, error: parsed.error };
    const { [key]: name, ...rest } = spelled;
    const without = yield* verdictSteps({ ...result, spelled: rest }, given, options);
    if (!without.ok) return without;
    const unresolved = { ...without.value.unresolved, [key]: { spelled: name ?? '', suggestions: parsed.error.suggestions ?? [] } };
    return { ok: true, value: { ...without.value, unresolved } };
  }
  const missing = missingOf(known);
  if (missing.length > 0) return { ok: true, value: nothing(pick(known, said), missing) };

  yield;
  const { scenario, estimate } = expectationOf(parsed.value, anchors, options);
  const { modelVersion } = estimate;
  const answer = { ...nothing(pick(scenario, said), [], [...result.notes, ...anchorNotes(scenario, anchors)]), modelVersion };
  if (!estimate.feasible) return { ok: true, value: { ...answer, reason: estimate.reason ?? null } };
  const times = compare(measured, estimate, scenario.requestsPerSecond !== null);
  const decides = deciding(times);
  if (!decides) return { ok: true, value: { ...answer, notes: [...answer.notes, 'the tool measured no time that the estimate has'] } };
  const { standing, ratio, metric } = decides;
  const apart = Math.abs(ratio.value - 1) >= leastDifference;
  const causes = apart ? yield* causeSteps(laidOut(scenario, estimate), said, estimate, decides, options) : [];
  return { ok: true, value: { ...answer, verdict: standing, ratio, metric, times, causes } };
}

/** The keys that were said, and the load as it was taken: what a reader needs to ask again. */
const pick = (scenario: Partial<Scenario>, said: ReadonlySet<string>): Partial<Scenario> =>
  Object.fromEntries(Object.entries(scenario).filter(([key, value]) => (value ?? null) !== null && (said.has(key) || key === 'concurrency')));

const needed = ['model', 'accelerator', 'accelerators', 'inputTokens', 'outputTokens'] as const;

/** A key that is there counts as said, also as null: "choose for me". */
function missingOf(known: Readonly<Record<string, unknown>>): readonly string[] {
  const missing: string[] = needed.filter((key) => known[key] === undefined);
  // One accelerator leaves no choice, and how many there are is asked first.
  if (known['accelerators'] !== undefined && known['parallel'] === undefined && known['serving'] === undefined) missing.push('parallel');
  if (known['concurrency'] === undefined && known['requestsPerSecond'] === undefined) missing.push('concurrency');
  return missing;
}

/** Reads what is there, with something that fits in the place of what is not, so that a slip is found before all is known. */
function read(known: Readonly<Record<string, unknown>>): Parsed<Scenario> {
  const parsed = parseScenario({ model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', ...known });
  if (parsed.ok || known['model'] !== undefined || parsed.error.code !== 'inconsistent') return parsed;
  // Splits that the placeholder refuses say nothing of the model that is meant.
  const { parallel: _, ...rest } = known;
  return parseScenario({ model: 'llama-3.1-8b', accelerator: 'h100-80-sxm', ...rest });
}

const loadNames = ['concurrency', 'requestsPerSecond', 'session'] as const;

/** A load that the user gives takes the place of the tool's, whole. */
function withoutOtherLoad(given: Readonly<Record<string, unknown>>, said: Partial<Scenario>): Readonly<Record<string, undefined>> {
  if (!loadNames.some((key) => given[key] !== undefined)) return {};
  return Object.fromEntries(loadNames.filter((key) => said[key] !== undefined).map((key) => [key, undefined]));
}

/** The estimate without the points; at a rate that the lab holds for too high, at the requests that were in flight. */
function expectationOf(parsed: Scenario, [point]: readonly AnchorPoint[], options: EstimateOptions): { scenario: Scenario; estimate: Estimate } {
  const scenario: Scenario = { ...parsed, anchor: [] };
  const estimate = estimateScenario(scenario, options);
  if (estimate.feasible || estimate.reason?.code !== 'overloaded' || point === undefined) return { scenario, estimate };
  const closed: Scenario = { ...scenario, requestsPerSecond: null, peakToMean: 1, concurrency: point.concurrency };
  return { scenario: closed, estimate: estimateScenario(closed, options) };
}

/** With the arrangement that was found, so that a candidate changes one thing and not the layout with it. */
const laidOut = (scenario: Scenario, { parallel, accelerators }: Estimate): Scenario =>
  parallel === null || 'decode' in parallel ? scenario : { ...scenario, parallel, accelerators };

/** Points that physics forbids are no error here: prompts may have come out of a cache. They are said. */
function anchorNotes(scenario: Scenario, anchors: readonly AnchorPoint[]): readonly string[] {
  const parsed = parseScenario({ ...scenario, anchor: anchors });
  return parsed.ok ? [] : [parsed.error.message];
}
