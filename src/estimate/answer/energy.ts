/** Joules, tokens per megawatt and grams: chips by power regime, their share of host and network, times PUE. */
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
  const { chip, accelerator } = resolved;
  const system = accelerator ? systemPower(accelerator) : chip.tdp === null ? null : systemPowerFromRated(chip.tdp);
  if (!system) {
    for (const field of ['joulesPerOutputToken', 'outputTokensPerSecondPerMegawatt', 'gramsCO2ePerMillionOutputTokens'])
      unknown[field] = `no power of ${chip.name} is known`;
    return {
      quantities: { joulesPerOutputToken: null, outputTokensPerSecondPerMegawatt: null, gramsCO2ePerMillionOutputTokens: null },
      assumptions: [],
    };
  }
  // Without a rated chip power, the usual two thirds of the system's (H100 0.51, GB200 0.64, TPU7x 0.81).
  const chipWatts = chip.tdp ?? (2 / 3) * system.value;
  const serving = points.reduce((sum, point) => sum + meanPowerShare(point.regimes, point.regimeSpan), 0) / points.length;
  const share = (serving * (accelerators - idle) + regimePower.idle * idle) / accelerators;
  const watts = (chipWatts * share + Math.max(system.value - chipWatts, 0)) * site.pue.value;
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
