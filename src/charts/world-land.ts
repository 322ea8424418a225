/** The land of the world in its projection: Natural Earth's outlines at 1:110 million, by way of world-atlas. */
import { geoInterpolate, geoNaturalEarth1, geoPath, type GeoProjection } from 'd3-geo';
import { feature } from 'topojson-client';
import atlas from 'world-atlas/land-110m.json';

/** Longitude and latitude, degrees. */
export type Coordinates = readonly [longitude: number, latitude: number];

export interface World {
  readonly height: number;
  /** Path of all land. */
  readonly land: string;
  readonly at: (where: Coordinates) => { readonly x: number; readonly y: number };
  /** Path of the shortest way over the globe, and its middle. */
  readonly arc: (from: Coordinates, to: Coordinates) => { readonly path: string; readonly x: number; readonly y: number };
}

/** Pixels below which the empty oceans at both sides are left out, so that the continents have the room. */
const narrow = 560;
/** What must be in the picture: nobody runs accelerators in Antarctica. */
const corners = (width: number): GeoJSON.MultiPoint => ({
  type: 'MultiPoint',
  coordinates:
    width < narrow
      ? [
          [-123, 38],
          [154, -34],
          [-75, -52],
          [20, 71],
        ]
      : [
          [-168, 20],
          [178, 20],
          [-70, -56],
          [20, 81],
        ],
});

type Shapes = ReturnType<typeof feature>;

let shapes: Shapes | undefined;
const worlds = new Map<number, World>();

export function worldAt(width: number): World {
  const known = worlds.get(width);
  if (known) return known;
  const world = drawn(width);
  // A window that is dragged passes many widths.
  if (worlds.size > 8) worlds.clear();
  worlds.set(width, world);
  return world;
}

function drawn(width: number): World {
  const topology = atlas as unknown as Parameters<typeof feature>[0];
  shapes ??= feature(topology, topology.objects['land'] as Parameters<typeof feature>[1]);
  const projection = geoNaturalEarth1().precision(0.2).rotate([-11, 0]).fitWidth(width, corners(width));
  const [[, top], [, bottom]] = geoPath(projection).bounds(corners(width));
  const height = Math.round(bottom - top);
  const framed: GeoProjection = projection.translate([projection.translate()[0], projection.translate()[1] - top]).clipExtent([
    [0, 0],
    [width, height],
  ]);
  const path = geoPath(framed).digits(1);
  const at = (where: Coordinates): { readonly x: number; readonly y: number } => {
    const [x, y] = framed([...where]) ?? [0, 0];
    return { x, y };
  };
  return {
    height,
    land: path(shapes) ?? '',
    at,
    arc: (from, to) => {
      const middle = geoInterpolate([...from], [...to])(0.5);
      return { path: path({ type: 'LineString', coordinates: [[...from], [...to]] }) ?? '', ...at(middle) };
    },
  };
}
