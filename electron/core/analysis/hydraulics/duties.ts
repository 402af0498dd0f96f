import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { Network, Station } from '#shared/domain/network/types.ts';
import { rolesOf, type HoldDuty, type PlantDuty } from '#kit/hydraulics/model-text.ts';
import { columnM, tPerHOf } from '#kit/hydraulics/water.ts';
import type { StationReading } from '../analysis.ts';

/** What the console cannot read about a heat source. Heads in m of hot water over the source's ground; shares of the circulation. */
export interface SourceNumbers {
  /** Lift of the circulation pumps where it is not read. */
  readonly liftM: number;
  /** Suction head held by the make-up pumps where it is not read. */
  readonly holdM: number;
  /** Largest make-up; a larger one that is read counts instead. */
  readonly makeupShare: number;
  /** Fall of the suction head at which make-up (and reserve) give all they can. */
  readonly droopM: number;
  /** Reserve without a meter (accumulator tank, raw water), which steps in when the suction head is so far below the held one. */
  readonly reserveShare: number;
  readonly reserveBelowM: number;
  /** Normal losses where no make-up is read. */
  readonly lossShare: number;
}

/** Those of the site's burst numbers, `source.*`. */
export function sourceNumbers(numbers: BurstNumbers): SourceNumbers {
  return {
    liftM: numbers['source.liftM'],
    holdM: numbers['source.holdM'],
    makeupShare: numbers['source.makeupShare'],
    droopM: numbers['source.droopM'],
    reserveShare: numbers['source.reserveShare'],
    reserveBelowM: numbers['source.reserveBelowM'],
    lossShare: numbers['source.lossShare'],
  };
}

/** Heat demand of a square metre, kW, and temperature drop of the primary water, K, where a station has no design flow [eng]. */
const HEAT_KW_PER_M2 = 0.05;
const DROP_K = 60;
const T_PER_H_PER_KW = 3.6 / (4.19 * DROP_K);
const AREA_PER_HOUSEHOLD_M2 = 80;
/** Design flow of a station of which nothing is known, where nothing is known of the others either, t/h. */
const UNKNOWN_FLOW_TPERH = 5;

/** Design flow of every consumer, t/h: as imported, or from its heated area, its households, or else that of the middle station. */
export function designFlows(consumers: readonly Station[]): Float64Array {
  const known = consumers.map(({ designFlowTPerH, heatedAreaM2, households }) => {
    if (designFlowTPerH !== undefined && designFlowTPerH > 0) return designFlowTPerH;
    const area = heatedAreaM2 ?? (households ?? 0) * AREA_PER_HOUSEHOLD_M2;
    return area > 0 ? area * HEAT_KW_PER_M2 * T_PER_H_PER_KW : undefined;
  });
  const sorted = known.filter((flow) => flow !== undefined).sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? UNKNOWN_FLOW_TPERH;
  return Float64Array.from(known, (flow) => flow ?? middle);
}

/** Velocity in the largest pipe of a network that has no stations, m/s [eng]. */
const MAIN_MPS = 1.5;

/** Flow of all stations, t/h; in a network without any (a water network from EPANET) what its largest pipe carries. */
export function circulationOf(network: Network, flowsTPerH: Float64Array): number {
  if (flowsTPerH.length > 0) return flowsTPerH.reduce((total, flow) => total + flow, 0);
  const bore = network.pipes.reduce((most, pipe) => Math.max(most, pipe.innerDiameterM), 0);
  return tPerHOf((Math.PI / 4) * bore ** 2 * MAIN_MPS * 3600);
}

/** Head over the ground that a pressure reading means; undefined without one. */
export function headOf(mPa: number | undefined): number | undefined {
  return mPa === undefined || !Number.isFinite(mPa) ? undefined : columnM(mPa);
}

/** Pressure difference that is read at a station or plant, m; both ends stand at their own height. */
export function liftRead(
  row: StationReading | undefined,
  supplyElevationM: number,
  returnElevationM: number,
): number | undefined {
  const [supply, back] = [headOf(row?.supplyMPa), headOf(row?.returnMPa)];
  return supply === undefined || back === undefined ? undefined : supply + supplyElevationM - back - returnElevationM;
}

