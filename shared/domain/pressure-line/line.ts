import type { Side } from '../network/types.ts';
import type { Route, RouteNode, RouteStation } from './route.ts';
import { boilingGaugeMPa, columnM } from './water.ts';

/** [std CJJ 34: 30 to 50 kPa] Reserve over the boiling pressure, MPa (PRL-07). */
const BOILING_RESERVE_MPA = 0.03;
/** [std PN16] Highest, and [std CJJ 34] lowest return pressure, MPa (PRL-12). */
export const PRESSURE_MAX_MPA = 1.6;
export const RETURN_MIN_MPA = 0.05;
/** [eng] Temperature of water that nobody measures (PRL-10). */
const TEMP_UNKNOWN_C = 80;

/** How far a measured value may be trusted. `bad`: no value at all counts. */
export type PointState = 'live' | 'stale' | 'bad';

export interface Measured {
  readonly value: number;
  readonly state: PointState;
}

/** What a station measures on its primary side: MPa and C. Undefined: it has no such instrument. */
export interface StationReadings {
  readonly supplyMPa: Measured | undefined;
  readonly returnMPa: Measured | undefined;
  readonly supplyTempC: Measured | undefined;
  readonly returnTempC: Measured | undefined;
}

/** One side of one station on the line. Heads in metres above the datum; NaN where the point is bad. */
export interface LinePoint {
  readonly at: RouteStation;
  readonly side: Side;
  readonly pressureMPa: number;
  readonly headM: number;
  readonly tempC: number;
  readonly state: PointState;
  /** Under the boiling pressure with its reserve (supply), over the highest, or under the lowest allowed (return). */
  readonly breach: 'boiling' | 'over' | 'low' | undefined;
}

/** A stretch between two measured points (PRL-08). */
export interface LineStretch {
  readonly from: LinePoint;
  readonly to: LinePoint;
  readonly isStale: boolean;
}

/** A node of the way with what stands over it; heads in metres, undefined outside of the measured points. */
export interface ProfilePoint extends RouteNode {
  readonly supplyHeadM: number | undefined;
  /** Supply water boils where its head is under this. */
  readonly boilingHeadM: number;
  readonly maxHeadM: number;
}

export interface PressureLine {
  readonly route: Route;
  readonly supply: readonly LinePoint[];
  readonly back: readonly LinePoint[];
  readonly supplyStretches: readonly LineStretch[];
  readonly returnStretches: readonly LineStretch[];
  readonly profile: readonly ProfilePoint[];
  /** Temperature of the supply at the source, by which boiling is judged. */
  readonly supplyTempC: number;
  /** Head at the source's return, where the pressure is held (PRL-11); undefined where it is not known. */
  readonly staticHeadM: number | undefined;
  /** What the static line needs, so that nothing boils when the pumps stop. */
  readonly staticNeededM: number;
  /** Least margin of the supply over boiling along the way (PRL-07), metres of head, and where. */
  readonly margin: { readonly metres: number; readonly distanceM: number } | undefined;
}

/** The measured line of a way and what limits it (PRL-07 to PRL-12). */
export function pressureLine(route: Route, readingsOf: (stationId: string) => StationReadings): PressureLine {
  const atSource = readingsOf(route.source.id);
  const supplyTempC = tempOf(atSource.supplyTempC, undefined);
  const returnTempC = tempOf(atSource.returnTempC, undefined);
  const supply = route.stations.map((at) => {
    const { supplyMPa, supplyTempC: temp } = readingsOf(at.station.id);
    return linePoint(at, 'supply', supplyMPa, tempOf(temp, supplyTempC));
  });
  const back = route.stations.map((at) => {
    const { returnMPa, returnTempC: temp } = readingsOf(at.station.id);
    return linePoint(at, 'return', returnMPa, tempOf(temp, returnTempC));
  });
  const supplyStretches = stretchesOf(supply);
  const boilingM = columnM(boilingGaugeMPa(supplyTempC) + BOILING_RESERVE_MPA, supplyTempC);
  const maxM = columnM(PRESSURE_MAX_MPA, supplyTempC);
  const profile = route.nodes.map((node) => ({
    ...node,
    supplyHeadM: headAt(supplyStretches, node.distanceM),
    boilingHeadM: node.elevationM + boilingM,
    maxHeadM: node.elevationM + maxM,
  }));
  const held = back.find(({ at, state }) => at.station.id === route.source.id && state !== 'bad');
  const highestM = Math.max(...route.nodes.map(({ elevationM }) => elevationM));
  return {
    route,
    supply,
    back,
    supplyStretches,
    returnStretches: stretchesOf(back),
    profile,
    supplyTempC,
    staticHeadM: held?.headM,
    staticNeededM: highestM + boilingM,
    margin: leastMargin(profile),
  };
}

function linePoint(at: RouteStation, side: Side, measured: Measured | undefined, tempC: number): LinePoint {
  if (measured === undefined || measured.state === 'bad' || !Number.isFinite(measured.value)) {
    return { at, side, pressureMPa: Number.NaN, headM: Number.NaN, tempC, state: 'bad', breach: undefined };
  }
  const pressureMPa = measured.value;
  const headM = at.station.elevationM + columnM(pressureMPa, tempC);
  return { at, side, pressureMPa, headM, tempC, state: measured.state, breach: breachOf(side, pressureMPa, tempC) };
}

function breachOf(side: Side, pressureMPa: number, tempC: number): LinePoint['breach'] {
  if (pressureMPa > PRESSURE_MAX_MPA) return 'over';
  if (side === 'supply' && pressureMPa < boilingGaugeMPa(tempC) + BOILING_RESERVE_MPA) return 'boiling';
  return side === 'return' && pressureMPa < RETURN_MIN_MPA ? 'low' : undefined;
}

function tempOf(measured: Measured | undefined, otherwise: number | undefined): number {
  if (measured === undefined || measured.state === 'bad' || !Number.isFinite(measured.value)) {
    return otherwise ?? TEMP_UNKNOWN_C;
  }
  return measured.value;
}

/** Where several branches leave at one place the line goes through the shortest, which stands first (PRL-08). */
function stretchesOf(points: readonly LinePoint[]): readonly LineStretch[] {
  const known = points
    .filter(({ state }) => state !== 'bad')
    .filter(({ at }, k, all) => k === 0 || all[k - 1]?.at.distanceM !== at.distanceM);
  return known.slice(1).map((to, k) => {
    const from = known[k] as LinePoint;
    return { from, to, isStale: from.state === 'stale' || to.state === 'stale' };
  });
}

/** The head at a distance between measured points, undefined before the first and after the last (PRL-08). */
function headAt(stretches: readonly LineStretch[], distanceM: number): number | undefined {
  const stretch = stretches.find(({ from, to }) => from.at.distanceM <= distanceM && distanceM <= to.at.distanceM);
  if (stretch === undefined) return undefined;
  const { from, to } = stretch;
  const lengthM = to.at.distanceM - from.at.distanceM;
  const share = lengthM > 0 ? (distanceM - from.at.distanceM) / lengthM : 0;
  return from.headM + (to.headM - from.headM) * share;
}

function leastMargin(profile: readonly ProfilePoint[]): PressureLine['margin'] {
  let least: PressureLine['margin'];
  for (const { supplyHeadM, boilingHeadM, distanceM } of profile) {
    if (supplyHeadM === undefined) continue;
    const metres = supplyHeadM - boilingHeadM;
    if (least === undefined || metres < least.metres) least = { metres, distanceM };
  }
  return least;
}
