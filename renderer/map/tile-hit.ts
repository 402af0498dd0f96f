import type Flatbush from 'flatbush';
import type { Coordinate } from 'ol/coordinate.js';
import { normalAt } from './tile-painter.ts';
import type { TilePack } from './tile-pack.ts';

/** How a line is drawn, projected metres. */
interface DrawnLine {
  /** From its path to the middle of the drawn line. */
  readonly offset: number;
  readonly halfWidth: number;
}

/**
 * The line of a pack that is drawn nearest to a place, measured to the segments as they are drawn, supply and return apart.
 * @param within projected metres from the edge of the line, @param reach within this of the path lies every such place,
 * @returns its number in the pack; of two equally near the one on top
 */
export function nearestLine(
  pack: TilePack,
  index: Flatbush,
  at: Coordinate,
  { within, reach }: { readonly within: number; readonly reach: number },
  drawnAs: (item: number) => DrawnLine | undefined,
): number | undefined {
  const x = (at[0] ?? 0) - pack.origin[0];
  const y = (at[1] ?? 0) - pack.origin[1];
  let best: number | undefined;
  let nearest = within;
  for (const item of index.search(x - reach, y - reach, x + reach, y + reach).sort((a, b) => a - b)) {
    const line = drawnAs(item);
    if (!line) continue;
    const distance = Math.max(0, distanceTo(pack, item, x, y, line.offset * (pack.sides[item] ?? 0)) - line.halfWidth);
    if (distance > nearest) continue;
    nearest = distance;
    best = item;
  }
  return best;
}

/** Distance from a place to a line that is drawn `offset` beside its path. */
function distanceTo({ points, firstPoint, firstPart }: TilePack, item: number, x: number, y: number, offset: number) {
  let least = Infinity;
  for (let part = firstPart[item] ?? 0; part < (firstPart[item + 1] ?? 0); part += 1) {
    const from = firstPoint[part] ?? 0;
    const last = (firstPoint[part + 1] ?? 0) - 1;
    let [ax, ay] = drawnPoint(points, from, from, last, offset);
    for (let point = from + 1; point <= last; point += 1) {
      const [bx, by] = drawnPoint(points, point, from, last, offset);
      least = Math.min(least, distanceToSegment(x, y, ax, ay, bx, by));
      ax = bx;
      ay = by;
    }
  }
  return least;
}

/** A point of a path where it is drawn; the normal is the screen's (y down), the point the projection's (y up). */
function drawnPoint(points: Float32Array, at: number, from: number, last: number, offset: number) {
  const [nx, ny] = normalAt(points, Math.max(from, at - 1), at, Math.min(last, at + 1));
  return [(points[at * 2] ?? 0) + nx * offset, (points[at * 2 + 1] ?? 0) - ny * offset] as const;
}

function distanceToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}
