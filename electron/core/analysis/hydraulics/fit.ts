import { SHUT_K, throttleOf, type PlantDuty } from '#kit/hydraulics/model-text.ts';
import type { StationReading } from '../analysis.ts';
import { circulationOf, liftRead, plantDuties, totalLossTPerH, type SourceNumbers } from './duties.ts';
import { heightAt, liftAt, simulatedStations, type Ground } from './ground.ts';
import { boreClass, fitLossFactors } from './loss-factors.ts';
import { calibrationOf, headResiduals, residualsOf } from './residuals.ts';

/** Least pressure difference, m, and least share of the design flow that make a throttle of two readings [eng]. */
const LEAST_LIFT_M = 0.5;
const LEAST_FLOW_SHARE = 0.02;
/** Rounds that bring stations without readings to the flow they should have, and how near is enough. */
const THROTTLE_ROUNDS = 3;
const NEAR_ENOUGH = 0.01;
/** Rounds that put the pump curve to the flow of all stations, how far a round may move it, and how near is enough, m. */
const ANCHOR_ROUNDS = 3;
const FURTHEST_FLOW = 1.25;
const NEAR_ENOUGH_M = 0.05;
/** Residual from which pipes are asked to lose more or less than imported, m. */
const FIT_FROM_M = 0.5;
/** Turns of pipes and pump curve, and what a turn has to bring the residual down to, as a share. */
const FIT_TURNS = 4;
const WORTH = 0.9;

/** What a calibration sets. */
export interface Setting {
  readonly plants: readonly PlantDuty[];
  readonly throttleK: Float64Array;
  readonly lossTPerH: Float64Array;
  /** By bore class, ln of the factor on the head loss. */
  readonly lnFactors: readonly number[];
}

type Rows = ReadonlyMap<string, StationReading>;

/** Shares an amount among consumers by their design flow. */
export function sharedBy(designTPerH: Float64Array, amount: number): Float64Array {
  const total = designTPerH.reduce((sum, flow) => sum + flow, 0);
  return designTPerH.map((flow) => (total > 0 ? (amount * flow) / total : 0));
}

/** Puts a setting into the model; nothing is solved. */
export function applySetting(ground: Ground, { plants, throttleK, lossTPerH, lnFactors }: Setting): void {
  ground.model.setPlants(plants);
  for (const [k, value] of throttleK.entries()) ground.model.setThrottle(k, value);
  ground.model.setLosses(lossTPerH);
  applyFactors(ground, lnFactors);
}

function applyFactors({ network, model }: Ground, lnFactors: readonly number[]): void {
  for (const [k, pipe] of network.pipes.entries()) {
    model.setLossFactor(k, Math.exp(lnFactors[boreClass(pipe.dnMm)] ?? 0));
  }
}

/** Flow that every consumer has now: as read, else its design flow in the share that the others (or else the sources) show. */
function targetsOf({ consumers, plants }: Ground, rows: Rows, designTPerH: Float64Array): Float64Array {
  const read = consumers.map(({ station }) => rows.get(station.id)?.flowTPerH);
  const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
  const designOfRead = total(designTPerH.filter((_, k) => read[k] !== undefined));
  const given = plants.flatMap(({ station }) => rows.get(station.id)?.flowTPerH ?? []);
  let load = 1;
  if (designOfRead > 0) load = total(read.filter((flow) => flow !== undefined)) / designOfRead;
  else if (given.length === plants.length) load = total(given) / Math.max(1, total(designTPerH));
  return designTPerH.map((flow, k) => read[k] ?? flow * load);
}

/**
 * Brings the model to the readings, starting from a setting, and gives the new one with the model solved for it. Undefined: no balance; the model
 * then stands anyhow. See `PlantModel.calibrate` for what is fitted.
 */
