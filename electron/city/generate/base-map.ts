import type { BaseFeature } from '#shared/domain/network/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import type { Community } from './communities.ts';
import { lonLatOf, type Frame, type Point } from './frame.ts';
import type { Random } from './random.ts';

const mid = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

function line(id: string, name: string, points: readonly Point[]): BaseFeature {
  return { id, kind: 'street', name, geometry: { type: 'LineString', coordinates: points.map(lonLatOf) } };
}

function area(
  id: string,
  kind: 'water' | 'district' | 'community',
  name: string,
  points: readonly Point[],
): BaseFeature {
  const coordinates: LonLat[] = [...points, points[0] as Point].map(lonLatOf);
  return { id, kind, name, geometry: { type: 'Polygon', coordinates: [coordinates] } };
}

/** Streets of the grid with a few missing pieces (parks, closed yards), bridges on the arterial columns, and a ring road. */
function streets(frame: Frame, random: Random): BaseFeature[] {
  const { cols, rows, riverRow, crossing } = frame;
  const out: BaseFeature[] = [];
  const add = (name: string, points: readonly Point[]): void => {
    if (points.length > 1) out.push(line(`ST${String(out.length + 1).padStart(4, '0')}`, name, points));
  };
  for (let j = 0; j <= rows; j++) {
    let run: Point[] = [crossing(0, j)];
    for (let i = 1; i <= cols; i++) {
      const gone = !frame.arterialRows.includes(j) && random.chance(0.08);
      if (gone) {
        add(frame.rowStreets[j] ?? '', run);
        run = [];
      }
      run.push(crossing(i, j));
    }
    add(frame.rowStreets[j] ?? '', run);
  }
  for (let i = 0; i <= cols; i++) {
    const column = (from: number, to: number): Point[] =>
      Array.from({ length: to - from + 1 }, (_, k) => crossing(i, from + k));
    const name = frame.colStreets[i] ?? '';
    add(name, column(0, riverRow));
    add(name, column(riverRow + 1, rows));
    if (frame.arterialCols.includes(i)) add(`${name}大桥`, [crossing(i, riverRow), crossing(i, riverRow + 1)]);
  }
  const out150 = (i: number, j: number): Point => {
    const [x, y] = crossing(i, j);
    return [x + (i === 0 ? -150 : i === cols ? 150 : 0), y + (j === 0 ? -150 : j === rows ? 150 : 0)];
  };
  const loop: Point[] = [];
  for (let i = 0; i <= cols; i++) loop.push(out150(i, 0));
  for (let j = 1; j <= rows; j++) loop.push(out150(cols, j));
  for (let i = cols - 1; i >= 0; i--) loop.push(out150(i, rows));
  for (let j = rows - 1; j >= 0; j--) loop.push(out150(0, j));
  add('环城路', loop);
  return out;
}

function river(frame: Frame): BaseFeature {
  const { cols, riverRow, crossing } = frame;
  const south: Point[] = [];
  const north: Point[] = [];
  for (let i = 0; i <= cols; i++) {
    const [low, high] = [crossing(i, riverRow), crossing(i, riverRow + 1)];
    south.push(mid(low, high, 0.16));
    north.push(mid(low, high, 0.84));
  }
  const shift = ([x, y]: Point, dx: number): Point => [x + dx, y];
  const whole = [shift(south[0] as Point, -2200), ...south, shift(south.at(-1) as Point, 2200)];
  const back = [shift(north.at(-1) as Point, 2200), ...north.reverse(), shift(north.at(-1) as Point, -2200)];
  return area('RIVER', 'water', '清澜江', [...whole, ...back]);
}

function districts(frame: Frame): BaseFeature[] {
  return frame.districts.map((d, index) => {
    const edge: Point[] = [];
    for (let i = d.i0; i < d.i1; i++) edge.push(frame.crossing(i, d.j0));
    for (let j = d.j0; j < d.j1; j++) edge.push(frame.crossing(d.i1, j));
    for (let i = d.i1; i > d.i0; i--) edge.push(frame.crossing(i, d.j1));
    for (let j = d.j1; j > d.j0; j--) edge.push(frame.crossing(d.i0, j));
    return area(`DI${String(index + 1).padStart(2, '0')}`, 'district', d.name, edge);
  });
}

/** Everything of the map that carries no water: streets, river, districts, communities, buildings, repair points. */
export function drawBaseMap(
  frame: Frame,
  communities: readonly Community[],
  repairPoints: readonly { readonly name: string; readonly at: LonLat }[],
  random: Random,
): BaseFeature[] {
  const yards = communities.map((community, k) => {
    const block = frame.blocks[k] as Frame['blocks'][number];
    const corner = (u: number, v: number): Point => frame.inBlock(block.i, block.j, u, v);
    const inside = [corner(0.05, 0.05), corner(0.95, 0.05), corner(0.95, 0.95), corner(0.05, 0.95)];
    return area(`CO${String(k + 1).padStart(4, '0')}`, 'community', community.name, inside);
  });
  return [
    ...districts(frame),
    river(frame),
    ...yards,
    ...streets(frame, random),
    ...communities.flatMap((community) => community.footprints),
    ...repairPoints.map((point, k): BaseFeature => {
      const geometry = { type: 'Point', coordinates: point.at } as const;
      return { id: `RP${String(k + 1).padStart(2, '0')}`, kind: 'repairPoint', name: point.name, geometry };
    }),
  ];
}
