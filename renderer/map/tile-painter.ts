import Flatbush from 'flatbush';
import type { MapTheme } from './map-theme.ts';
import { tileLook, type TileLook } from './tile-look.ts';
import { TILE_KINDS, type TilePack } from './tile-pack.ts';

/** One picture of a pack. */
export interface TileRequest {
  /** Upper left corner, Web Mercator. */
  readonly left: number;
  readonly top: number;
  /** Projected metres a pixel of the tile. */
  readonly resolution: number;
  /** Px. */
  readonly size: number;
  /** Pixels of the tile a CSS pixel. */
  readonly ratio: number;
}

/** What is left out. */
export type HiddenKinds = ReadonlySet<string>;

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Points of one line nearer than this, px, are drawn as one. */
const MERGE_PX = 0.6;
/** Features smaller than this, px, are not seen. */
const SPECK_PX = 0.2;
/** Subpaths a stroke: many small strokes cost calls, one huge one costs sorting. */
const BATCH = 400;
/** Lines are drawn at most this far from their path, px at a desk. */
export const REACH_PX = 24;

export interface TilePainter {
  paint(context: Context, request: TileRequest, theme: MapTheme, hidden: HiddenKinds): void;
}

/** Draws packs: finds what lies in a tile and draws what has one look together. Needs nothing of a page. */
export function createTilePainter(pack: TilePack): TilePainter {
  const index = pack.index && Flatbush.from(pack.index);
  const { points, firstPoint, firstPart, kinds, dns, sides, origin } = pack;

  function paint(context: Context, request: TileRequest, theme: MapTheme, hidden: HiddenKinds): void {
    const { left, top, resolution, size, ratio } = request;
    if (!index) return;
    const looks = new Map<number, TileLook | undefined>();
    const lookOf = (item: number): TileLook | undefined => {
      const key = (kinds[item] ?? 0) * 10_000 + (dns[item] ?? 0);
      if (looks.has(key)) return looks.get(key);
      const kind = TILE_KINDS[kinds[item] ?? 0] ?? 'street';
      const look = hidden.has(kind) ? undefined : tileLook(kind, dns[item] ?? 0, resolution, ratio, theme);
      looks.set(key, look);
      return look;
    };
    const x = left - origin[0];
    const y = top - origin[1];
    const reach = REACH_PX * ratio * theme.scale * resolution;
    const speck = SPECK_PX * resolution;
    const found = index.search(
      x - reach,
      y - size * resolution - reach,
      x + size * resolution + reach,
      y + reach,
      (item, x0, y0, x1, y1) => (x1 - x0 > speck || y1 - y0 > speck) && lookOf(item) !== undefined,
    );
    const items = Uint32Array.from(found).sort();
    const trace = tracer(context, x, y, resolution);
    for (let from = 0; from < items.length;) {
      const look = lookOf(items[from] ?? 0);
      let to = from + 1;
      while (to < items.length && lookOf(items[to] ?? 0) === look) to += 1;
      if (look) paintRun(context, items.subarray(from, to), look, trace);
      from = to;
    }
  }

  function paintRun(context: Context, items: Uint32Array, look: TileLook, trace: Trace): void {
    context.setLineDash(look.dash ? [...look.dash] : []);
    context.lineJoin = look.width > 2.5 ? 'round' : 'bevel';
    context.lineCap = look.width > 2.5 ? 'round' : 'butt';
    strokeAll(context, items, look, trace);
    if (look.core) {
      const { colour: stroke, width } = look.core;
      strokeAll(context, items, { stroke, width, offset: look.offset }, trace);
    }
  }

  function strokeAll(context: Context, items: Uint32Array, look: TileLook, trace: Trace): void {
    if (look.fill) context.fillStyle = look.fill;
    if (look.stroke) context.strokeStyle = look.stroke;
    context.lineWidth = look.width;
    for (let from = 0; from < items.length; from += BATCH) {
      context.beginPath();
      for (const item of items.subarray(from, from + BATCH)) trace(item, look);
      if (look.fill) context.fill('evenodd');
      if (look.stroke && look.width > 0) context.stroke();
    }
  }

  /** Puts the parts of a feature into the open path. */
  type Trace = (item: number, look: TileLook) => void;
  const tracer =
    (context: Context, x: number, y: number, resolution: number): Trace =>
    (item, look) => {
      const offset = look.offset * (sides[item] ?? 0);
      for (let part = firstPart[item] ?? 0; part < (firstPart[item + 1] ?? 0); part += 1) {
        const from = firstPoint[part] ?? 0;
        const to = firstPoint[part + 1] ?? 0;
        const last = to - 1;
        let isOpen = false;
        let drawnX = 0;
        let drawnY = 0;
        for (let point = from; point < to; point += 1) {
          let px = ((points[point * 2] ?? 0) - x) / resolution;
          let py = (y - (points[point * 2 + 1] ?? 0)) / resolution;
          if (isOpen && point < last && Math.abs(px - drawnX) < MERGE_PX && Math.abs(py - drawnY) < MERGE_PX) continue;
          drawnX = px;
          drawnY = py;
          if (offset !== 0) {
            const [nx, ny] = normalAt(points, Math.max(from, point - 1), point, Math.min(last, point + 1));
            px += nx * offset;
            py += ny * offset;
          }
          if (isOpen) context.lineTo(px, py);
          else context.moveTo(px, py);
          isOpen = true;
        }
        if (look.fill && isOpen) context.closePath();
      }
    };
  return { paint };
}

/** Longest reach of a mitre, in widths: sharp bends are cut. */
const MITRE = 2;

/** To the right of the path at `at`, seen on the screen (y down), so long that parallel lines keep their distance round a bend. */
export function normalAt(points: Float32Array, before: number, at: number, after: number): readonly [number, number] {
  const [ax, ay] = normalOf(points, before, at);
  const [bx, by] = normalOf(points, at, after);
  const x = ax + bx;
  const y = ay + by;
  if (before === at || after === at) return [x, y];
  const length = x * x + y * y;
  if (length < 2 / MITRE) return [ax, ay];
  return [(2 * x) / length, (2 * y) / length];
}

function normalOf(points: Float32Array, from: number, to: number): readonly [number, number] {
  const dx = (points[to * 2] ?? 0) - (points[from * 2] ?? 0);
  const dy = (points[to * 2 + 1] ?? 0) - (points[from * 2 + 1] ?? 0);
  const length = Math.hypot(dx, dy);
  return length === 0 ? [0, 0] : [dy / length, dx / length];
}
