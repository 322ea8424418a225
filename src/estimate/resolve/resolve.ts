/**
 * From the scenario's names to the things they stand for: model, chip, formats, engines. Everything an operating
 * point needs that does not depend on how the accelerators are arranged.
 */
import { accelerator as acceleratorById } from '../../catalogue/accelerators.ts';
import { engineById, engineNames, engineOn, type EngineFacts } from '../../catalogue/engines.ts';
import type { Accelerator, Model } from '../../catalogue/facts.ts';
import { readConfig } from '../../catalogue/config-reader.ts';
import type { ConfigAssumption, ImportedModel } from '../../catalogue/import-config.ts';
import { model as modelById } from '../../catalogue/models.ts';
import { toChipSpec } from '../../model/chip-from-catalogue.ts';
import { unknownSilicon, type ChipSpec } from '../../model/chip.ts';
import { predictionLayer } from '../../model/draft.ts';
import { compressesCache } from '../../model/memory.ts';
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
  /** Tokens that a draft proposes a step; 0 without one. */
  readonly draftTokens: number;
  /** What drafts them: `model` is what runs for each token. Beside is a model of its own; null: layers of the model. */
  readonly draft: { readonly model: Model; readonly beside: Resolved | null } | null;
  /** "YYYY-MM"; null: today's. */
  readonly software: string | null;
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
  const engines = enginesFor(scenario, chip);
  const kvCache = scenario.kvCache ?? defaultKvCache(model, weights, engines);
  const decision = decisions([model, chip], `${weights}/${kvCache}`, () => numberFormats(model, chip, weights, kvCache));
  if (!decision.ok) {
    const format = decision.lacking;
    return { ok: false, reason: { code: 'no-arithmetic', message: `${chip.name} has no arithmetic that runs ${format} weights`, format } };
  }
  if (engines.length === 0)
    return {
      ok: false,
      reason: { code: 'engine-not-there', message: `${engineById(scenario.engine ?? '')?.name ?? 'no engine'} does not run on ${chip.name}` },
    };
  const { speculative } = scenario;
  const beside =
    speculative && speculative.draft !== 'mtp' ? resolve({ ...scenario, model: speculative.draft, weights: null, speculative: null }) : null;
  if (beside && !beside.ok) return beside;
  return {
    ok: true,
    value: {
      model,
      chip,
      accelerator,
      ...decision.formats,
      engines,
      draftTokens: speculative?.draftTokens ?? 0,
      draft: speculative && {
        model: beside ? beside.value.model : ownLayer([model], '', () => predictionLayer(model)),
        beside: beside?.value ?? null,
      },
      software: scenario.software,
    },
  };
}

/** The same object each time, since geometry is kept by it. */
const ownLayer = memo<Model>(1);

/** Twelve pairs of formats for weights and cache. */
const decisions = memo<FormatDecision>(16);

/** What each pasted configuration became, so that a search does not read it again. */
const importedModels = memo<ImportedModel>(1);

function importedOf({ model }: Scenario): ImportedModel | null {
  return typeof model === 'string' ? null : importedModels([model], '', () => readConfig(model));
}

function modelOf(scenario: Scenario): Model | undefined {
  if (typeof scenario.model === 'string') return modelById(scenario.model);
  const imported = importedOf(scenario);
  return imported?.ok ? imported.model : undefined;
}

/** What reading a pasted configuration assumed and the answer rests on: nothing for a model of the catalogue, nor about formats that the scenario sets. */
export function configAssumptions(scenario: Scenario): readonly ConfigAssumption[] {
  const imported = importedOf(scenario);
  if (!imported?.ok) return [];
  return scenario.weights === null ? imported.assumptions : imported.assumptions.filter(({ id }) => !ofFormat.has(id));
}

/** Readings of a number format, which a given one replaces. */
const ofFormat = new Set(['config.no-quantisation', 'config.bits-rounded', 'config.bitsandbytes', 'config.mixed-layers', 'config.gguf']);

/**
 * What engines keep the cache in where nobody says: the model's own 16 bits, unless the checkpoint brings scales for 8, which
 * formats do that an engine lists, or the model's kernels take nothing else (sparse latent and compressed attention in vLLM).
 */
function defaultKvCache(model: Model, weights: WeightFormat, engines: readonly EngineFacts[]): KvFormat {
  const sparse = model.attention.indexElements > 0;
  const narrow = engines.filter(({ id, narrowCache }) => narrowCache.includes(weights) || (sparse && (id === 'vllm' || compressesCache(model))));
  return 2 * narrow.length > engines.length ? 'fp8' : 'bf16';
}

/** Of the engine asked for, or of all, those that run on this class of chip, in the release of the month and with the flags given. */
function enginesFor(scenario: Scenario, chip: ChipSpec): readonly EngineFacts[] {
  const { engine, software, memoryShare, maxSequences } = scenario;
  const key = `${engine ?? ''}/${software ?? ''}/${memoryShare ?? ''}/${maxSequences ?? ''}`;
  return flagged([chip], key, () =>
    engineNames
      .filter((id) => engine === null || id === engine)
      .flatMap((id) => engineOn(id, chip, software) ?? [])
      .filter((facts) => facts.runsOn.includes(chip.class))
      .map((facts) => ({ ...facts, memoryShare: memoryShare ?? facts.memoryShare, maxSequences: maxSequences ?? facts.maxSequences })),
  );
}

/** One list of engines per chip and flags, so that what is looked up for it is kept. */
const flagged = memo<readonly EngineFacts[]>(16);

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
