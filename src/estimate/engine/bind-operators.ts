/**
 * The operators of the model's passes bound to one chip and one set of formats: shape arithmetic from the model layer,
 * parameters and their spread from the prior pack.
 */
import type { Known } from '../../calibration/priors/parameters-for.ts';
import { passParameters } from '../../calibration/priors/pass-parameters.ts';
import { prior, type Lookup } from '../../calibration/priors/pack.ts';
import { slowdown } from '../../calibration/priors/software-age.ts';
import type { ServingParameters } from '../../calibration/priors/serving.ts';
import type { EngineFacts } from '../../catalogue/engines.ts';
import { formats as operatorFormats } from '../../model/operators/formats.ts';
import { weakest } from '../../units/quantity.ts';
import { hasLinks, type ChipSpec } from '../../model/chip.ts';
import { deskCard, hostFabric, usualCard } from '../../model/server.ts';
import { memo } from '../../stats/memo.ts';
import { insideEngine, slowed, type BoundOperators, type Timed } from './operators-in-engine.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { Spread } from '../spread.ts';

/** One chip's operators as engines launch them; the same object where two engines launch alike. */
export interface EngineOperators {
  readonly spread: Spread;
  under(engine: EngineFacts): BoundOperators;
  /** Of a smaller model that drafts beside this one. */
  readonly draft: EngineOperators | null;
}

export type Binding = { readonly ok: true; readonly operators: EngineOperators } | { readonly ok: false; readonly fact: string };

/**
 * @param priors the pack, or what it would be without some timings
 * @param efficiencyShift added to ln e_c of matrix products: what a calibration moved, 0 without one
 * @param serving what is left of floors inside a model
 * @returns the fact that is missing when an operator cannot be priced
 */
export function bindOperators(resolved: Resolved, serving: ServingParameters, efficiencyShift: number, priors: Lookup = prior): Binding {
  const { model, chip, weights, kvCache, software, draft } = resolved;
  const key = `${weights}/${kvCache}/${software ?? ''}/${efficiencyShift}/${draft?.beside?.model.id ?? ''}`;
  return bindings([model, chip, serving, priors], key, () => bind(resolved, serving, efficiencyShift, priors));
}

/** Formats of weights and cache are twelve; calibrations change with every run. */
const bindings = memo<Binding>(24);

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
  const linked = hasLinks(resolved.chip);
  const made = new Map<string, BoundOperators>();
  const draft = resolved.draft?.beside ? bindOperators(resolved.draft.beside, serving, efficiencyShift, priors) : null;
  if (draft && !draft.ok) return draft;
  return {
    ok: true,
    operators: {
      spread,
      draft: draft?.operators ?? null,
      under: (engine) => {
        const fused = everyEngineFuses || (linked && engine.fusesReduction);
        const factor = slowdown(resolved.software, chip.class, engine.id, serving);
        const key = `${fused ? 1 : 0}/${factor}`;
        let operators = made.get(key);
        if (!operators)
          made.set(key, (operators = slowed(insideEngine(resolved, timed, serving, efficiencyShift, fused ? serving.fusedShare : 1), factor)));
        return operators;
      },
    },
  };
}

/** The chip object with the substitutes filled in, kept, so that what is looked up for it is found again. */
const withNetwork = (chip: ChipSpec): ChipSpec =>
  networked([chip], '', () => ({
    ...chip,
    // Whole machines share no bus.
    scaleUpBandwidth: chip.scaleUpBandwidth ?? (chip.ownMachine ? (chip.scaleOutBandwidth ?? deskCard) : hostFabric),
    scaleOutBandwidth: chip.scaleOutBandwidth ?? (chip.ownMachine ? deskCard : usualCard),
  }));

const networked = memo<ChipSpec>(1);

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
