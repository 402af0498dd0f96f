import { encodeTelemetryFrame } from '../../../shared/contract/telemetry-frame.ts';
import type { SignalInfo } from '../../../shared/contract/console-api.ts';
import type { EntityRow } from '../../../shared/contract/feed.ts';
import type { Alarm, AlarmLimit, Priority } from '../../../shared/domain/alarm/types.ts';
import type { StationNotes } from '../../../shared/domain/station/types.ts';
import { MEASURES, QUALITY, signalIdOf, type Measure } from '../../../shared/domain/telemetry/measures.ts';
import type { SparksMessage } from '../../../renderer/features/wall/scene/messages.ts';
import { SPARK_POINTS, SPARK_STEP_MS } from '../../../renderer/features/wall/scene/spark-columns.ts';

/** A plant that exists only in the page: every value differs from the one before it, some stations are in alarm, some are stale. */

const MEASURED: readonly Measure[] = ['primarySupplyPressureMPa', 'secondarySupplyTempC'];
const AREAS = 12;
const FRAMES = 16;
const SURNAMES = '玉台南岗道里香坊平房松北阿城双城尚志五常';

/** Of the stations: in alarm, with an alarm out of service, silent for long, with a broken transmitter, under repair. */
const isInAlarm = (station: number): boolean => station % 29 === 3;
const isHeldBack = (station: number): boolean => station % 61 === 9;
const isSilent = (station: number): boolean => station % 47 === 5;
const isBroken = (station: number): boolean => station % 53 === 7;
const isUnderRepair = (station: number): boolean => station % 43 === 11;

const idOf = (station: number): string => `S${String(station + 1).padStart(4, '0')}`;

export const stationsOf = (count: number) =>
  Array.from({ length: count }, (_, station) => ({
    id: idOf(station),
    name: `${SURNAMES.slice(station % 18, (station % 18) + 2)}${String(station % 90)}站`,
    area: `第${String(station % AREAS).padStart(2, '0')}片区`,
    kind: 'station' as const,
    at: [126.6, 45.7] as const,
    elevationM: 120,
    supplyNode: '',
    returnNode: '',
  }));

export const signalsOf = (count: number): SignalInfo[] =>
  Array.from({ length: count * MEASURED.length }, (_, index) => {
    const station = idOf(Math.floor(index / MEASURED.length));
    const measure = MEASURED[index % MEASURED.length] as Measure;
    const { unit, low, high } = MEASURES[measure];
    return {
      index,
      signalId: signalIdOf(station, measure),
      stationId: station,
      measure,
      unit,
      low,
      high,
      staleAfterMs: 10_000,
    };
  });

export const limitsOf = (signals: readonly SignalInfo[]): AlarmLimit[] =>
  signals
    .filter(({ measure }) => measure === 'primarySupplyPressureMPa')
    .flatMap(({ signalId, stationId }) =>
      (
        [
          ['low', 0.45],
          ['high', 1.2],
        ] as const
      ).map(([kind, limit]) => ({
        signalId,
        stationId,
        kind,
        limit,
        deadband: 0.01,
        onDelayMs: 0,
        offDelayMs: 0,
        priority: 'medium' as const,
      })),
    );

/** Alarms and plant states of the stations, as rows of the log. */
export const rowsOf = (count: number): EntityRow[] =>
  Array.from({ length: count }, (_, station) => station).flatMap((station): EntityRow[] => {
    const id = idOf(station);
    const rows: EntityRow[] = [];
    const said = { by: 'bench', on: 'bench', at: 1, reason: 'bench' };
    if (isInAlarm(station) || isHeldBack(station)) {
      const signalId = signalIdOf(id, 'primarySupplyPressureMPa');
      const value: Alarm = {
        id: `${signalId}:low`,
        signalId,
        stationId: id,
        kind: 'low',
        priority: (['high', 'medium', 'low'] satisfies Priority[])[station % 3] as Priority,
        status: station % 2 === 0 ? 'activeUnacked' : 'activeAcked',
        limit: 0.45,
        value: 0.3,
        occurrence: 1,
        raisedAt: 1,
        ...(isHeldBack(station) && { outOfService: said }),
      };
      rows.push({ type: 'alarm', id: value.id, version: 1, value, pending: [] });
    }
    if (isUnderRepair(station)) {
      const value: StationNotes = { id, notes: [], plantState: { state: 'maintenance', ...said } };
      rows.push({ type: 'station', id, version: 1, value, pending: [] });
    }
    return rows;
  });

/** Frames to be shown in turn; silent stations are only in `first`. */
export function framesOf(count: number): { readonly first: ArrayBuffer; readonly next: readonly ArrayBuffer[] } {
  const rows = count * MEASURED.length;
  let seed = 12_345;
  const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const frame = (indexes: Uint32Array): ArrayBuffer => {
    const values = Float64Array.from({ length: rows }, (_, index) =>
      index % 2 === 0 ? 0.5 + random() * 0.6 : 40 + random() * 20,
    );
    const columns = {
      values,
      sourceAtMs: new Float64Array(rows),
      receivedAtMs: new Float64Array(rows),
      qualities: Uint8Array.from({ length: rows }, (_, index) =>
        isBroken(Math.floor(index / MEASURED.length)) ? QUALITY.bad : QUALITY.good,
      ),
    };
    return encodeTelemetryFrame(columns, indexes, 0);
  };
  const all = Uint32Array.from({ length: rows }, (_, index) => index);
  const live = all.filter((index) => !isSilent(Math.floor(index / MEASURED.length)));
  return { first: frame(all), next: Array.from({ length: FRAMES }, () => frame(live)) };
}

/** Half an hour of every station. */
export function sparksOf(count: number): SparksMessage {
  const values = Float32Array.from({ length: count * SPARK_POINTS }, (_, index) => {
    const station = Math.floor(index / SPARK_POINTS);
    const point = index % SPARK_POINTS;
    return 0.8 + 0.15 * Math.sin(station + point / 9) + 0.02 * Math.sin(point * (1 + (station % 7)));
  });
  const from = Date.now() - (SPARK_POINTS - 1) * SPARK_STEP_MS;
  return { t: 'sparks', points: SPARK_POINTS, from, stepMs: SPARK_STEP_MS, values };
}
