import type { BaseFeature, Network, NetworkNode, Pipe, Station } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';

const WEST = 126.5;
const SOUTH = 45.65;
const NEAR_DNS = [50, 65, 80, 100, 125, 150] as const;

/** Same numbers every time, 0 to 1. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

/**
 * A city to look at, not to trace: a grid of streets with a trench (supply and return) along each block and a branch into it, water,
 * districts, communities and buildings. @param pipeCount about so many pipes, @param spanDeg its width and height in degrees
 */
export function cityMap(pipeCount: number, stationCount: number, spanDeg = 0.35): Network {
  const random = dice(7);
  const side = Math.max(2, Math.round(Math.sqrt(pipeCount / 4)));
  const step = spanDeg / side;
  const nodes: NetworkNode[] = [];
  const pipes: Pipe[] = [];
  const trench = (id: string, path: readonly LonLat[], dnMm: number): void => {
    for (const direction of ['supply', 'return'] as const) {
      const short = direction === 'supply' ? 'S' : 'R';
      pipes.push({
        id: `${id}${short}`,
        side: direction,
        from: `${id}a${short}`,
        to: `${id}b${short}`,
        path,
        lengthM: 100,
        dnMm,
        innerDiameterM: dnMm / 1000,
        roughnessMm: 0.5,
      });
    }
  };
  const base: BaseFeature[] = [];
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const lon = WEST + column * step;
      const lat = SOUTH + row * step;
      const isMain = row % 20 === 0;
      const dn = isMain ? 1000 : row % 5 === 0 ? 500 : (NEAR_DNS[Math.floor(random() * NEAR_DNS.length)] ?? 100);
      const bend = (random() - 0.5) * step * 0.1;
      trench(`P${String(row)}-${String(column)}`, line(lon, lat, lon + step, lat, bend), dn);
      trench(
        `Q${String(row)}-${String(column)}`,
        line(lon, lat, lon, lat + step * 0.7, bend),
        column % 20 === 0 ? 800 : 80,
      );
      if ((row + column) % 3 === 0)
        base.push(box(`B${String(row)}-${String(column)}`, 'building', lon + step * 0.3, lat + step * 0.2, step * 0.4));
    }
    nodes.push(
      node(`N${String(row)}`, [WEST, SOUTH + row * step]),
      node(`M${String(row)}`, [WEST + spanDeg, SOUTH + row * step]),
    );
  }
  for (let at = 0; at < 4; at += 1)
    for (let to = 0; to < 4; to += 1)
      base.push(
        box(
          `D${String(at)}${String(to)}`,
          'district',
          WEST + (at * spanDeg) / 4,
          SOUTH + (to * spanDeg) / 4,
          spanDeg / 4,
          `第${String(at * 4 + to + 1)}供热区`,
        ),
      );
  for (let at = 0; at < side; at += 5) {
    const across = SOUTH + at * step;
    const along = WEST + at * step;
    base.push({
      id: `E${String(at)}`,
      kind: 'street',
      name: `东西${String(at)}路`,
      geometry: {
        type: 'LineString',
        coordinates: [
          [WEST, across],
          [WEST + spanDeg, across],
        ],
      },
    });
    base.push({
      id: `F${String(at)}`,
      kind: 'street',
      name: `南北${String(at)}街`,
      geometry: {
        type: 'LineString',
        coordinates: [
          [along, SOUTH],
          [along, SOUTH + spanDeg],
        ],
      },
    });
  }
  base.push(box('W1', 'water', WEST - 0.05, SOUTH + spanDeg * 0.45, spanDeg * 0.06, '松花江'));
  const stations = Array.from({ length: stationCount }, (_, number): Station => {
    const id = `S${String(number + 1)}`;
    const at: LonLat = [WEST + random() * spanDeg, SOUTH + random() * spanDeg];
    return {
      id,
      kind: number === 0 ? 'source' : 'station',
      name: `第${String(number + 1)}换热站`,
      area: 'A',
      at,
      elevationM: 120,
      supplyNode: `N0`,
      returnNode: `M0`,
    };
  });
  return { name: 'city map', nodes, pipes, valves: [], stations, base };
}

const node = (id: string, at: LonLat): NetworkNode => ({ id, side: 'supply', at, elevationM: 120 });

/** Four points with a bend. */
function line(x0: number, y0: number, x1: number, y1: number, bend: number): readonly LonLat[] {
  const at = (share: number, aside: number): LonLat => [
    x0 + (x1 - x0) * share + (y1 === y0 ? 0 : aside),
    y0 + (y1 - y0) * share + (y1 === y0 ? aside : 0),
  ];
  return [at(0, 0), at(0.3, bend), at(0.7, bend), at(1, 0)];
}

function box(id: string, kind: BaseFeature['kind'], x: number, y: number, size: number, name?: string): BaseFeature {
  const coordinates: readonly (readonly LonLat[])[] = [
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ],
  ];
  return { id, kind, ...(name !== undefined && { name }), geometry: { type: 'Polygon', coordinates } };
}
