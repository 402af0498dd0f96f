import type { LinePoint, PressureLine } from '#shared/domain/pressure-line/line.ts';
import { columnM } from '#shared/domain/pressure-line/water.ts';
import { signalIdOf } from '#shared/domain/telemetry/measures.ts';
import type { NormalHeads } from './chart-geometry.ts';

/** One station of the way in figures. MPa and metres; NaN where unknown. */
export interface LineRow {
  readonly id: string;
  readonly name: string;
  readonly distanceM: number;
  readonly branchM: number;
  readonly elevationM: number;
  readonly supply: LinePoint;
  readonly back: LinePoint;
  /** Supply head less return head: what is there to drive the station. */
  readonly differenceM: number;
  /** Live less normal. */
  readonly supplyOffMPa: number;
  readonly returnOffMPa: number;
}

/** Pressures to compare with, MPa by signal id. */
export type NormalValues = ReadonlyMap<string, number>;

const supplyId = ({ at }: LinePoint): string => signalIdOf(at.station.id, 'primarySupplyPressureMPa');
const returnId = ({ at }: LinePoint): string => signalIdOf(at.station.id, 'primaryReturnPressureMPa');

/** The stations of a line in figures, the source first. */
export function lineRows(line: PressureLine, normal: NormalValues): readonly LineRow[] {
  return line.route.stations.map(({ station, distanceM, branchM }, k) => {
    const [supply, back] = [line.supply[k] as LinePoint, line.back[k] as LinePoint];
    return {
      id: station.id,
      name: station.name,
      distanceM,
      branchM,
      elevationM: station.elevationM,
      supply,
      back,
      differenceM: supply.headM - back.headM,
      supplyOffMPa: supply.pressureMPa - (normal.get(supplyId(supply)) ?? Number.NaN),
      returnOffMPa: back.pressureMPa - (normal.get(returnId(back)) ?? Number.NaN),
    };
  });
}

/** Normal pressures as heads, at the temperatures of now: so that a difference is one of pressure. */
export function normalHeads(line: PressureLine, normal: NormalValues): NormalHeads | undefined {
  const headOf = (point: LinePoint, id: string): number => {
    const pressure = normal.get(id);
    return pressure === undefined ? Number.NaN : point.at.station.elevationM + columnM(pressure, point.tempC);
  };
  const heads = {
    supply: line.supply.map((point) => headOf(point, supplyId(point))),
    back: line.back.map((point) => headOf(point, returnId(point))),
  };
  return [...heads.supply, ...heads.back].some(Number.isFinite) ? heads : undefined;
}

/** The live pressures of a line, to be taken as normal; only what is live. */
export function liveValues(line: PressureLine): Readonly<Record<string, number>> {
  const of = (points: readonly LinePoint[], idOf: (point: LinePoint) => string): [string, number][] =>
    points.filter(({ state }) => state === 'live').map((point) => [idOf(point), point.pressureMPa]);
  return Object.fromEntries([...of(line.supply, supplyId), ...of(line.back, returnId)]);
}
