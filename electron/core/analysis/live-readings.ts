import { isStale } from '#shared/domain/telemetry/staleness.ts';
import { QUALITY, signalIdOf, type Measure } from '#shared/domain/telemetry/measures.ts';
import type { SignalInfo } from '#shared/contract/console-api.ts';
import type { SignalColumns } from '#shared/contract/telemetry-frame.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Readings, StationReading } from './analysis.ts';

/** Which measure of a station each quantity of a reading is. */
export const MEASURE_OF = {
  supplyMPa: 'primarySupplyPressureMPa',
  returnMPa: 'primaryReturnPressureMPa',
  supplyC: 'primarySupplyTempC',
  returnC: 'primaryReturnTempC',
  flowTPerH: 'primaryFlowTPerH',
  makeupTPerH: 'makeupFlowTPerH',
} as const satisfies Record<Exclude<keyof StationReading, 'stationId'>, Measure>;

type Quantity = keyof typeof MEASURE_OF;
export const QUANTITIES = Object.keys(MEASURE_OF) as readonly Quantity[];

export interface LiveReadingsSources {
  readonly clock: Clock;
  readonly latest: SignalColumns;
  readonly signals: () => { readonly revision: number; readonly signals: readonly SignalInfo[] };
}

/** Reads the primary side of all stations out of the latest table: good and fresh values alone, whatever else is known is left out. */
export function createLiveReadings({
  clock,
  latest,
  signals,
}: LiveReadingsSources): (stationIds: readonly string[]) => Readings {
  let revision = -1;
  let byId = new Map<string, SignalInfo>();

  return (stationIds) => {
    const known = signals();
    if (known.revision !== revision) {
      revision = known.revision;
      byId = new Map(known.signals.map((signal) => [signal.signalId, signal]));
    }
    const now = clock.monotonic();
    const valueOf = (stationId: string, quantity: Quantity): number | undefined => {
      const signal = byId.get(signalIdOf(stationId, MEASURE_OF[quantity]));
      if (signal === undefined || latest.qualities[signal.index] !== QUALITY.good) return undefined;
      const value = latest.values[signal.index];
      const ageMs = now - (latest.receivedAtMs[signal.index] ?? Number.NaN);
      return value === undefined || !Number.isFinite(value) || isStale(ageMs, signal.staleAfterMs) ? undefined : value;
    };
    const rows = stationIds.map((stationId) => {
      const row: { stationId: string } & { -readonly [Key in Quantity]?: number } = { stationId };
      for (const quantity of QUANTITIES) {
        const value = valueOf(stationId, quantity);
        if (value !== undefined) row[quantity] = value;
      }
      return row;
    });
    return { at: clock.now(), rows };
  };
}
