import Flatbush from 'flatbush';
import type { PipeTable, Segments } from './graph-types.ts';
import { eachOf, groupBy, type Groups } from './groups.ts';

/** Pipes of both sides that lie nearer than this share a trench [eng]. */
const SAME_TRENCH_M = 15;
/** Drawn lines that are looked at as the nearest: a pile of pipes on one spot must not make this quadratic. */
const LOOKED_AT = 16;

/** The lines of one side's pipes, as x1, y1, x2, y2 in local metres, and whose they are. */
interface Lines {
  readonly ends: number[];
  readonly pipes: number[];
}

/** Collects drawn lines while the pipes are read; `side` 0 supply, 1 return. */
export function newLines(): readonly [Lines, Lines] {
  return [
    { ends: [], pipes: [] },
    { ends: [], pipes: [] },
  ];
}

/** NET-04: the pipe of the other side that lies nearest to each pipe's middle, within the trench; -1 where there is none. */
export function findTrenchTwins(pipes: PipeTable, lines: readonly [Lines, Lines]): Int32Array {
  const twins = new Int32Array(pipes.ids.length).fill(-1);
  const indexes = lines.map(indexOf);
  for (let pipe = 0; pipe < twins.length; pipe++) {
    const other = 1 - (pipes.side[pipe] as number);
    const index = indexes[other];
    const [x, y] = [pipes.middleX[pipe] as number, pipes.middleY[pipe] as number];
    if (index === undefined || !Number.isFinite(x) || !Number.isFinite(y)) continue;
    let nearestMm = SAME_TRENCH_M * 1000;
    for (const line of index.neighbors(x, y, LOOKED_AT, SAME_TRENCH_M)) {
      const { ends, pipes: owners } = lines[other] as Lines;
      const owner = owners[line] as number;
      // To the millimetre, and of equally near ones the first: no last digit of a sum decides.
      const distanceMm = Math.round(toLineM(x, y, ends, line * 4) * 1000);
      const known = twins[pipe] as number;
      if (distanceMm > nearestMm || (distanceMm === nearestMm && known !== -1 && known < owner)) continue;
      nearestMm = distanceMm;
      twins[pipe] = owner;
    }
  }
  return twins;
}

function indexOf({ ends, pipes }: Lines): Flatbush | undefined {
  if (pipes.length === 0) return undefined;
  const index = new Flatbush(pipes.length);
  for (let k = 0; k < ends.length; k += 4) {
    const [x1, y1, x2, y2] = [ends[k], ends[k + 1], ends[k + 2], ends[k + 3]] as [number, number, number, number];
    index.add(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2));
  }
  index.finish();
  return index;
}

function toLineM(x: number, y: number, ends: readonly number[], k: number): number {
  const [x1, y1, x2, y2] = [ends[k], ends[k + 1], ends[k + 2], ends[k + 3]] as [number, number, number, number];
  const [dx, dy] = [x2 - x1, y2 - y1];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / squared));
  return Math.hypot(x1 + dx * along - x, y1 + dy * along - y);
}

/**
 * NET-04: the segments of the other side that belong to a segment, by segment: those that hold the other end of one of its stations, and
 * those that lie beside it with at least half of their length. `pairs` of the groups are indexes into `to`.
 */
export function pairSegments(
  segments: Segments,
  pipes: PipeTable,
  isSource: Uint8Array,
  trenchTwin: Int32Array,
): { readonly groups: Groups; readonly to: Int32Array } {
  const from: number[] = [];
  const to: number[] = [];
  for (let station = 0; station < isSource.length; station++) {
    const [supply, back] = [segments.stationSupply[station] as number, segments.stationReturn[station] as number];
    if (isSource[station] === 1 || supply < 0 || back < 0 || supply === back) continue;
    from.push(supply, back);
    to.push(back, supply);
  }
  eachMostlyBeside(segments, pipes, trenchTwin, (segment, other) => {
    from.push(other);
    to.push(segment);
  });
  return { groups: groupBy(segments.count, Int32Array.from(from)), to: Int32Array.from(to) };
}

/** Calls `visit` with each segment and the one (or, half and half, two) of the other side beside which at least half of its length lies. */
function eachMostlyBeside(
  segments: Segments,
  pipes: PipeTable,
  trenchTwin: Int32Array,
  visit: (segment: number, other: number) => void,
): void {
  for (let segment = 0; segment < segments.count; segment++) {
    const lengths = new Map<number, number>();
    let total = 0;
    eachOf(segments.pipes, segment, (pipe) => {
      const lengthM = pipes.lengthM[pipe] as number;
      const twin = trenchTwin[pipe] as number;
      total += lengthM;
      if (twin === -1) return;
      const other = segments.ofPipe[twin] as number;
      lengths.set(other, (lengths.get(other) ?? 0) + lengthM);
    });
    for (const [other, lengthM] of lengths) {
      if (other !== segment && lengthM > 0 && lengthM * 2 >= total) visit(segment, other);
    }
  }
}
