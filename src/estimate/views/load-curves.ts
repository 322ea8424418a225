/**
 * Two fields of the estimate for many loads of one scenario whose arrangement is given: what `estimateScenario` would
 * answer, within 1e-9, from one deployment's curves and without intervals.
 */
import type { TokenPrices } from '../../model/cost.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { fits } from '../engine/admission.ts';
import { loadedPrices, priceOf } from '../answer/dollars.ts';
import { operate } from '../estimate-scenario.ts';
import { mixedRate, mixedValue } from '../load/mixture.ts';
import { hourlyPrice } from '../answer/money.ts';
import { OperatingCurve, passCurves } from '../load/operating-curve.ts';
import { tokenWork, type OperatingPoint } from '../load/operating-point.ts';
import { siteTerms } from '../resolve/site-terms.ts';
import type { SweepField } from './sweep-fields.ts';

export interface LoadAnswer {
  readonly feasible: true;
  /** Null where the estimate has null. */
  readonly x: number | null;
  readonly y: number | null;
}

/** What one engine delivers at a load. */
type CurvePoint = Pick<OperatingPoint, 'timePerOutputToken' | 'timeToFirstToken' | 'requestsPerSecond' | 'work'>;

/** A field from the points of all engines. */
type Reader = (points: readonly CurvePoint[], scenario: Scenario) => number | null;

/**
 * Null when the scenario asks for more than a load on a given arrangement (a search, open arrivals, anchors, pools) or
 * for a field that needs the terms of a pass. The function returned answers null where nothing fits.
 */
export function loadCurves(scenario: Scenario, x: SweepField, y: SweepField): ((at: Scenario) => LoadAnswer | null) | null {
  const { parallel, serving, concurrency, requestsPerSecond, target, session, spareReplicas, anchor } = scenario;
  if (parallel === null || serving !== 'aggregated' || concurrency === null || requestsPerSecond !== null) return null;
  if (target !== null || session !== null || spareReplicas > 0 || anchor.length > 0) return null;
  // The smallest load decides nothing but whether the weights fit.
  const seen = operate({ ...scenario, inputTokens: 1, outputTokens: 1, concurrency: 1 });
  if (!seen.ok) return null;
  const { candidate, accelerators } = seen.value.choice;
  const { deployment } = candidate;
  const price = hourlyPrice(scenario, deployment.resolved.accelerator, siteTerms(scenario));
  const prices = (points: readonly CurvePoint[], at: Scenario): TokenPrices | null =>
    price.known ? loadedPrices(at, { accelerators, requestsPerSecond: rate(points, at), points }, price.usdPerHour) : null;
  const readX = reader(x, accelerators, prices);
  const readY = reader(y, accelerators, prices);
  if (!readX || !readY) return null;

  const passesUnder = passCurves(deployment);
  const curves = deployment.resolved.engines.map(
    (engine) => new OperatingCurve(deployment, engine, scenario, accelerators, passesUnder(engine), scenario.maxContext),
  );
  return (at) => {
    if (!fits(deployment, at)) return null;
    const points: CurvePoint[] = [];
    const inFlight = at.concurrency === 'max' ? Infinity : (at.concurrency ?? 1);
    for (const curve of curves) {
      if (!curve.settle(inFlight, at.inputTokens, at.outputTokens, at.prefixHitRate)) continue;
      const { balance } = curve;
      points.push({
        timePerOutputToken: balance.timePerOutputToken,
        timeToFirstToken: inFlight === Infinity ? null : balance.timeToFirstToken + balance.admissionWait,
        requestsPerSecond: balance.requestsPerSecond * curve.ranks,
        work: tokenWork(deployment, balance, at, curve.progress),
      });
    }
    return points.length === 0 ? null : { feasible: true, x: readX(points, at), y: readY(points, at) };
  };
}

const rate = (points: readonly CurvePoint[], { outputTokens }: Pick<Scenario, 'outputTokens'>): number =>
  mixedRate(
    points,
    outputTokens,
    mixedValue(points, (point) => point.timePerOutputToken),
    meanFirst(points),
  );
const throughput: Reader = (points, at) => rate(points, at) * at.outputTokens;
const between: Reader = (points, { outputTokens }) => (outputTokens > 1 ? mixedValue(points, (point) => point.timePerOutputToken) : null);
const meanFirst = (points: readonly CurvePoint[]): number | null =>
  points.some((point) => point.timeToFirstToken === null) ? null : mixedValue(points, (point) => point.timeToFirstToken ?? Number.NaN);
const first: Reader = meanFirst;

function reader(field: SweepField, accelerators: number, prices: (points: readonly CurvePoint[], at: Scenario) => TokenPrices | null): Reader | null {
  switch (field) {
    case 'timePerOutputToken':
      return between;
    case 'timeToFirstToken':
      return first;
    case 'tokensPerSecondPerUser':
      return (points, at) => inverse(between(points, at));
    case 'outputTokensPerSecond':
      return throughput;
    case 'outputTokensPerSecondPerAccelerator':
      return (points, at) => (throughput(points, at) ?? Number.NaN) / accelerators;
    case 'requestLatency':
      return (points, at) => {
        const start = first(points, at);
        return start === null ? null : start + (at.outputTokens - 1) * (between(points, at) ?? 0);
      };
    case 'usdPerMillionInputTokens':
    case 'usdPerMillionCachedInputTokens':
    case 'usdPerMillionOutputTokens':
    case 'usdPerMillionOutputTokensAllIn':
    case 'usdPerMillionTokens':
      return (points, at) => prices(points, at)?.[priceOf[field]] ?? null;
    default:
      return null;
  }
}

const inverse = (value: number | null): number | null => (value === null ? null : 1 / value);
