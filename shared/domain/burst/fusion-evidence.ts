import type { LonLat } from '../../lib/geo.ts';
import type { Alarm } from '../alarm/types.ts';
import type { BurstNumbers } from '../burst-settings/catalogue.ts';
import type { Station } from '../network/types.ts';
import type { Measure } from '../telemetry/measures.ts';
import type { PressureFinding } from './localise-types.ts';
import type { Evidence } from './types.ts';

interface PlantInput {
  readonly alarms: readonly Alarm[];
  readonly stations: readonly Pick<Station, 'id' | 'kind' | 'at'>[];
}

export interface LowStation {
  readonly alarmId: string;
  readonly stationId: string;
  readonly at: LonLat;
  readonly raisedAt: number;
}

/** BUR-06: stations whose primary supply pressure is low now, or has just fallen, each once, in the order of their alarms. */
export function lowStations({ alarms, stations }: PlantInput): readonly LowStation[] {
  const byId = new Map(stations.map((station) => [station.id, station]));
  const lows = new Map<string, LowStation>();
  const sorted = [...alarms].sort((a, b) => a.raisedAt - b.raisedAt || (a.id < b.id ? -1 : 1));
  for (const alarm of sorted) {
    const station = byId.get(alarm.stationId);
    if (station === undefined || lows.has(alarm.stationId)) continue;
    if (!isActive(alarm, 'primarySupplyPressureMPa', ['low', 'lowLow'])) continue;
    lows.set(alarm.stationId, { alarmId: alarm.id, stationId: station.id, at: station.at, raisedAt: alarm.raisedAt });
  }
  return [...lows.values()];
}

/** BUR-08: what the primary network loses, its sources make up. Ids of sources whose make-up is high now. */
export function sourceMakeup({ alarms, stations }: PlantInput): readonly string[] {
  const sources = new Set(stations.filter((station) => station.kind !== 'station').map((station) => station.id));
  const high = alarms.filter(
    (alarm) => sources.has(alarm.stationId) && isActive(alarm, 'makeupFlowTPerH', ['high', 'highHigh']),
  );
  return [...new Set(high.map((alarm) => alarm.stationId))].sort();
}

function isActive(alarm: Alarm, measure: Measure, kinds: readonly Alarm['kind'][]): boolean {
  const isNow = alarm.status === 'activeUnacked' || alarm.status === 'activeAcked';
  return isNow && alarm.signalId.endsWith(`.${measure}`) && kinds.includes(alarm.kind);
}

/** Evidence without a model: stations in alarm and the alarm of the make-up. */
export function alarmEvidence(
  lows: readonly LowStation[],
  makeup: readonly string[],
  numbers: BurstNumbers,
): readonly Evidence[] {
  const evidence: Evidence[] = [];
  if (lows.length > 0) {
    evidence.push({
      kind: 'pressureDrop',
      refs: lows.map((low) => low.stationId),
      weight: numbers['confidence.alarmsMost'] * (1 - Math.exp(-lows.length / numbers['confidence.alarmsScale'])),
      text: `${String(lows.length)} stations with low primary supply pressure`,
    });
  }
  if (makeup.length > 0) {
    const text = 'make-up of the source is high';
    evidence.push({ kind: 'makeupRise', refs: makeup, weight: numbers['confidence.makeupMost'], text });
  }
  return evidence;
}

/** Below this the best pipe does not explain what was seen: pumps, weather or a broken transmitter, no burst [eng]. */
const LEAST_EXPLAINED = 0.5;
/** From here the model explains it as well as any model can [eng]. */
const WELL_EXPLAINED = 0.9;
/** Gain that says 63 % of what the drops can; a fifth of it, which chance gives too, says next to nothing [eng]. */
const GAIN_SCALE = 60;
/** Rows of evidence that a person reads, the greatest drops first. */
const MOST_ROWS = 20;
/** Stations with colder return water that say 63 % of what they can. */
const RETURN_SCALE = 3;

/**
 * BUR-18: evidence by the network model. Drops count as far as the best pipe explains them, half explained is nothing; the make-up as far as its rise is
 * the one that this leak would cause; colder return water where stations lost their flow.
 */
export function findingEvidence(
  { explanation, drops, makeup, returnFalls, startedAt }: PressureFinding,
  lows: readonly LowStation[],
  numbers: BurstNumbers,
): readonly Evidence[] {
  const evidence: Evidence[] = [];
  const { explained, gain } = explanation;
  const fit = Math.min(1, Math.max(0, (explained - LEAST_EXPLAINED) / (WELL_EXPLAINED - LEAST_EXPLAINED)));
  const share = fit * (1 - Math.exp(-((gain / GAIN_SCALE) ** 2)));
  const least = Math.min(numbers['pressure.leastDropM'], 3 * numbers['pressure.noiseM']);
  const fallen = drops
    .filter((drop) => greatest(drop) >= least)
    .sort((a, b) => greatest(b) - greatest(a) || (a.stationId < b.stationId ? -1 : 1));
  if (share > 0 && fallen.length > 0) {
    const alarmed = fallen.filter((drop) => lows.some((low) => low.stationId === drop.stationId)).length;
    evidence.push({
      kind: 'pressureDrop',
      refs: fallen.map((drop) => drop.stationId),
      weight: numbers['confidence.modelMost'] * share,
      text: `${String(fallen.length)} stations fell (${String(alarmed)} in alarm), ${String(Math.round(explained * 100))} % explained by one leak`,
      readings: fallen.slice(0, MOST_ROWS).map((drop) => ({
        ref: drop.stationId,
        value: greatest(drop),
        expected: drop.expectedM,
        unit: 'm',
      })),
    });
  }
  if (share > 0 && makeup !== undefined && makeup.riseTPerH > 3 * numbers['pressure.makeupNoiseTPerH']) {
    const ratio = makeup.riseTPerH / Math.max(makeup.riseTPerH / 100, makeup.expectedTPerH);
    const agreement = Math.max(0, 1 - Math.abs(Math.log(ratio)) / Math.log(3));
    if (agreement > 0) {
      evidence.push({
        kind: 'makeupRise',
        refs: makeup.sourceIds,
        weight: numbers['confidence.makeupMost'] * agreement,
        text: 'make-up of the source rose as this leak would raise it',
        readings: makeup.sourceIds.map((ref) => ({
          ref,
          value: makeup.riseTPerH,
          expected: makeup.expectedTPerH,
          unit: 't/h',
        })),
      });
    }
  }
  if (share > 0 && returnFalls.length > 0) {
    evidence.push({
      kind: 'returnTemp',
      refs: returnFalls.map((fall) => fall.stationId),
      weight: numbers['confidence.returnMost'] * (1 - Math.exp(-returnFalls.length / RETURN_SCALE)),
      text: `${String(returnFalls.length)} stations with colder return water since ${new Date(startedAt).toISOString()}`,
      readings: returnFalls.map(({ stationId, fallK }) => ({ ref: stationId, value: fallK, unit: 'K' })),
    });
  }
  return evidence;
}

const greatest = ({ supplyM, returnM }: { supplyM?: number | undefined; returnM?: number | undefined }): number =>
  Math.max(supplyM ?? -Infinity, returnM ?? -Infinity);
