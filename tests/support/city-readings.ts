import type { PlantReadings } from '#city/types.ts';
import type { Readings, StationReading } from '#core/analysis/analysis.ts';
import type { Station } from '#shared/domain/network/types.ts';
import { MEASURE_NAMES, QUALITY, type Measure } from '#shared/domain/telemetry/measures.ts';

const MEASURE_OF = {
  supplyMPa: 'primarySupplyPressureMPa',
  returnMPa: 'primaryReturnPressureMPa',
  supplyC: 'primarySupplyTempC',
  returnC: 'primaryReturnTempC',
  flowTPerH: 'primaryFlowTPerH',
  makeupTPerH: 'makeupFlowTPerH',
} as const satisfies Record<Exclude<keyof StationReading, 'stationId'>, Measure>;

/** What the core would read of the virtual city's instruments now: good values only. */
export function cityReadings({ stationIds, values, quality }: PlantReadings, at: number): Readings {
  const rows = stationIds.map((stationId, station) => {
    const good = Object.entries(MEASURE_OF).flatMap(([name, measure]) => {
      const cell = station * MEASURE_NAMES.length + MEASURE_NAMES.indexOf(measure);
      const value = values[cell] ?? Number.NaN;
      return quality[cell] === QUALITY.good && Number.isFinite(value) ? [[name, value] as const] : [];
    });
    return { stationId, ...Object.fromEntries(good) };
  });
  return { at, rows };
}

/** The same readings without those of the given stations. */
export function withoutStations({ at, rows }: Readings, silent: ReadonlySet<Station['id']>): Readings {
  return { at, rows: rows.filter(({ stationId }) => !silent.has(stationId)) };
}
