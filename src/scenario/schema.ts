/**
 * The shape, types and ranges of a scenario as a schema with defaults. Ids and the arithmetic between fields are
 * checked by `parse.ts`, because they need the catalogue and several fields at once.
 */
import * as v from 'valibot';
import { scenarioDefaults } from './defaults.ts';
import { engines, kvFormats, weightFormats } from './scenario.ts';

const whole = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const real = (low: number, high: number) => v.pipe(v.number(), v.finite(), v.minValue(low), v.maxValue(high));
/** Above zero: a price, time or rate of exactly nothing is a slip, not a scenario. */
const positive = (high: number) => v.pipe(v.number(), v.finite(), v.gtValue(0), v.maxValue(high));

/** More accelerators than any one fleet has today, so that a slipped zero is caught and nothing real is refused. */
const maxAccelerators = 1_000_000;
const maxTokens = 10_000_000;

export const parallelSchema = v.strictObject({
  tensor: v.optional(whole(1, 1024), 1),
  pipeline: v.optional(whole(1, 1024), 1),
  expert: v.optional(whole(1, 1024), 1),
  attentionData: v.optional(whole(1, 1024), 1),
});

/** Up to 1e21: a wafer's vendor figure is 1.25e17 FLOP/s; anything past this is a unit error. */
const rate = positive(1e21);

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
  memoryBytes: positive(1e15),
  memoryBandwidth: rate,
  peak: v.strictObject({ fp32: v.optional(rate), bf16: v.optional(rate), fp8: v.optional(rate), fp4: v.optional(rate), int8: v.optional(rate) }),
  scaleUp: v.optional(v.strictObject({ bandwidth: rate, size: whole(1, 100_000) })),
  scaleOut: v.optional(v.strictObject({ bandwidth: rate })),
  tdp: v.optional(positive(1e6)),
  usdPerHour: v.optional(positive(1e5)),
  usd: v.optional(positive(1e8)),
});

const ownSchema = v.strictObject({
  own: v.strictObject({
    usdPerAccelerator: v.optional(positive(1e8)),
    years: v.optional(real(0.25, 30)),
    costOfCapital: v.optional(real(0, 1)),
    hostingUsdPerKilowattMonth: v.optional(real(0, 1e5)),
    usdPerKilowattHour: v.optional(real(0, 10)),
    networkUsdPerAcceleratorHour: v.optional(real(0, 1e4)),
    networkUsdPerAccelerator: v.optional(real(0, 1e7)),
    networkWattsPerAccelerator: v.optional(real(0, 1e5)),
  }),
});
const priceSchema = v.strictObject({ usdPerAcceleratorHour: positive(1e5) });
const ownershipNames = v.picklist(['rent-on-demand', 'rent-reserved', 'own']);

const servingPart = v.strictObject({ accelerators: whole(1, maxAccelerators), parallel: parallelSchema });
const disaggregated = v.strictObject({ prefill: servingPart, decode: servingPart });
const aggregated = v.picklist(['aggregated']);

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const modelConfig = v.record(v.string(), v.unknown());
const maximum = v.picklist(['max']);
const concurrency = whole(1, 10_000_000);

const isObject = (input: unknown): input is Record<string, unknown> => typeof input === 'object' && input !== null && !Array.isArray(input);

export const scenarioSchema = v.strictObject({
  model: v.lazy((input) => (isObject(input) ? modelConfig : id)),
  accelerator: v.lazy((input) => (isObject(input) ? customAcceleratorSchema : id)),
  accelerators: v.nullish(whole(1, maxAccelerators), null),
  engine: v.nullish(v.picklist(engines), null),
  weights: v.nullish(v.picklist(weightFormats), null),
  kvCache: v.nullish(v.picklist(kvFormats), null),
  parallel: v.nullish(parallelSchema, null),
  serving: v.nullish(
    v.lazy((input) => (isObject(input) ? disaggregated : aggregated)),
    scenarioDefaults.serving,
  ),
  inputTokens: v.nullish(whole(1, maxTokens), scenarioDefaults.inputTokens),
  outputTokens: v.nullish(whole(1, maxTokens), scenarioDefaults.outputTokens),
  prefixHitRate: v.nullish(real(0, 1), scenarioDefaults.prefixHitRate),
  concurrency: v.nullish(
    v.lazy((input) => (typeof input === 'string' ? maximum : concurrency)),
    scenarioDefaults.concurrency,
  ),
  requestsPerSecond: v.nullish(positive(1e9), null),
  speculative: v.nullish(v.strictObject({ draftTokens: whole(1, 64), acceptance: real(0, 1) }), null),
  target: v.nullish(v.strictObject({ timeToFirstToken: v.optional(positive(1e5)), timePerOutputToken: v.optional(positive(1e3)) }), null),
  ownership: v.nullish(
    v.lazy((input) => (!isObject(input) ? ownershipNames : 'own' in input ? ownSchema : priceSchema)),
    scenarioDefaults.ownership,
  ),
  utilisation: v.nullish(v.pipe(v.number(), v.gtValue(0), v.maxValue(1)), null),
  site: v.nullish(id, null),
  egress: v.nullish(v.strictObject({ usdPerGigabyte: real(0, 1e3), bytesPerToken: v.optional(positive(1e6)) }), null),
  anchor: v.nullish(
    v.pipe(
      v.array(
        v.strictObject({
          concurrency,
          timePerOutputToken: v.optional(positive(1e3)),
          timeToFirstToken: v.optional(positive(1e5)),
          outputTokensPerSecond: v.optional(positive(1e12)),
        }),
      ),
      v.maxLength(16),
    ),
    [],
  ),
});
