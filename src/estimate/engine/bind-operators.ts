/**
 * The operators of the model's passes bound to one chip and one set of formats: shape arithmetic from the model layer,
 * parameters and their spread from the prior pack.
 */
import type { Known } from '../../calibration/priors/parameters-for.ts';
import { passParameters } from '../../calibration/priors/pass-parameters.ts';
import { prior, type Lookup } from '../../calibration/priors/pack.ts';
import type { ServingParameters } from '../../calibration/priors/serving.ts';
import type { EngineFacts } from '../../catalogue/engines.ts';
import { formats as operatorFormats } from '../../model/operators/formats.ts';
import { weakest } from '../../units/quantity.ts';
import type { ChipSpec } from '../../model/chip.ts';
import { insideEngine, type BoundOperators, type Timed } from './operators-in-engine.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { Spread } from '../spread.ts';

/** One chip's operators as engines launch them; the same object where two engines launch alike. */
export interface EngineOperators {
  readonly spread: Spread;
  under(engine: EngineFacts): BoundOperators;
}

export type Binding = { readonly ok: true; readonly operators: EngineOperators } | { readonly ok: false; readonly fact: string };

/** A chip without a known fabric talks over PCIe 5.0 x16, one way. */
const hostFabric = 64e9;

/**
 * @param priors the pack, or what it would be without some timings
 * @param efficiencyShift added to ln e_c of matrix products: what a calibration moved, 0 without one
 * @param serving what is left of floors inside a model
 * @returns the fact that is missing when an operator cannot be priced
 */
export function bindOperators(resolved: Resolved, serving: ServingParameters, efficiencyShift: number, priors: Lookup = prior): Binding {
  const key = `${resolved.weights}/${resolved.kvCache}/${efficiencyShift}`;
  const byKey = keptFor(resolved);
  const kept = byKey.get(key);
  if (kept?.serving === serving && kept.priors === priors) return kept.binding;
  if (byKey.size >= mostKept) byKey.clear();
  const binding = bind(resolved, serving, efficiencyShift, priors);
  byKey.set(key, { serving, priors, binding });
  return binding;
}

interface Kept {
  readonly serving: ServingParameters;
  readonly priors: Lookup;
  readonly binding: Binding;
}

/** Bindings per model and chip object, so that a row of a batch like one before it costs a lookup. */
const keptBindings = new WeakMap<Resolved['model'], WeakMap<ChipSpec, Map<string, Kept>>>();

/** Formats of weights and cache are twelve; calibrations change with every run. */
const mostKept = 24;

function keptFor({ model, chip }: Resolved): Map<string, Kept> {
  let byChip = keptBindings.get(model);
  if (!byChip) keptBindings.set(model, (byChip = new WeakMap<ChipSpec, Map<string, Kept>>()));
  let byKey = byChip.get(chip);
  if (!byKey) byChip.set(chip, (byKey = new Map<string, Kept>()));
  return byKey;
}

function bind(resolved: Resolved, serving: ServingParameters, efficiencyShift: number, priors: Lookup): Binding {
  const { model } = resolved;
  const chip = withNetwork(resolved.chip);
  const parameters = passParameters(chip, resolved, model.mla !== null, priors);
  if (parameters.kind === 'missing') return { ok: false, fact: parameters.fact };
  const { gemms, experts, decode } = parameters;
  const used = [gemms.attention, ...(model.moe ? [experts.many] : [gemms.dense]), decode];
  const spread = { logSd: Math.max(...used.map((each) => each.logSd)), evidence: weakest(...used.map((each) => each.evidence)) };
  const { weightBytes, peak } = operatorFormats[experts.many.dtype];
  const widened = experts.plain !== null && weightBytes < operatorFormats.bf16.weightBytes && peak === 'bf16';
  const timed: Timed = {
    ...parameters,
    chip,
    experts: { ...experts, many: widened ? inSixteenBits(experts.many, experts.plain, serving.unpackRate) : experts.many },
  };
  const everyEngineFuses = chip.silicon.fusesReduction;
  // The kernel reads its peers' memory over links of their own.
  const linked = (resolved.chip.scaleUpSize ?? 1) > 1;
  let apart: BoundOperators | undefined;
  let fused: BoundOperators | undefined;
  return {
    ok: true,
    operators: {
      spread,
      under: (engine) =>
        everyEngineFuses || (linked && engine.fusesReduction)
          ? (fused ??= insideEngine(resolved, timed, serving, efficiencyShift, serving.fusedShare))
          : (apart ??= insideEngine(resolved, timed, serving, efficiencyShift, 1)),
    },
  };
}

/** 400 Gbit/s, the card that most current servers have per accelerator; used where the catalogue has none. */
const usualCard = 50e9;

/** The chip objects with the substitutes filled in, one for each, so that what is looked up for it is kept. */
const networked = new WeakMap<ChipSpec, ChipSpec>();

function withNetwork(chip: ChipSpec): ChipSpec {
  let filled = networked.get(chip);
  if (!filled)
    networked.set(
      chip,
      (filled = { ...chip, scaleUpBandwidth: chip.scaleUpBandwidth ?? hostFabric, scaleOutBandwidth: chip.scaleOutBandwidth ?? usualCard }),
    );
  return filled;
}

/**
 * Weight-only experts were timed with a kernel that starts slowly and that engines have replaced: theirs read fewer bytes
 * at 16-bit speed but no faster than the cores widen them (gpt-oss takes H100 and H200 the same time within 3 %, whose bandwidths
 * differ by 43 %), and move rows as that kernel did.
 */
function inSixteenBits(timed: Known<'moe'>, plain: Known<'moe'>, unpackRate: number): Known<'moe'> {
  const { parameters } = plain;
  return {
    ...timed,
    parameters: { ...parameters, conversionEfficiency: Math.min(parameters.conversionEfficiency, timed.parameters.conversionEfficiency), unpackRate },
  };
}