/** Normal losses of the whole network, t/h: the make-up that is read, or a share of the circulation. */
export function totalLossTPerH(
  plants: readonly Station[],
  rows: ReadonlyMap<string, StationReading>,
  circulationTPerH: number,
  numbers: SourceNumbers,
): number {
  const read = plants.flatMap(({ id }) => rows.get(id)?.makeupTPerH ?? []).filter((tPerH) => tPerH >= 0);
  return read.length > 0 ? read.reduce((sum, tPerH) => sum + tPerH, 0) : circulationTPerH * numbers.lossShare;
}

/**
 * What every plant does, in the order of `rolesOf`: its pump curve goes through the lift and flow that are read, else through design
 * values. Sources hold the pressure (or the first peak boiler where there is no source): the make-up line gives the make-up that is
 * read at the suction head that is read, and droops from there; several sources share it by their flow. `circulationTPerH`: flow of all stations now.
 */
export function plantDuties(
  network: Network,
  rows: ReadonlyMap<string, StationReading>,
  circulationTPerH: number,
  numbers: SourceNumbers,
): PlantDuty[] {
  const { plants } = rolesOf(network);
  const elevation = new Map(network.nodes.map((node) => [node.id, node.elevationM]));
  const heightOf = (id: string): number => elevation.get(id) ?? 0;
  const readFlow = plants.map(({ id }) => rows.get(id)?.flowTPerH);
  const design = plants.map(({ designFlowTPerH }) => designFlowTPerH ?? 0);
  const known = plants.reduce((sum, _, k) => sum + (readFlow[k] ?? design[k] ?? 0), 0);
  const unknown = plants.filter((_, k) => readFlow[k] === undefined && !design[k]).length;
  const rest = Math.max(circulationTPerH * 0.1, circulationTPerH - known) / Math.max(1, unknown);
  const loss = totalLossTPerH(plants, rows, circulationTPerH, numbers);
  const ground = plants[0]?.elevationM ?? 0;

  const flows = plants.map((_, k) => Math.max(0.1, readFlow[k] ?? (design[k] || rest)));
  const holds = plants.map(({ kind }, k) => kind === 'source' || k === 0);
  const held = flows.reduce((sum, flow, k) => sum + (holds[k] === true ? flow : 0), 0);

  return plants.map((plant, k): PlantDuty => {
    const row = rows.get(plant.id);
    const flowTPerH = flows[k] ?? 0.1;
    const lift = liftRead(row, heightOf(plant.supplyNode), heightOf(plant.returnNode));
    const isStill = readFlow[k] !== undefined && (readFlow[k] < 0.01 * (design[k] || rest) || (lift ?? 1) <= 0);
    const isOneSided = plant.supplyNode === plant.returnNode;
    const liftM = isStill ? undefined : Math.max(1, lift ?? numbers.liftM);
    if (holds[k] !== true) return { flowTPerH, liftM };
    const suction = isOneSided ? headOf(row?.supplyMPa) : headOf(row?.returnMPa);
    const assumed = numbers.holdM + ground - plant.elevationM + (isOneSided ? numbers.liftM : 0);
    const makeup = row?.makeupTPerH ?? (k === 0 && !isOneSided ? loss : 0);
    const part = (circulationTPerH * flowTPerH) / held;
    // Without a return there is no circulation: all that is used comes in here.
    const limit = Math.max(1, isOneSided ? part : part * numbers.makeupShare, makeup * 1.02);
    const holdM = (suction ?? assumed) + numbers.droopM * (makeup / limit) ** 2;
    const hold: HoldDuty = {
      holdM,
      droopM: numbers.droopM,
      makeupLimitTPerH: limit,
      accumulatorM: holdM - numbers.reserveBelowM,
      accumulatorLimitTPerH: Math.max(1, part * numbers.reserveShare),
    };
    return { flowTPerH, liftM, hold };
  });
}
