import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLimits } from '#shared/domain/alarm/default-limits.ts';
import { createAlarmEngine } from '#shared/domain/alarm/engine.ts';
import { alarmIdOf, createTransitions } from '#shared/domain/alarm/transitions.ts';
import type { AlarmLimit } from '#shared/domain/alarm/types.ts';
import { QUALITY, signalIdOf, type Measure } from '#shared/domain/telemetry/measures.ts';

/** A plant whose stations all lose everything within a minute, as a network file and a recording for the replay driver. */
export interface FloodPlant {
  readonly networkFile: string;
  readonly driversFile: string;
  /** The alarms that an engine with the default limits raises on the recording, by alarm id. */
  readonly expected: ReadonlySet<string>;
  /** Seconds from the start of the recording to the last sample. */
  readonly lastsS: number;
}

export interface FloodOptions {
  readonly folder: string;
  readonly stations: number;
  /** Over how many seconds the stations fail one after the other. */
  readonly spreadS: number;
}

const QUIET_S = 10;
/** Longer than the longest on-delay of what fails. */
const AFTER_S = 40;

/** What a station shows while it is well, and when everything has failed. */
const SIGNALS: readonly (readonly [measure: Measure, well: number, failed: number])[] = [
  ['primarySupplyPressureMPa', 0.8, 0.18],
  ['primaryReturnPressureMPa', 0.35, 0.08],
  ['secondarySupplyPressureMPa', 0.45, 0.12],
  ['circulationPumpOn', 1, 0],
];

/** Writes the files of a flood into `folder`. */
export function writeFloodPlant({ folder, stations, spreadS }: FloodOptions): FloodPlant {
  const ids = Array.from({ length: stations }, (_, k) => `F${String(k + 1).padStart(4, '0')}`);
  const networkFile = join(folder, 'flood.geojson');
  writeFileSync(networkFile, JSON.stringify(networkOf(ids)));
  const lastsS = QUIET_S + spreadS + AFTER_S;
  const limits = ids.flatMap((id) => defaultLimits({ id, kind: 'station' }));
  const raised = raisesOf(limits, ids, spreadS, lastsS);
  writeFileSync(join(folder, 'flood.csv'), recordingOf(ids, spreadS, lastsS));
  const driversFile = join(folder, 'flood.drivers.json');
  const driver = { id: 'flood', kind: 'replay', file: 'flood.csv', staleAfterMs: 600_000, ringRows: 262_144 };
  writeFileSync(driversFile, JSON.stringify({ version: 1, drivers: [driver] }));
  return { networkFile, driversFile, expected: raised, lastsS };
}

/** A source, and every station on a pipe of its own. */
export function networkOf(ids: readonly string[]) {
  const features: unknown[] = [];
  const point = (coordinates: readonly number[]) => ({ type: 'Point', coordinates });
  const add = (id: string, geometry: unknown, properties: object) =>
    features.push({ type: 'Feature', id, geometry, properties });
  const pair = (name: string, at: readonly [number, number]) => {
    for (const side of ['supply', 'return'])
      add(`${name}-${side}`, point(at), { kind: 'junction', side, elevationM: 120 });
    return { supplyJunction: `${name}-supply`, returnJunction: `${name}-return` };
  };
  const centre = [126.6, 45.75] as const;
  const source = pair('J0', centre);
  add('HP1', point(centre), {
    kind: 'source',
    name: 'HP1',
    area: '热源',
    ...source,
    supplyPressureBar: 9,
    pumpLiftBar: 6,
    supplyTempC: 110,
  });
  for (const [k, id] of ids.entries()) {
    const at = [126.6 + 0.004 * (1 + (k % 50)), 45.75 + 0.003 * (1 + Math.floor(k / 50))] as const;
    const ends = pair(`J${id}`, at);
    for (const side of ['supply', 'return']) {
      const line = { type: 'LineString', coordinates: [centre, at] };
      add(`P-${id}-${side}`, line, {
        kind: 'pipe',
        side,
        from: `J0-${side}`,
        to: `J${id}-${side}`,
        lengthM: 500,
        innerDiameterM: 0.2,
        roughnessMm: 0.05,
      });
    }
    add(id, point(at), {
      kind: 'station',
      name: `换热站${String(k + 1)}`,
      area: `片区${String(1 + (k % 12))}`,
      ...ends,
    });
  }
  return { type: 'FeatureCollection', name: 'flood', features };
}

/** When station `k` fails, in seconds of the recording: each a little after the one before. */
const failsAtS = (k: number, count: number, spreadS: number): number => QUIET_S + (k * spreadS) / count;

function valueAt(signal: (typeof SIGNALS)[number], k: number, count: number, second: number, spreadS: number): number {
  const [, well, failed] = signal;
  // A little movement, so that nothing looks stuck.
  const wander = failed === 0 ? 0 : 0.001 * ((second + k) % 5);
  return (second >= failsAtS(k, count, spreadS) ? failed : well) + wander;
}

function recordingOf(ids: readonly string[], spreadS: number, lastsS: number): string {
  const rows = ['at,signal_id,value,quality'];
  for (let second = 0; second <= lastsS; second += 1) {
    for (const [k, id] of ids.entries()) {
      for (const signal of SIGNALS) {
        const value = valueAt(signal, k, ids.length, second, spreadS).toFixed(3);
        rows.push(`${String(1_700_000_000_000 + second * 1_000)},${signalIdOf(id, signal[0])},${value},0`);
      }
    }
  }
  return rows.join('\n');
}

function raisesOf(
  limits: readonly AlarmLimit[],
  ids: readonly string[],
  spreadS: number,
  lastsS: number,
): ReadonlySet<string> {
  const slots = new Map(
    ids.flatMap((id, k) => SIGNALS.map(([name], s) => [signalIdOf(id, name), k * SIGNALS.length + s])),
  );
  const engine = createAlarmEngine(limits, { slotCount: slots.size, slotOf: (signalId) => slots.get(signalId) });
  const found = createTransitions();
  const raised = new Set<string>();
  for (let second = 0; second <= lastsS; second += 1) {
    for (const k of ids.keys()) {
      for (const [s, signal] of SIGNALS.entries()) {
        const value = valueAt(signal, k, ids.length, second, spreadS);
        engine.update(k * SIGNALS.length + s, value, QUALITY.good, second * 1_000 + 1, found);
      }
    }
    for (let row = 0; row < found.count; row += 1) {
      const limit = engine.limits[found.limitIndex[row] ?? 0];
      if (limit !== undefined && found.raised[row] === 1) raised.add(alarmIdOf(limit));
    }
    found.count = 0;
  }
  return raised;
}
