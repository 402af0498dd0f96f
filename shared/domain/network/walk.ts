/** Valves that lie nearer than this are in one chamber: one stop [eng]. */
const CHAMBER_M = 15;
/** A way on foot or by car is longer than the straight line by this [eng, DOMAIN.md Work orders]. */
const DETOUR = 1.4;
/** 2-opt looks at every pair of stops: past this many it would cost more than it saves. */
const STOPS_TO_IMPROVE = 150;
const PASSES = 20;

export interface WalkPoint {
  /** Metres in a common plane. */
  readonly x: number;
  readonly y: number;
  readonly isSupply: boolean;
}

interface Stop<Point> {
  readonly x: number;
  readonly y: number;
  readonly points: Point[];
}

/**
 * NET-14: the order in which to walk to the valves: chambers as one stop with the supply first, nearest neighbour from `start`, then 2-opt
 * over the open way. `walkM` is the way to a point from the one before: straight x 1.4, 0 inside a chamber.
 */
export function walkOrder<Point extends WalkPoint>(
  start: readonly [x: number, y: number],
  points: readonly Point[],
): readonly { readonly point: Point; readonly walkM: number }[] {
  const stops = improved(start, nearestNext(start, chambers(points)));
  let [x, y] = Number.isFinite(start[0] + start[1]) ? start : [stops[0]?.x ?? 0, stops[0]?.y ?? 0];
  return stops.flatMap((stop) => {
    const walkM = Math.hypot(stop.x - x, stop.y - y) * DETOUR;
    [x, y] = [stop.x, stop.y];
    const inOrder = stop.points.sort((a, b) => Number(b.isSupply) - Number(a.isSupply));
    return inOrder.map((point, k) => ({ point, walkM: k === 0 && Number.isFinite(walkM) ? walkM : 0 }));
  });
}

function chambers<Point extends WalkPoint>(points: readonly Point[]): Stop<Point>[] {
  const stops: Stop<Point>[] = [];
  for (const point of points) {
    const near = stops.find((stop) => Math.hypot(stop.x - point.x, stop.y - point.y) <= CHAMBER_M);
    if (near === undefined) stops.push({ x: point.x, y: point.y, points: [point] });
    else near.points.push(point);
  }
  return stops;
}

function nearestNext<Point>([startX, startY]: readonly [number, number], stops: readonly Stop<Point>[]): Stop<Point>[] {
  const left = [...stops];
  const way: Stop<Point>[] = [];
  let [x, y] = [startX, startY];
  while (left.length > 0) {
    let best = 0;
    let bestM = Infinity;
    for (const [k, stop] of left.entries()) {
      const awayM = Math.hypot(stop.x - x, stop.y - y);
      if (awayM < bestM) [best, bestM] = [k, awayM];
    }
    const next = left.splice(best, 1)[0] as Stop<Point>;
    way.push(next);
    [x, y] = [next.x, next.y];
  }
  return way;
}

/** Turns stretches of the way round while that makes it shorter; the start stays, the end is free. */
function improved<Point>(start: readonly [number, number], way: readonly Stop<Point>[]): readonly Stop<Point>[] {
  const stops = [...way];
  if (stops.length < 3 || stops.length > STOPS_TO_IMPROVE) return stops;
  const gap = (a: number, b: number): number => {
    const to = stops[b];
    if (to === undefined) return 0;
    const [x, y] = a < 0 ? start : [(stops[a] as Stop<Point>).x, (stops[a] as Stop<Point>).y];
    return Math.hypot(to.x - x, to.y - y);
  };
  const across = (a: number, b: number): number => (b < stops.length ? gap(a, b) : 0);
  for (let pass = 0, isBetter = true; isBetter && pass < PASSES; pass++) {
    isBetter = false;
    for (let i = 0; i < stops.length - 1; i++) {
      for (let j = i + 1; j < stops.length; j++) {
        const before = gap(i - 1, i) + across(j, j + 1);
        const after = gap(i - 1, j) + across(i, j + 1);
        // Written so that places that are no numbers are left as they lie.
        if (!(after < before - 1e-9)) continue;
        stops.splice(i, j - i + 1, ...stops.slice(i, j + 1).reverse());
        isBetter = true;
      }
    }
  }
  return stops;
}