export function fitToReadings(
  ground: Ground,
  start: Setting,
  rows: Rows,
  designTPerH: Float64Array,
  numbers: SourceNumbers,
): Setting | undefined {
  const { network, model, consumers } = ground;
  const target = targetsOf(ground, rows, designTPerH);
  const circulation = circulationOf(network, target);
  const throttleK = start.throttleK.slice();
  const loose: number[] = [];
  for (const [k, { station, supply, back }] of consumers.entries()) {
    const row = rows.get(station.id);
    const lift = liftRead(row, heightAt(ground, supply), heightAt(ground, back));
    const flow = target[k] ?? 0;
    if (flow < LEAST_FLOW_SHARE * (designTPerH[k] ?? 0)) throttleK[k] = SHUT_K;
    else if (row?.flowTPerH !== undefined && lift !== undefined && lift > LEAST_LIFT_M)
      throttleK[k] = throttleOf(lift, flow);
    else loose.push(k);
  }
  const stations = ground.plants.map(({ station }) => station);
  let setting: Setting = {
    plants: plantDuties(network, rows, circulation, numbers),
    throttleK,
    lossTPerH: sharedBy(designTPerH, totalLossTPerH(stations, rows, circulation, numbers)),
    lnFactors: start.lnFactors,
  };
  applySetting(ground, setting);

  /** Solves, and again until the stations in `loose` have their flow at the simulated pressure difference. */
  const settle = (): boolean => {
    for (let round = 0; ; round++) {
      if (!model.solve()) return false;
      const off = loose.filter((k) => {
        const place = consumers[k];
        if (!place || !model.isConnected(place.supply)) return false;
        const wanted = target[k] ?? 0;
        return Math.abs((model.flowTPerH[place.link] ?? 0) - wanted) > NEAR_ENOUGH * wanted;
      });
      if (off.length === 0 || round === THROTTLE_ROUNDS) return true;
      for (const k of off) {
        const place = consumers[k];
        if (place) throttleK[k] = throttleOf(Math.max(1, liftAt(ground, place)), target[k] ?? 0);
        model.setThrottle(k, throttleK[k] ?? SHUT_K);
      }
    }
  };

  /** Puts the reference pump curve through the lift that is read at the flow which all stations take: their many meters know it better. */
  const anchor = (): boolean => {
    const lead = model.layout.holders[0] ?? -1;
    const place = ground.plants[lead];
    if (!place || place.link < 0) return settle();
    const read = liftRead(rows.get(place.station.id), heightAt(ground, place.supply), heightAt(ground, place.back));
    for (let round = 0; ; round++) {
      if (!settle()) return false;
      const duty = model.duty(lead);
      const flow = model.flowTPerH[place.link] ?? 0;
      if (read === undefined || duty.liftM === undefined || flow <= 0 || round === ANCHOR_ROUNDS) return true;
      if (Math.abs(liftAt(ground, place) - read) < NEAR_ENOUGH_M) return true;
      const flowTPerH = Math.min(duty.flowTPerH * FURTHEST_FLOW, Math.max(duty.flowTPerH / FURTHEST_FLOW, flow));
      setting = { ...setting, plants: setting.plants.map((one, k) => (k === lead ? { ...one, flowTPerH } : one)) };
      model.setPlants(setting.plants);
    }
  };

  const residuals = (): readonly number[] => headResiduals(residualsOf(simulatedStations(ground), rows));
  const rmsM = (): number => calibrationOf(0, residualsOf(simulatedStations(ground), rows)).rmsM;
  if (!anchor()) return undefined;
  // Pipes and pump curve move each other: in turns, while it pays.
  for (let turn = 0, before = rmsM(); before > FIT_FROM_M && turn < FIT_TURNS; turn++) {
    const lnFactors = fitLossFactors(setting.lnFactors, (factors) => {
      applyFactors(ground, factors);
      return settle() ? residuals() : undefined;
    });
    setting = { ...setting, lnFactors };
    applyFactors(ground, lnFactors);
    if (!anchor()) return undefined;
    const after = rmsM();
    if (after > before * WORTH) break;
    before = after;
  }
  return setting;
}
