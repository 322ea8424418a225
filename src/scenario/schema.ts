/**
 * The shape, types and ranges of a scenario as a schema with defaults. Ids and the arithmetic between fields are
 * checked by `parse.ts`, because they need the catalogue and several fields at once.
 */
import * as v from 'valibot';
import { scenarioDefaults } from './defaults.ts';
import { maxAccelerators } from './parallel.ts';
import { engines, hosts, kvFormats, ownHeads, percentiles, weightFormats, type Scenario } from './scenario.ts';

const isObject = (input: unknown): input is Record<string, unknown> => typeof input === 'object' && input !== null && !Array.isArray(input);
const whole = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const real = (low: number, high: number) => v.pipe(v.number(), v.finite(), v.minValue(low), v.maxValue(high));
/**
 * Every number has a least value above zero: a price, time or rate of nothing is a slip, not a scenario, and what lies
 * many orders below anything real only makes answers that no one can print.
 */
const leastPrice = 1e-6;
const leastSeconds = 1e-9;
/** One request in eleven days. */
const leastRate = 1e-6;
/** One of a kind: byte, byte/s or FLOP/s below a million is a unit error. */
const leastHardware = 1e6;

export const maxTokens = 10_000_000;
/** Of the logarithm of a length: at three, one request in ten is 47 times the median. */
export const mostSpread = 3;

export const parallelSchema = v.strictObject({
  tensor: v.optional(whole(1, 1024), 1),
  pipeline: v.optional(whole(1, 1024), 1),
  expert: v.optional(whole(1, 1024), 1),
  attentionData: v.optional(whole(1, 1024), 1),
  decodeContext: v.optional(whole(1, 1024)),
});

/** Up to 1e21: a wafer's vendor figure is 1.25e17 FLOP/s; anything past this is a unit error. */
const rate = real(leastHardware, 1e21);

export const customAcceleratorSchema = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  class: v.optional(
    v.picklist([
      'nvidia-datacenter',
      'nvidia-workstation',
      'amd-instinct',
      'intel-gaudi',
      'intel-workstation',
      'tpu',
      'trainium',
      'ascend',
      'dataflow',
      'client',
    ]),
    'nvidia-datacenter',
  ),
  memoryBytes: real(leastHardware, 1e15),
  memoryBandwidth: rate,
  peak: v.strictObject({ fp32: v.optional(rate), bf16: v.optional(rate), fp8: v.optional(rate), fp4: v.optional(rate), int8: v.optional(rate) }),
  scaleUp: v.optional(v.strictObject({ bandwidth: rate, size: whole(1, 100_000) })),
  scaleOut: v.optional(v.strictObject({ bandwidth: rate })),
  tdp: v.optional(real(0.1, 1e6)),
  usdPerHour: v.optional(real(leastPrice, 1e5)),
  usd: v.optional(real(leastPrice, 1e8)),
});

const ownSchema = v.strictObject({
  own: v.strictObject({
    usdPerAccelerator: v.optional(real(leastPrice, 1e8)),
    years: v.optional(real(0.25, 30)),
    costOfCapital: v.optional(real(0, 1)),
    hostingUsdPerKilowattMonth: v.optional(real(0, 1e5)),
    usdPerKilowattHour: v.optional(real(0, 10)),
    networkUsdPerAcceleratorHour: v.optional(real(0, 1e4)),
    networkUsdPerAccelerator: v.optional(real(0, 1e7)),
    networkWattsPerAccelerator: v.optional(real(0, 1e5)),
  }),
});
const priceSchema = v.strictObject({ usdPerAcceleratorHour: real(leastPrice, 1e5) });
const ownershipNames = v.picklist(['rent-on-demand', 'rent-reserved', 'own']);

const poolSchema = v.strictObject({ accelerators: v.nullish(whole(1, maxAccelerators), null), parallel: v.nullish(parallelSchema, null) });
const poolsSchema = v.strictObject({ prefill: poolSchema, decode: poolSchema });
const aggregated = v.picklist(['aggregated']);

/** Share of drafted tokens that are kept where nobody measured it: published speed-ups of 1.1 to 1.6 mean 0.5 to 0.7. */
const defaultAcceptance = 0.6;

const spread = real(0, mostSpread);
const percentilesSchema = v.strictObject({ p50: real(1, maxTokens), p90: real(1, maxTokens) });
/** A spread around the mean, or the percentiles from which both follow. */
const length = v.optional(v.lazy((input) => (isObject(input) ? percentilesSchema : spread)));
const lengthsSchema = v.strictObject({ input: length, output: length });
const spreadSchema = v.strictObject({ spread });

const sessionSchema = v.strictObject({ requestsPerUser: whole(1, 10_000) });
const leastHours = 1e-3;
/** Ten years. */
const mostHours = 87_600;
const hours = real(leastHours, mostHours);
/** A batch is told in requests or in output tokens: each form says its own field. */
const requestBatchSchema = v.strictObject({ requests: whole(1, 1e12), hours });
const tokenBatchSchema = v.strictObject({ outputTokens: real(1, 1e18), hours });

