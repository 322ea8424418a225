/**
 * From the scenario's names to the things they stand for: model, chip, formats, engines. Everything an operating
 * point needs that does not depend on how the accelerators are arranged.
 */
import { accelerator as acceleratorById } from '../../catalogue/accelerators.ts';
import { engineById, engineFacts, type EngineFacts } from '../../catalogue/engines.ts';
import type { Accelerator, Model } from '../../catalogue/facts.ts';
import { importConfig } from '../../catalogue/import-config.ts';
import { model as modelById } from '../../catalogue/models.ts';
import { toChipSpec } from '../../model/chip-from-catalogue.ts';
import { unknownSilicon, type ChipSpec } from '../../model/chip.ts';
import { nativeFormat, numberFormats, type FormatDecision, type NumberFormats } from '../../model/number-formats.ts';
import { memo } from '../../stats/memo.ts';
import type { AcceleratorClass } from '../../catalogue/facts.ts';
import type { CustomAccelerator, KvFormat, Scenario, WeightFormat } from '../../scenario/scenario.ts';
import type { Reason } from '../estimate.ts';

export interface Resolved extends NumberFormats {
  readonly model: Model;
  readonly chip: ChipSpec;
  /** The catalogue's row; null for an accelerator of the user's own. */
  readonly accelerator: Accelerator | null;
  readonly engines: readonly EngineFacts[];
}

export type Resolution = { readonly ok: true; readonly value: Resolved } | { readonly ok: false; readonly reason: Reason };

export function resolve(scenario: Scenario): Resolution {
  const model = modelOf(scenario);
  if (!model)
    return {
      ok: false,
      reason: {
        code: 'model-incomplete',
        message: `the catalogue does not know the shape of ${typeof scenario.model === 'string' ? scenario.model : 'this model'}`,
      },
    };
  const accelerator = typeof scenario.accelerator === 'string' ? (acceleratorById(scenario.accelerator) ?? null) : null;
  const chip = typeof scenario.accelerator === 'object' ? customChip(scenario.accelerator) : accelerator && chipOf(accelerator);
  if (!chip) return { ok: false, reason: { code: 'accelerator-unknown', message: 'no such accelerator' } };
  const missing = missingFact(chip);
  if (missing)
    return { ok: false, reason: { code: 'fact-missing', message: `${chip.name}: the catalogue has no ${missing.words}`, fact: missing.fact } };

  const weights = scenario.weights ?? nativeFormat(model);
  const kvCache = scenario.kvCache ?? defaultKvCache(weights, scenario.engine);
  const decision = decisions([model, chip], `${weights}/${kvCache}`, () => numberFormats(model, chip, weights, kvCache));
  if (!decision.ok) {
    const format = decision.lacking;
    return { ok: false, reason: { code: 'no-arithmetic', message: `${chip.name} has no arithmetic that runs ${format} weights`, format } };
  }
  const engines = enginesFor(scenario, chip);
  if (engines.length === 0)
    return {
      ok: false,
      reason: { code: 'engine-not-there', message: `${engineById(scenario.engine ?? '')?.name ?? 'no engine'} does not run on ${chip.name}` },
    };
  return { ok: true, value: { model, chip, accelerator, ...decision.formats, engines } };
}

/** Twelve pairs of formats for weights and cache. */
const decisions = memo<FormatDecision>(16);

/** What each pasted configuration became, so that a search does not read it again. */
const importedModels = memo<Model | null>(1);

function modelOf({ model }: Scenario): Model | undefined {
  if (typeof model === 'string') return modelById(model);
  const imported = importedModels([model], '', () => {
    const read = importConfig(model);
    return read.ok ? read.model : null;
  });
  return imported ?? undefined;
}

/** What deployments keep the cache in where nobody says: 8 bits beside weights of 8 or 4 that hold 8-bit activations, else 16. */
function defaultKvCache(weights: WeightFormat, engine: Scenario['engine']): KvFormat {
  const narrow = engine === null || engineById(engine)?.narrowCache === true;
  return weights === 'nvfp4' || (weights === 'fp8' && narrow) ? 'fp8' : 'bf16';
}

/** Of the engine asked for, or of all, those that run on this class of chip. */
function enginesFor(scenario: Scenario, chip: ChipSpec): readonly EngineFacts[] {
  return engineFacts.filter((facts) => facts.runsOn.includes(chip.class) && (scenario.engine === null || facts.id === scenario.engine));
}

function missingFact(chip: ChipSpec): { readonly fact: string; readonly words: string } | null {
  if (chip.memoryBytes === null) return { fact: 'memoryBytes', words: 'memory size' };
  if (chip.memoryBandwidth === null) return { fact: 'memoryBandwidth', words: 'memory bandwidth' };
  if (Object.keys(chip.peak).length === 0) return { fact: 'peak', words: 'peak arithmetic rate' };
  return null;
}

/** One object per catalogue accelerator, so that what is looked up for it is kept. */
export const chipOf = (accelerator: Accelerator): ChipSpec => chips([accelerator], '', () => toChipSpec(accelerator));

const chips = memo<ChipSpec>(1);

export function customChip(custom: CustomAccelerator): ChipSpec {
  return {
    id: custom.name,
    name: custom.name,
    class: custom.class as AcceleratorClass,
    announced: false,
    memoryBytes: custom.memoryBytes,
    memoryBandwidth: custom.memoryBandwidth,
    peak: custom.peak,
    silicon: unknownSilicon,
    matrixShare: null,
    scaleUpBandwidth: custom.scaleUp?.bandwidth ?? null,
    scaleUpSize: custom.scaleUp?.size ?? null,
    scaleOutBandwidth: custom.scaleOut?.bandwidth ?? null,
    tdp: custom.tdp ?? null,
    systemPower: null,
  };
}
