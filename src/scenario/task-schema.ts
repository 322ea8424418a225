/** The shape, types and ranges of a task, and of a line that asks about one. What needs several fields is checked by `agent/`. Loaded with agents. */
import * as v from 'valibot';

const whole = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const real = (low: number, high: number) => v.pipe(v.number(), v.finite(), v.minValue(low), v.maxValue(high));

/** Means over tasks are no whole numbers. */
const tokens = (least: number) => real(least, 10_000_000);
/** Eleven days. */
const mostSeconds = 1e6;
const seconds = real(0, mostSeconds);
/** Above, a task is retries. */
const mostRetries = 0.95;
const leastPass = 0.01;
export const mostSteps = 10_000;
export const mostGraphNodes = 500;
const mostFanOut = 256;

const isObject = (input: unknown): input is Record<string, unknown> => typeof input === 'object' && input !== null && !Array.isArray(input);

const durationSchema = v.strictObject({ p50: seconds, p90: seconds });
/** A plain number is one that does not vary. */
const duration = v.lazy((input) => (isObject(input) ? durationSchema : seconds));

const nodeId = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const after = v.nullish(v.pipe(v.array(nodeId), v.maxLength(mostGraphNodes)), []);
const modelNode = v.strictObject({
  id: nodeId,
  kind: v.picklist(['model']),
  after,
  newTokens: v.nullish(tokens(0), 0),
  outputTokens: tokens(1),
});
const toolNode = v.strictObject({
  id: nodeId,
  kind: v.picklist(['tool']),
  after,
  seconds: v.nullish(duration, 0),
  resultTokens: v.nullish(tokens(0), 0),
});
const checkNode = v.strictObject({ id: nodeId, kind: v.picklist(['check']), after, pass: real(leastPass, 1), retryTo: nodeId });
const nodeKinds = { model: modelNode, tool: toolNode, check: checkNode } as const;
/** Says which kinds there are. */
const anyNode = v.looseObject({ kind: v.picklist(['model', 'tool', 'check']) });
const node = v.lazy((input) => {
  const kind = isObject(input) ? input['kind'] : undefined;
  return typeof kind === 'string' && Object.hasOwn(nodeKinds, kind) ? nodeKinds[kind as keyof typeof nodeKinds] : anyNode;
});
const graphSchema = v.strictObject({ nodes: v.pipe(v.array(node), v.minLength(1), v.maxLength(mostGraphNodes)) });

const fanOut = whole(1, mostFanOut);
const stepSchema = v.strictObject({
  newTokens: v.nullish(tokens(0), null),
  outputTokens: v.nullish(tokens(1), null),
  toolSeconds: v.nullish(duration, null),
  fanOut: v.nullish(fanOut, null),
});
const element = v.lazy((input) => (isObject(input) && 'nodes' in input ? graphSchema : stepSchema));
const listSchema = v.pipe(v.array(element), v.minLength(1), v.maxLength(mostGraphNodes));
const count = whole(1, mostSteps);
const steps = v.lazy((input) => (Array.isArray(input) ? listSchema : isObject(input) ? graphSchema : count));

const userPauseSchema = v.strictObject({ everySteps: whole(1, mostSteps), p50: seconds, p90: seconds });

/** Without defaults: a preset's values stand where nothing is given. */
export const taskSchema = v.strictObject({
  preset: v.nullish(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  steps: v.nullish(steps),
  systemTokens: v.nullish(tokens(0)),
  systemCached: v.nullish(real(0, 1)),
  taskTokens: v.nullish(tokens(0)),
  newTokensPerStep: v.nullish(tokens(0)),
  outputTokensPerStep: v.nullish(tokens(1)),
  toolSeconds: v.nullish(duration),
  fanOut: v.nullish(fanOut),
  retryRate: v.nullish(real(0, mostRetries)),
  success: v.nullish(real(1e-4, 1)),
  cacheLifeSeconds: v.nullish(real(0, 1e8)),
  evictionRate: v.nullish(real(0, 1)),
  userPause: v.nullish(userPauseSchema),
  callSeconds: v.nullish(duration),
});
export type TaskFields = v.InferOutput<typeof taskSchema>;

/** Dollars per million tokens; a model that is free has prices of nothing. */
const price = real(0, 1e6);
export const pricesSchema = v.strictObject({ input: price, cacheWrite: v.nullish(price, null), cached: v.nullish(price, null), output: price });

/** Most that any signal needs around the earth is a fifth of a second; satellites and queues take some. */
const mostRoundTrip = 60;
/** The fields beside task, scenario and prices. */
export const askSchema = v.strictObject({
  roundTrip: v.nullish(real(0, mostRoundTrip), 0),
  tasksPerHour: v.nullish(real(1e-3, 1e9), null),
  seed: v.nullish(whole(0, 4_294_967_295), 1),
});

export const ofRequests = ['inputTokens', 'outputTokens', 'lengths', 'prefixHitRate'] as const;
/** Keys of a scenario that the task decides. */
export const decidedByTask = [...ofRequests, 'concurrency', 'requestsPerSecond', 'batch', 'session'] as const;

/** Fields that may stand at a path of the task or below it. */
export function taskFieldsAt(path: readonly string[]): readonly string[] {
  if (path.length < 2) return Object.keys(taskSchema.entries);
  switch (path[0]) {
    case 'userPause':
      return Object.keys(userPauseSchema.entries);
    case 'steps':
      return path.includes('nodes')
        ? [...new Set(Object.values(nodeKinds).flatMap(({ entries }) => Object.keys(entries)))]
        : [...Object.keys(stepSchema.entries), 'nodes'];
    default:
      return Object.keys(durationSchema.entries);
  }
}