const targetSchema = v.strictObject({
  timeToFirstToken: v.optional(real(leastSeconds, 1e5)),
  timePerOutputToken: v.optional(real(leastSeconds, 1e3)),
  percentile: v.optional(v.picklist(percentiles)),
});
const noTarget = v.picklist(['none']);
const egressSchema = v.strictObject({ usdPerGigabyte: real(0, 1e3), bytesPerToken: v.optional(real(1e-3, 1e6)) });

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const speculativeSchema = v.strictObject({
  draftTokens: whole(1, 64),
  acceptance: v.nullish(real(0, 1), defaultAcceptance),
  draft: v.nullish(id, ownHeads),
});
const modelConfig = v.record(v.string(), v.unknown());
const maximum = v.picklist(['max']);
const concurrency = whole(1, 10_000_000);
const anchorSchema = v.strictObject({
  concurrency,
  timePerOutputToken: v.optional(real(leastSeconds, 1e3)),
  timeToFirstToken: v.optional(real(leastSeconds, 1e5)),
  outputTokensPerSecond: v.optional(real(leastRate, 1e12)),
});

export const scenarioSchema = v.strictObject({
  model: v.lazy((input) => (isObject(input) ? modelConfig : id)),
  accelerator: v.lazy((input) => (isObject(input) ? customAcceleratorSchema : id)),
  accelerators: v.nullish(whole(1, maxAccelerators), null),
  engine: v.nullish(v.picklist(engines), null),
  weights: v.nullish(v.picklist(weightFormats), null),
  kvCache: v.nullish(v.picklist(kvFormats), null),
  parallel: v.nullish(parallelSchema, null),
  serving: v.nullish(
    v.lazy((input) => (isObject(input) ? poolsSchema : aggregated)),
    scenarioDefaults.serving,
  ),
  inputTokens: v.nullish(whole(1, maxTokens), scenarioDefaults.inputTokens),
  outputTokens: v.nullish(whole(1, maxTokens), scenarioDefaults.outputTokens),
  lengths: v.nullish(
    v.lazy((input) => (isObject(input) && 'spread' in input ? spreadSchema : lengthsSchema)),
    scenarioDefaults.lengths,
  ),
  prefixHitRate: v.nullish(real(0, 1), scenarioDefaults.prefixHitRate),
  concurrency: v.nullish(
    v.lazy((input) => (typeof input === 'string' ? maximum : concurrency)),
    scenarioDefaults.concurrency,
  ),
  requestsPerSecond: v.nullish(real(leastRate, 1e9), null),
  batch: v.nullish(
    v.lazy((input) => (isObject(input) && 'outputTokens' in input ? tokenBatchSchema : requestBatchSchema)),
    null,
  ),
  peakToMean: v.nullish(real(1, 1000), scenarioDefaults.peakToMean),
  spareReplicas: v.nullish(whole(0, 100_000), scenarioDefaults.spareReplicas),
  session: v.nullish(sessionSchema, null),
  speculative: v.nullish(speculativeSchema, null),
  target: v.nullish(
    v.lazy((input) => (typeof input === 'string' ? noTarget : targetSchema)),
    null,
  ),
  memoryShare: v.nullish(real(0.01, 1), null),
  maxSequences: v.nullish(whole(1, 1_000_000), null),
  maxContext: v.nullish(whole(1, 2 * maxTokens), null),
  host: v.nullish(v.picklist(hosts), scenarioDefaults.host),
  software: v.nullish(v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM')), null),
  ownership: v.nullish(
    v.lazy((input) => (!isObject(input) ? ownershipNames : 'own' in input ? ownSchema : priceSchema)),
    scenarioDefaults.ownership,
  ),
  utilisation: v.nullish(real(1e-4, 1), scenarioDefaults.utilisation),
  site: v.nullish(id, null),
  egress: v.nullish(egressSchema, null),
  anchor: v.nullish(v.pipe(v.array(anchorSchema), v.maxLength(16)), []),
});

/** The objects that may stand under each key, outer ones first: where the nearest name of a slip is looked for. */
const nested: Readonly<Partial<Record<keyof Scenario, readonly { readonly entries: object }[]>>> = {
  accelerator: [customAcceleratorSchema, customAcceleratorSchema.entries.peak],
  parallel: [parallelSchema],
  serving: [poolsSchema, poolSchema, parallelSchema],
  lengths: [lengthsSchema, spreadSchema, percentilesSchema],
  session: [sessionSchema],
  batch: [requestBatchSchema, tokenBatchSchema],
  speculative: [speculativeSchema],
  target: [targetSchema],
  ownership: [priceSchema, ownSchema, ownSchema.entries.own],
  egress: [egressSchema],
  anchor: [anchorSchema],
};

/** Fields that may stand at a path of the scenario or below it; those of the scenario itself for a path of one step. */
export function fieldsAt(path: readonly string[]): readonly string[] {
  const [key] = path;
  const schemas = path.length < 2 ? [scenarioSchema] : (nested[key as keyof Scenario] ?? []);
  return [...new Set(schemas.flatMap(({ entries }) => Object.keys(entries)))];
}
