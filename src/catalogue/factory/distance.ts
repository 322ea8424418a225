/** Distances on the globe, and the least time that light in fibre needs for them. */

/** A point that belongs to a country and one of the six continents of the catalogue. */
export interface Located {
  /** Degrees. */
  readonly latitude: number;
  readonly longitude: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly continent: string;
}

type Point = Pick<Located, 'latitude' | 'longitude'>;

const earthRadius = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle km. */
export function distanceBetween(a: Point, b: Point): number {
  const half = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const haversine = half(a.latitude, b.latitude) + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * earthRadius * Math.asin(Math.sqrt(Math.min(1, haversine)));
}

/** km of distance that light in fibre (0.67 of its speed) covers there and back in a second. */
const kilometresThereAndBack = 100_400;

/** Seconds there and back at the speed of light in fibre along the great circle: nothing measured may be below it. */
export const lightTime = (kilometres: number): number => kilometres / kilometresThereAndBack;
