/** Joules, tokens per megawatt and grams: chips by power regime, their share of host and network, times PUE. */
import type { Fact } from '../../catalogue/facts.ts';
import { systemPower, systemPowerFromRated } from '../../catalogue/power.ts';
import { meanPowerShare, regimePower, regimeSpread } from '../../model/energy.ts';
import type { Estimate } from '../estimate.ts';
import type { OperatingPoint } from '../load/operating-point.ts';
import type { Resolved } from '../resolve/resolve.ts';
import type { SiteTerms } from '../resolve/site-terms.ts';
import { combine, logSdOfRange, quantity, z80, type Spread } from '../spread.ts';

type EnergyField = 'joulesPerOutputToken' | 'outputTokensPerSecondPerMegawatt' | 'gramsCO2ePerMillionOutputTokens';

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
  { chip, accelerator }: Resolved,
  { accelerators, idle }: { readonly accelerators: number; readonly idle: number },
  points: readonly OperatingPoint[],
): MeanPower | null {
  const system = accelerator ? systemPower(accelerator) : chip.tdp === null ? null : systemPowerFromRated(chip.tdp);
  if (!system) return null;
  // Without a rated chip power, the usual two thirds of the system's (H100 0.51, GB200 0.64, TPU7x 0.81).
  const rated = chip.tdp ?? (2 / 3) * system.value;
  const serving = points.reduce((sum, point) => sum + meanPowerShare(point.regimes, point.regimeSpan), 0) / points.length;
  const share = (serving * (accelerators - idle) + regimePower.idle * idle) / accelerators;
  return { chip: rated, share, rest: Math.max(system.value - rated, 0), system };
}

export interface FacilityEnergy {
  readonly quantities: Pick<Estimate, EnergyField>;
  readonly assumptions: readonly string[];
}

export function facility(
  resolved: Resolved,
  { accelerators, idle }: { readonly accelerators: number; readonly idle: number },
  site: SiteTerms,
  points: readonly OperatingPoint[],
  outputTokensPerSecond: number,
  throughput: Spread,
  unknown: Record<string, string>,
): FacilityEnergy {
  const power = meanPower(resolved, { accelerators, idle }, points);
  if (!power) {
    for (const field of ['joulesPerOutputToken', 'outputTokensPerSecondPerMegawatt', 'gramsCO2ePerMillionOutputTokens'])
      unknown[field] = `no power of ${resolved.chip.name} is known`;
    return {
      quantities: { joulesPerOutputToken: null, outputTokensPerSecondPerMegawatt: null, gramsCO2ePerMillionOutputTokens: null },
      assumptions: [],
    };
  }
  const { system } = power;
  const watts = (power.chip * power.share + power.rest) * site.pue.value;
  const joules = (watts * accelerators) / outputTokensPerSecond;
  const spread = combine(
    throughput,
    { logSd: regimeSpread / z80, evidence: throughput.evidence },
    { logSd: logSdOfRange(system.low ?? system.value, system.high ?? system.value), evidence: throughput.evidence },
    { logSd: logSdOfRange(site.pue.low ?? site.pue.value, site.pue.high ?? site.pue.value), evidence: throughput.evidence },
  );
  const carbon: Spread = combine(spread, {
    logSd: logSdOfRange(site.carbon.low ?? site.carbon.value, site.carbon.high ?? site.carbon.value),
    evidence: spread.evidence,
  });
  return {
    quantities: {
      joulesPerOutputToken: quantity(joules, 'J/token', spread),
      outputTokensPerSecondPerMegawatt: quantity(million / joules, 'tokens/s/MW', spread),
      gramsCO2ePerMillionOutputTokens: quantity((joules / joulesPerKilowattHour) * site.carbon.value * million, 'gCO2e/Mtoken', carbon),
    },
    assumptions: ['power.regimes', ...(system.trust === 'derived' ? ['power.system-from-rated'] : [])],
  };
}
