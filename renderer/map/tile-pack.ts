import Flatbush from 'flatbush';
import { fromLonLat } from 'ol/proj.js';
import type { BaseFeature, BaseKind, Pipe } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import { sideSign } from './looks.ts';

/** What is drawn on tiles, in the order of drawing. */
export const TILE_KINDS = ['district', 'water', 'community', 'building', 'street', 'supply', 'return'] as const;
export type TileKind = (typeof TILE_KINDS)[number];

/**
 * Lines and areas as columns, fit to be handed to a worker: feature `i` has the parts `firstPart[i]` to `firstPart[i + 1]`, part `p` the
 * points `firstPoint[p]` to `firstPoint[p + 1]`, point `n` stands at `origin + (points[2 n], points[2 n + 1])`, Web Mercator. Features
 * lie in the order of drawing.
 */
export interface TilePack {
  readonly origin: readonly [number, number];
  readonly points: Float32Array;
  readonly firstPoint: Uint32Array;
  readonly firstPart: Uint32Array;
  /** Index into TILE_KINDS. */
  readonly kinds: Uint8Array;
  /** DN of a pipe, mm; 0 for others. */
  readonly dns: Float32Array;
  /** On which side of its path a line is drawn: 1 right, -1 left, 0 on it. */
  readonly sides: Int8Array;
  /** Data of a Flatbush over the bounds of the features, relative to `origin`; undefined where there are none. */
  readonly index: ArrayBuffer | undefined;
}

interface Shape {
  readonly kind: TileKind;
  readonly parts: readonly (readonly LonLat[])[];
  readonly dnMm: number;
  readonly side: number;
}

/** The background: areas below lines. Repair points are no part of it. */
export function packBase(base: readonly BaseFeature[]): TilePack {
  const shapes: Shape[] = [];
  for (const kind of TILE_KINDS) {
    for (const item of base) {
      if (item.kind === (kind as BaseKind)) shapes.push({ kind, parts: partsOf(item), dnMm: 0, side: 0 });
    }
  }
  return pack(shapes);
}

/** The pipes, the widest last and so on top. @returns the pack, and the pipes in its order */
export function packPipes(pipes: readonly Pipe[]): { readonly pack: TilePack; readonly pipes: readonly Pipe[] } {
  const ordered = pipes
    .filter(({ path }) => path.length > 1)
    .sort((a, b) => a.dnMm - b.dnMm || a.side.localeCompare(b.side));
  const shapes = ordered.map((pipe): Shape => ({
    kind: pipe.side,
    parts: [pipe.path],
    dnMm: pipe.dnMm,
    side: sideSign(pipe),
  }));
  return { pack: pack(shapes), pipes: ordered };
}

function partsOf({ geometry }: BaseFeature): Shape['parts'] {
  switch (geometry.type) {
    case 'Point':
      return [];
    case 'LineString':
      return [geometry.coordinates];
    case 'Polygon':
      return geometry.coordinates;
  }
}

function pack(shapes: readonly Shape[]): TilePack {
  const parts = shapes.flatMap((shape) => shape.parts);
  const count = parts.reduce((sum, part) => sum + part.length, 0);
  const [first] = parts.find((part) => part.length > 0) ?? [];
  const [originX = 0, originY = 0] = first ? fromLonLat([...first]) : [];
  const points = new Float32Array(count * 2);
  const firstPoint = new Uint32Array(parts.length + 1);
  const firstPart = new Uint32Array(shapes.length + 1);
  const index = shapes.length > 0 ? new Flatbush(shapes.length, 16, Float32Array) : undefined;
  let point = 0;
  let part = 0;
  shapes.forEach((shape, at) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
    for (const path of shape.parts) {
      for (const [lon, lat] of path) {
        const [x = 0, y = 0] = fromLonLat([lon, lat]);
        const nearX = (points[point * 2] = x - originX);
        const nearY = (points[point * 2 + 1] = y - originY);
        box[0] = Math.min(box[0], nearX);
        box[1] = Math.min(box[1], nearY);
        box[2] = Math.max(box[2], nearX);
        box[3] = Math.max(box[3], nearY);
        point += 1;
      }
      firstPoint[(part += 1)] = point;
    }
    firstPart[at + 1] = part;
    index?.add(...box);
  });
  index?.finish();
  return {
    origin: [originX, originY],
    points,
    firstPoint,
    firstPart,
    kinds: Uint8Array.from(shapes, ({ kind }) => TILE_KINDS.indexOf(kind)),
    dns: Float32Array.from(shapes, ({ dnMm }) => dnMm),
    sides: Int8Array.from(shapes, ({ side }) => side),
    index: index?.data as ArrayBuffer | undefined,
  };
}
