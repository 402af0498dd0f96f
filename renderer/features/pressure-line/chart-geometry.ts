import type { LinePoint, LineStretch, PressureLine } from '#shared/domain/pressure-line/line.ts';

/** Room around the plot, CSS px at a desk. */
const MARGIN = { left: 52, right: 16, top: 12, bottom: 40 } as const;

export interface ChartSize {
  readonly width: number;
  readonly height: number;
  /** Of the reading distance. */
  readonly scale: number;
}

export interface Mark {
  readonly at: number;
  readonly text: string;
}

export interface DrawnPoint {
  readonly point: LinePoint;
  readonly x: number;
  readonly y: number;
}

export interface DrawnStretch {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly isStale: boolean;
}

/** A pressure line in pixels. Paths are those of SVG. */
export interface LineChart {
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly xMarks: readonly Mark[];
  readonly yMarks: readonly Mark[];
  readonly ground: string;
  readonly boiling: string;
  readonly maximum: string;
  readonly supply: readonly DrawnStretch[];
  readonly back: readonly DrawnStretch[];
  readonly points: readonly DrawnPoint[];
  readonly normalSupply: string;
  readonly normalReturn: string;
  readonly staticY: number | undefined;
  readonly staticNeededY: number;
  /** Names of stations that have room for one; the source and the last always have. */
  readonly names: readonly Mark[];
  /** Nearest station to a pixel, as its place in `route.stations`. */
  stationAt(x: number): number;
  xOf(distanceM: number): number;
}

/** Heads of a line to compare with, by place in `route.stations`; NaN where there is none. */
export interface NormalHeads {
  readonly supply: readonly number[];
  readonly back: readonly number[];
}

/** Lays a line out in pixels: everything that is compared is in sight, the highest allowed pressure only where it is near. */
export function chartOf(line: PressureLine, normal: NormalHeads | undefined, size: ChartSize): LineChart {
  const { route } = line;
  const px = size.scale;
  const box = {
    left: MARGIN.left * px,
    top: MARGIN.top * px,
    width: Math.max(10, size.width - (MARGIN.left + MARGIN.right) * px),
    height: Math.max(10, size.height - (MARGIN.top + MARGIN.bottom) * px),
  };
  const heads = [
    ...[...line.supply, ...line.back].map(({ headM }) => headM),
    ...(normal ? [...normal.supply, ...normal.back] : []),
    ...line.profile.flatMap(({ elevationM, boilingHeadM }) => [elevationM, boilingHeadM]),
    line.staticHeadM ?? Number.NaN,
    line.staticNeededM,
  ].filter(Number.isFinite);
  const [low, high] = [Math.min(...heads) - 4, Math.max(...heads) + 6];
  const xOf = (distanceM: number): number => box.left + (distanceM / Math.max(1, route.lengthM)) * box.width;
  const yOf = (headM: number): number => box.top + ((high - headM) / (high - low)) * box.height;
  const pathOver = (of: (k: number) => number): string =>
    pathOf(line.profile.map(({ distanceM }, k) => [xOf(distanceM), yOf(of(k))] as const));
  const foot = String(round(box.top + box.height));
  const points = [...line.supply, ...line.back].flatMap((point): DrawnPoint[] =>
    point.state === 'bad' ? [] : [{ point, x: xOf(point.at.distanceM), y: yOf(point.headM) }],
  );
  const stretches = (of: readonly LineStretch[]): readonly DrawnStretch[] =>
    of.map(({ from, to, isStale }) => ({
      from: [xOf(from.at.distanceM), yOf(from.headM)],
      to: [xOf(to.at.distanceM), yOf(to.headM)],
      isStale,
    }));
  const isSecond = (k: number): boolean => route.stations[k]?.distanceM === route.stations[k - 1]?.distanceM;
  const normalPath = (of: readonly number[] | undefined): string =>
    pathOf(
      (of ?? []).flatMap((headM, k) =>
        Number.isFinite(headM) && !isSecond(k) ? [[xOf(route.stations[k]?.distanceM ?? 0), yOf(headM)] as const] : [],
      ),
    );
  return {
    box,
    xMarks: marksOf(0, route.lengthM / 1000, box.width / (90 * px)).map((km) => ({
      at: xOf(km * 1000),
      text: trimmed(km),
    })),
    yMarks: marksOf(low, high, box.height / (34 * px)).map((headM) => ({ at: yOf(headM), text: trimmed(headM) })),
    ground: `${pathOver((k) => line.profile[k]?.elevationM ?? 0)}V${foot}H${String(round(box.left))}Z`,
    boiling: pathOver((k) => line.profile[k]?.boilingHeadM ?? 0),
    maximum:
      Math.min(...line.profile.map(({ maxHeadM }) => maxHeadM)) < high
        ? pathOver((k) => line.profile[k]?.maxHeadM ?? 0)
        : '',
    supply: stretches(line.supplyStretches),
    back: stretches(line.returnStretches),
    points,
    normalSupply: normalPath(normal?.supply),
    normalReturn: normalPath(normal?.back),
    staticY: line.staticHeadM === undefined ? undefined : yOf(line.staticHeadM),
    staticNeededY: yOf(line.staticNeededM),
    names: namesOf(line, xOf, 84 * px),
    stationAt: (x) =>
      nearest(
        route.stations.map(({ distanceM }) => xOf(distanceM)),
        x,
      ),
    xOf,
  };
}

/** Round steps of 1, 2 or 5 between two ends, about `count` of them. */
export function marksOf(low: number, high: number, count: number): readonly number[] {
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= raw) ?? 10);
  const marks: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high + step * 1e-9; k += 1) marks.push(k * step);
  return marks;
}

function namesOf(line: PressureLine, xOf: (distanceM: number) => number, roomPx: number): readonly Mark[] {
  const { stations, lengthM } = line.route;
  const last = stations.length - 1;
  const taken: Mark[] = [];
  const order = [0, last, ...stations.keys()];
  for (const k of order) {
    const one = stations[k];
    if (!one) continue;
    const at = xOf(k === last ? lengthM : one.distanceM);
    if (taken.every((mark) => Math.abs(mark.at - at) >= roomPx)) taken.push({ at, text: one.station.name });
  }
  return taken.sort((a, b) => a.at - b.at);
}

function nearest(places: readonly number[], x: number): number {
  let best = 0;
  for (const [k, place] of places.entries()) {
    if (Math.abs(place - x) < Math.abs((places[best] as number) - x)) best = k;
  }
  return best;
}

const round = (value: number): number => Math.round(value * 10) / 10;
const trimmed = (value: number): string => String(Number(value.toFixed(3)));

function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${String(round(x))} ${String(round(y))}`).join('');
}
