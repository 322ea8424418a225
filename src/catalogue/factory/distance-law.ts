/**
 * Round trips that nobody measured, from those that somebody did: ln t = level(continents) + slope · ln(km + offset), fitted so that far
 * outliers pull little. One slope for a network, one level for each pair of continents, drawn towards the level of all where few pairs
 * were measured. Inside Africa and South America levels are high because cables are few; between them there is no straight path.
 */
import { quantileOfSorted, sorted } from '../../stats/quantile.ts';
import { lightTime } from './distance.ts';

export interface MeasuredPair {
  /** Great-circle km. */
  readonly distance: number;
  /** s */
  readonly seconds: number;
  /** `lane` of both ends. */
  readonly lane: string;
}

export interface DistanceLaw {
  /** s for km on a lane. */
  readonly seconds: (distance: number, lane: string) => number;
  /** Factors on `seconds` that hold the middle 80 % of the pairs that were fitted, inside a continent and between two. */
  readonly within: Spread;
  readonly between: Spread;
}

export interface Spread {
  readonly low: number;
  readonly high: number;
}

/** Both continents in the order of the alphabet: a lane is the same either way. */
export const laneOf = (a: string, b: string): string => (a < b ? `${a}–${b}` : `${b}–${a}`);
export const isWithin = (lane: string): boolean => new Set(lane.split('–')).size === 1;

/** As many pairs as the level of all weighs in the level of a lane. */
const pullOfAll = 3;
/** Errors of ln t below this weigh alike; beyond it a pair weighs as its error is far (least absolute error). */
const plainError = 0.05;
const rounds = 12;

/**
 * @param offset km that the first metres are worth: the cost of leaving a metro
 * @throws without a pair inside a continent and one between two
 */
export function fitDistanceLaw(pairs: readonly MeasuredPair[], offset: number): DistanceLaw {
  const points = pairs.map(({ distance, seconds, lane }) => ({ x: Math.log(distance + offset), y: Math.log(seconds), lane, weight: 1 }));
  const groups = [...new Set(points.map(({ lane }) => lane))].map((lane) => [lane, points.filter((point) => point.lane === lane)] as const);
  let slope = 1;
  let overall = 0;
  let levels = new Map<string, number>();
  const levelOf = (lane: string): number => levels.get(lane) ?? overall;
  for (let round = 0; round < rounds; round++) {
    slope = slopeWithin(groups.map(([, group]) => group));
    overall = meanOf(points, ({ x, y }) => y - slope * x);
    levels = new Map(groups.map(([lane, group]) => [lane, drawn(group, slope, overall)]));
    for (const point of points) point.weight = plainError / Math.max(plainError, Math.abs(point.y - levelOf(point.lane) - slope * point.x));
  }
  const seconds = (distance: number, lane: string): number =>
    Math.max(lightTime(distance), Math.exp(levelOf(lane) + slope * Math.log(distance + offset)));
  const spread = (inside: boolean): Spread =>
    spreadOf(pairs.filter(({ lane }) => isWithin(lane) === inside).map((pair) => pair.seconds / seconds(pair.distance, pair.lane)));
  return { seconds, within: spread(true), between: spread(false) };
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

function meanOf(points: readonly Point[], value: (point: Point) => number): number {
  let sum = 0;
  let weight = 0;
  for (const point of points) {
    sum += point.weight * value(point);
    weight += point.weight;
  }
  return sum / weight;
}

/** Slope with a level of its own in every group. */
function slopeWithin(groups: readonly (readonly Point[])[]): number {
  let across = 0;
  let along = 0;
  for (const group of groups) {
    const x = meanOf(group, (point) => point.x);
    const y = meanOf(group, (point) => point.y);
    for (const point of group) {
      across += point.weight * (point.x - x) * (point.y - y);
      along += point.weight * (point.x - x) ** 2;
    }
  }
  return across / along;
}

function drawn(group: readonly Point[], slope: number, overall: number): number {
  const weight = group.reduce((sum, point) => sum + point.weight, 0);
  return (weight * meanOf(group, ({ x, y }) => y - slope * x) + pullOfAll * overall) / (weight + pullOfAll);
}

function spreadOf(ratios: readonly number[]): Spread {
  const ascending = sorted(ratios);
  return { low: quantileOfSorted(ascending, 0.1), high: quantileOfSorted(ascending, 0.9) };
}
