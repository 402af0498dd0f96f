import type { Calibration } from '#shared/domain/burst/impact-types.ts';
import type { StationReading } from '../analysis.ts';
import { headOf } from './duties.ts';

type Residual = Calibration['residuals'][number];

/** What the model says of a station: heads over its own ends' ground, flow through it. */
export interface SimulatedStation {
  readonly stationId: string;
  readonly supplyM: number;
  readonly returnM: number;
  readonly flowTPerH: number;
}

/** Measured minus simulated of every station that has a reading; what is not read is left out. */
export function residualsOf(
  simulated: readonly SimulatedStation[],
  rows: ReadonlyMap<string, StationReading>,
): readonly Residual[] {
  return simulated.flatMap(({ stationId, supplyM, returnM, flowTPerH }) => {
    const row = rows.get(stationId);
    const [supply, back] = [headOf(row?.supplyMPa), headOf(row?.returnMPa)];
    if (supply === undefined && back === undefined && row?.flowTPerH === undefined) return [];
    return [
      {
        stationId,
        ...(supply === undefined ? {} : { supplyM: supply - supplyM }),
        ...(back === undefined ? {} : { returnM: back - returnM }),
        ...(row?.flowTPerH === undefined ? {} : { flowTPerH: row.flowTPerH - flowTPerH }),
      },
    ];
  });
}

/** The head residuals in one list. */
export function headResiduals(residuals: readonly Residual[]): readonly number[] {
  return residuals.flatMap(({ supplyM, returnM }) => [supplyM, returnM].filter((value) => value !== undefined));
}

/** Sums residuals up. Stations count that have at least one head; where none has, `stations`, rms and max are 0: nothing was compared. */
export function calibrationOf(at: number, residuals: readonly Residual[]): Calibration {
  const heads = headResiduals(residuals);
  const square = heads.reduce((sum, value) => sum + value * value, 0);
  return {
    at,
    stations: residuals.filter(({ supplyM, returnM }) => supplyM !== undefined || returnM !== undefined).length,
    rmsM: Math.sqrt(square / Math.max(1, heads.length)),
    maxM: heads.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    residuals,
  };
}
