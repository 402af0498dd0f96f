import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';
import type { Names } from './names.ts';
import type { Random } from './random.ts';

/** Metres east and north of the city's origin (its south-west corner). */
export type Point = readonly [x: number, y: number];

/** WGS84, the south-west corner of every generated city. */
const ORIGIN: LonLat = [126.6, 45.75];
const BLOCK_X_M = 330;
const BLOCK_Y_M = 300;
const RIVER_ROW_M = 330;

/** The street grid: lines `i` run north, lines `j` run east; block (i, j) lies between lines i, i+1 and j, j+1. */
export interface Frame {
  readonly cols: number;
  readonly rows: number;
  /** The row of blocks in which the river flows; no block is built there. */
  readonly riverRow: number;
  readonly arterialRows: readonly number[];
  readonly arterialCols: readonly number[];
  readonly rowStreets: readonly string[];
  readonly colStreets: readonly string[];
  /** Blocks with a community, in station order. */
  readonly blocks: readonly { readonly i: number; readonly j: number; readonly district: number }[];
  readonly districts: readonly {
    readonly name: string;
    readonly i0: number;
    readonly i1: number;
    readonly j0: number;
    readonly j1: number;
  }[];
  crossing(i: number, j: number): Point;
  /** Inside block (i, j): u runs 0 to 1 eastward, v northward, bilinear between its four corners. */
  inBlock(i: number, j: number, u: number, v: number): Point;
}

/** To WGS84, rounded to 7 decimals (about 1 cm). */
export function lonLatOf([x, y]: Point): LonLat {
  const [lon, lat] = fromLocalM(ORIGIN, x, y);
  return [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7];
}

/** Ground level in metres: a plain that falls gently to the river. To 0.1 m. */
export function elevationM(frame: Frame, [x, y]: Point): number {
  const riverY = frame.crossing(0, frame.riverRow)[1] + RIVER_ROW_M / 2;
  const rise = 5 * (1 - Math.exp(-Math.abs(y - riverY) / 2500));
  return Math.round((114 + rise + 1.5 * Math.sin(x / 1900) * Math.cos(y / 2300)) * 10) / 10;
}

/** Lines from `from` to `to`, both included, at most `pitch` apart. */
function spaced(from: number, to: number, pitch: number): number[] {
  if (to <= from) return [from];
  const parts = Math.ceil((to - from) / pitch);
  return Array.from({ length: parts + 1 }, (_, k) => Math.round(from + ((to - from) * k) / parts));
}

function splitDistricts(cols: number, rows: number, riverRow: number, names: Names): Frame['districts'] {
  const out: { name: string; i0: number; i1: number; j0: number; j1: number }[] = [];
  const wide = Math.max(1, Math.round(cols / 7));
  for (const [from, to] of [
    [0, riverRow],
    [riverRow + 1, rows],
  ] as const) {
    const high = Math.max(1, Math.round((to - from) / 12));
    for (let a = 0; a < high; a++) {
      for (let b = 0; b < wide; b++) {
        out.push({
          name: names.district(),
          i0: Math.round((b * cols) / wide),
          i1: Math.round(((b + 1) * cols) / wide),
          j0: from + Math.round((a * (to - from)) / high),
          j1: from + Math.round(((a + 1) * (to - from)) / high),
        });
      }
    }
  }
  return out;
}

/** Lays out the street grid for a number of stations (one community block each, a few blocks stay parks). */
export function createFrame(stations: number, random: Random, names: Names): Frame {
  const wanted = Math.ceil(stations * 1.05);
  const cols = Math.max(4, Math.ceil(Math.sqrt(wanted)));
  const built = Math.max(2, Math.ceil(wanted / cols));
  const rows = built + 1;
  const riverRow = Math.max(1, Math.round(built * 0.42));
  const phase = [random.between(0, 6), random.between(0, 6), random.between(0, 6)] as const;
  const points: Point[] = [];
  for (let j = 0; j <= rows; j++) {
    for (let i = 0; i <= cols; i++) {
      const base = j * BLOCK_Y_M + (j > riverRow ? RIVER_ROW_M - BLOCK_Y_M : 0);
      points.push([
        i * BLOCK_X_M + 60 * Math.sin(j * 0.5 + phase[0]) + 25 * Math.sin(i * 0.9 + phase[1]) + random.between(-20, 20),
        base + 70 * Math.sin(i * 0.42 + phase[2]) + random.between(-16, 16),
      ]);
    }
  }
  const crossing = (i: number, j: number): Point => points[j * (cols + 1) + i] as Point;
  const districts = splitDistricts(cols, rows, riverRow, names);
  const all: { i: number; j: number; district: number }[] = [];
  for (let j = 0; j < rows; j++) {
    if (j === riverRow) continue;
    for (let i = 0; i < cols; i++) {
      const district = districts.findIndex((d) => i >= d.i0 && i < d.i1 && j >= d.j0 && j < d.j1);
      all.push({ i, j, district });
    }
  }
  const kept = new Set(random.shuffle(all).slice(0, stations));
  const lastEven = cols - (cols % 2);
  return {
    cols,
    rows,
    riverRow,
    arterialRows: [...spaced(0, riverRow, 4), ...spaced(riverRow + 1, rows, 4)],
    arterialCols: [...new Set(spaced(0, lastEven / 2, 3).map((half) => half * 2))],
    rowStreets: Array.from({ length: rows + 1 }, () => names.street()),
    colStreets: Array.from({ length: cols + 1 }, () => names.street()),
    blocks: all.filter((block) => kept.has(block)).sort((a, b) => a.district - b.district),
    districts,
    crossing,
    inBlock: (i, j, u, v) => {
      const [a, b, c, d] = [crossing(i, j), crossing(i + 1, j), crossing(i, j + 1), crossing(i + 1, j + 1)];
      const mix = (k: 0 | 1): number => (a[k] * (1 - u) + b[k] * u) * (1 - v) + (c[k] * (1 - u) + d[k] * u) * v;
      return [mix(0), mix(1)];
    },
  };
}
