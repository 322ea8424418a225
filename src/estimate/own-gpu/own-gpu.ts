/**
 * The visitor's own GPU as a row: how fast it would answer one person, from the kernels that were just timed on it, and
 * what that costs once they say which GPU it is. A browser tells neither memory nor power, so neither is guessed.
 */
import type { Calibration, ClassFit } from '../../calibration/calibration.ts';
import type { ClientGpu } from '../../catalogue/client-gpus.ts';
import type { Model } from '../../catalogue/facts.ts';
import { model as modelById } from '../../catalogue/models.ts';
import { medianElectricityPrice } from '../../catalogue/world-medians.ts';
import { regimePower, regimeSpread } from '../../model/energy.ts';
import { weightBytes } from '../../model/memory.ts';
import { nativeFormat, partFormats } from '../../model/number-formats.ts';
import { contextAtMidAnswer } from '../../model/request.ts';
import { decodePass, passSeconds, stage } from '../../model/step.ts';
import type { Quantity } from '../../units/quantity.ts';
import type { Scenario, WeightFormat } from '../../scenario/scenario.ts';
import { clientOperators } from './client-operators.ts';
import { combine, quantity, z80, type Spread } from '../spread.ts';

export interface OwnGpu {
  readonly model: Model;
  readonly weights: WeightFormat;
  /** Why this model and not the scenario's; null when it is the scenario's. */
  readonly substituted: string | null;
  readonly timePerOutputToken: Quantity;
  readonly tokensPerSecond: Quantity;
  readonly usdPerMillionOutputTokens: Quantity | null;
  /** Why there are no dollars. */
  readonly unknown: string | null;
}

/** Fits on most GPUs of 8 GB and more at 4 bits, and is the model that local benchmarks quote. */
const usualModel = 'llama-3.1-8b';
const single = { tensor: 1, pipeline: 1, expert: 1, attentionData: 1 } as const;
/** Share of a client GPU's memory that a model may take beside the desktop. */
const memoryShare = 0.85;
/** Where the weights' own format was not timed, only f32 and f16 kernels of the same shape: they may unpack slower than they read. */
const unpackLogSd = 0.15;
/** Years that a client GPU is used, and the share of those hours in which it answers: planning figures of this lab. */
export const yearsAtHome = 4;
const hoursPerYear = 8766;
const busyShare = 0.25;

export interface HomePower {
  readonly watts: number;
  /** Standard deviation of its logarithm: none where the visitor read a meter. */
  readonly logSd: number;
}

/** A GPU that answers one person reads its weights all the time; a datasheet says what it draws at the most. */
export const answeringPower = (ratedWatts: number): HomePower => ({
  watts: ratedWatts * regimePower.weights,
  logSd: Math.log1p(regimeSpread) / z80,
});

/** Null when the run lacks what a decode step needs. */
export function ownGpu(calibration: Calibration, scenario: Scenario, client: ClientGpu | null): OwnGpu | null {
  const asked = typeof scenario.model === 'string' ? modelById(scenario.model) : undefined;
  const chosen = choose(asked, client);
  if (!chosen) return null;
  const { model, weights, substituted } = chosen;
  const kernels = clientOperators(calibration, model, partFormats(model, weights));
  if (!kernels) return null;
  const { operators, decoding, standIn } = kernels;
  const context = contextAtMidAnswer(scenario.inputTokens, scenario.outputTokens);
  const seconds = passSeconds(decodePass(stage(model, single, operators), 1, context));
  const spread = combine({ logSd: fitSpread(decoding), evidence: 'interpolated' }, { logSd: standIn ? unpackLogSd : 0, evidence: 'interpolated' });
  const usd = client ? usdPerMillion(client, seconds, spread) : null;
  return {
    model,
    weights,
    substituted,
    timePerOutputToken: quantity(seconds, 's', spread),
    tokensPerSecond: quantity(1 / seconds, 'tokens/s', spread),
    usdPerMillionOutputTokens: usd,
    unknown: usd
      ? null
      : client
        ? `no price or power of ${client.name} was read`
        : 'a browser does not tell price, power or memory: say which GPU this is',
  };
}

interface Chosen {
  readonly model: Model;
  readonly weights: WeightFormat;
  readonly substituted: string | null;
}

/** The scenario's model at four bits where the GPU is known to hold it, else the usual one. */
function choose(asked: Model | undefined, client: ClientGpu | null): Chosen | null {
  // Of the sizes that a GPU was sold in, the smallest is promised.
  const bytes = client && client.memorySizes.length > 0 ? Math.min(...client.memorySizes) : null;
  const holds = (model: Model): boolean => bytes !== null && weightBytes(model, partFormats(model, fourBits(model)), single) <= memoryShare * bytes;
  if (asked && (holds(asked) || asked.id === usualModel)) return { model: asked, weights: fourBits(asked), substituted: null };
  const model = modelById(usualModel);
  if (!model) return null;
  const reason = asked
    ? `${asked.name} ${bytes === null ? 'may not fit: the browser does not tell how much memory there is' : 'does not fit at 4 bits'}`
    : 'this model is not in the catalogue';
  return { model, weights: fourBits(model), substituted: reason };
}

const fourBits = (model: Model): WeightFormat => (nativeFormat(model) === 'mxfp4' ? 'mxfp4' : 'int4');

/** Residual of the fits that a decode step leans on, never below what five numbers reach on native tables. */
const fitSpread = (fits: readonly ClassFit[]): number => Math.max(0.08, ...fits.map(({ residual }) => residual));

function usdPerMillion(client: ClientGpu, seconds: number, spread: Spread): Quantity | null {
  const { price, power } = client;
  if (price === null || power === null) return null;
  const usdPerHour =
    price.value / (yearsAtHome * hoursPerYear * busyShare) + (answeringPower(power.value).watts / 1000) * medianElectricityPrice.value;
  // Life and use of a GPU at home vary by about a factor of two either way.
  return quantity((usdPerHour * seconds * 1e6) / 3600, 'USD/Mtoken', combine(spread, { logSd: 0.5, evidence: 'prior' }));
}
