/** Joules, tokens per megawatt and grams: chips by power regime, their share of host and network, times PUE. */
import { idlePowerShare, servingPower, servingPowerShare } from '../../calibration/priors/serving-power.ts';
import type { Fact } from '../../catalogue/facts.ts';
import { systemPower, systemPowerFromRated } from '../../catalogue/power.ts';
import { formats as operatorFormats } from '../../model/operators/formats.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Estimate } from '../estimate.ts';
import type { OperatingPoint } from '../load/operating-point.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { SiteTerms } from '../resolve/site-terms.ts';
import { combine, logSdOfRange, quantity, z80, type Spread } from '../spread.ts';

type EnergyField =
  | 'wattsPerAccelerator'
  | 'chipJoulesPerOutputToken'
  | 'nodeJoulesPerOutputToken'
  | 'joulesPerOutputToken'
  | 'outputTokensPerSecondPerMegawatt'
  | 'gramsCO2ePerMillionOutputTokens';

const energyFields: readonly EnergyField[] = [
  'wattsPerAccelerator',
  'chipJoulesPerOutputToken',
  'nodeJoulesPerOutputToken',
  'joulesPerOutputToken',
  'outputTokensPerSecondPerMegawatt',
  'gramsCO2ePerMillionOutputTokens',
];

const joulesPerKilowattHour = 3.6e6;
const million = 1e6;

/** Watts of one accelerator before PUE, idle ones counted: the chip at its mean share of rated power, and the rest of its system. */
export interface MeanPower {
  readonly chip: number;
  readonly share: number;
  readonly rest: number;
  readonly system: Fact;
}

/** Null where neither the power of the chip nor that of its system is known. */
export function meanPower(
  resolved: Resolved,
  scenario: Scenario,
  { accelerators, idle }: { readonly accelerators: number; readonly idle: number },
  points: readonly OperatingPoint[],
): MeanPower | null {
  const { chip, accelerator } = resolved;
  const system = accelerator ? systemPower(accelerator) : chip.tdp === null ? null : systemPowerFromRated(chip.tdp);
  if (!system) return null;
  // Without a rated chip power, the usual two thirds of the system's (H100 0.51, GB200 0.64, TPU7x 0.81).
  const rated = chip.tdp ?? (2 / 3) * system.value;
  const working = accelerators - idle;
  const open = scenario.requestsPerSecond !== null;
  const serving =
    points.reduce((sum, point) => sum + servingPowerShare(arithmeticShare(resolved, scenario, point, working), open ? busyShare(point) : 1), 0) /
    points.length;
  const share = (serving * working + idlePowerShare * idle) / accelerators;
  return { chip: rated, share, rest: Math.max(system.value - rated, 0), system };
}

/** FLOP/s of the model's own arithmetic, two a parameter and token, over the dense peak of the format that most of it runs in. */
export function arithmeticShare(
  { model, chip, arithmetic }: Resolved,
  scenario: Scenario,
  { requestsPerSecond }: OperatingPoint,
  working: number,
): number {
  const { inputTokens, outputTokens, prefixHitRate } = scenario;
  const { peak } = operatorFormats[model.moe ? arithmetic.experts : arithmetic.dense];
  const flops = chip.peak[peak] ?? chip.peak.bf16;
  if (flops === undefined) return 0;
  const tokens = requestsPerSecond * (inputTokens * (1 - prefixHitRate) + outputTokens);
  return Math.min((2 * model.parametersActive * tokens) / (working * flops), 1);
}

/** Share of the time in which a rank serves anybody where requests come at random: all but e^-N with N running on average. */
const busyShare = ({ steady }: OperatingPoint): number => 1 - Math.exp(-steady.running);

export interface FacilityEnergy {
  readonly quantities: Pick<Estimate, EnergyField>;
  readonly assumptions: readonly string[];
}

export function facility(
  resolved: Resolved,
  scenario: Scenario,
  counts: { readonly accelerators: number; readonly idle: number },
  site: SiteTerms,
  points: readonly OperatingPoint[],
  outputTokensPerSecond: number,
  throughput: Spread,
  unknown: Record<string, string>,
): FacilityEnergy {
  const power = meanPower(resolved, scenario, counts, points);
  if (!power) {
    for (const field of energyFields) unknown[field] = `no power of ${resolved.chip.name} is known`;
    return { quantities: Object.fromEntries(energyFields.map((field) => [field, null])) as Record<EnergyField, null>, assumptions: [] };
  }
  const { system } = power;
  const { accelerators } = counts;
  const { evidence } = throughput;
  const of = ({ value, low = value, high = value }: { readonly value: number; readonly low?: number; readonly high?: number }): Spread => ({
    logSd: logSdOfRange(low, high),
    evidence,
  });
  const chipWatts = power.chip * power.share;
  const perToken = (watts: number): number => (watts * accelerators) / outputTokensPerSecond;
  const drawn: Spread = { logSd: servingPower.halfWidth / z80, evidence };
  const chip = combine(throughput, drawn);
  const node = combine(chip, of(system));
  const spread = combine(node, of(site.pue));
  const joules = perToken((chipWatts + power.rest) * site.pue.value);
  return {
    quantities: {
      wattsPerAccelerator: quantity(chipWatts, 'W', drawn),
      chipJoulesPerOutputToken: quantity(perToken(chipWatts), 'J/token', chip),
      nodeJoulesPerOutputToken: quantity(perToken(chipWatts + power.rest), 'J/token', node),
      joulesPerOutputToken: quantity(joules, 'J/token', spread),
      outputTokensPerSecondPerMegawatt: quantity(million / joules, 'tokens/s/MW', spread),
      gramsCO2ePerMillionOutputTokens: quantity(
        (joules / joulesPerKilowattHour) * site.carbon.value * million,
        'gCO2e/Mtoken',
        combine(spread, of(site.carbon)),
      ),
    },
    assumptions: ['power.load', ...(system.trust === 'derived' ? ['power.system-from-rated'] : [])],
  };
}
