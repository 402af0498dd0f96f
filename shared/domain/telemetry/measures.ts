/**
 * The measures a station (or heat source) can report. The key is the stable name in signal ids (`S017.primarySupplyPressureMPa`),
 * in mapping files and in both virtual-city servers. Units are in the name. Ranges are the transmitter spans [eng].
 */
export const MEASURES = {
  primarySupplyPressureMPa: { unit: 'MPa', low: 0, high: 1.6, decimals: 3 },
  primaryReturnPressureMPa: { unit: 'MPa', low: 0, high: 1.6, decimals: 3 },
  primarySupplyTempC: { unit: '°C', low: 0, high: 150, decimals: 1 },
  primaryReturnTempC: { unit: '°C', low: 0, high: 150, decimals: 1 },
  primaryFlowTPerH: { unit: 't/h', low: 0, high: 4000, decimals: 1 },
  secondarySupplyPressureMPa: { unit: 'MPa', low: 0, high: 1.6, decimals: 3 },
  secondaryReturnPressureMPa: { unit: 'MPa', low: 0, high: 1.6, decimals: 3 },
  secondarySupplyTempC: { unit: '°C', low: 0, high: 100, decimals: 1 },
  secondaryReturnTempC: { unit: '°C', low: 0, high: 100, decimals: 1 },
  secondaryFlowTPerH: { unit: 't/h', low: 0, high: 2000, decimals: 1 },
  makeupFlowTPerH: { unit: 't/h', low: 0, high: 200, decimals: 2 },
  valvePositionPct: { unit: '%', low: 0, high: 100, decimals: 0 },
  circulationPumpOn: { unit: '', low: 0, high: 1, decimals: 0 },
  riser1ReturnTempC: { unit: '°C', low: 0, high: 100, decimals: 1 },
  riser2ReturnTempC: { unit: '°C', low: 0, high: 100, decimals: 1 },
  riser3ReturnTempC: { unit: '°C', low: 0, high: 100, decimals: 1 },
  riser4ReturnTempC: { unit: '°C', low: 0, high: 100, decimals: 1 },
} as const satisfies Record<string, { unit: string; low: number; high: number; decimals: number }>;

export type Measure = keyof typeof MEASURES;

export const MEASURE_NAMES = Object.keys(MEASURES) as readonly Measure[];

/** Whether this is the name of a measure. */
export function isMeasure(name: string): name is Measure {
  return Object.hasOwn(MEASURES, name);
}

/** `S017.primarySupplyPressureMPa`: unique in a console, stable over restarts and re-imports. */
export function signalIdOf(stationId: string, measure: Measure): string {
  return `${stationId}.${measure}`;
}

/** The measure of a signal id, undefined where it names none. */
export function measureOf(signalId: string): Measure | undefined {
  const name = signalId.slice(signalId.lastIndexOf('.') + 1);
  return isMeasure(name) ? name : undefined;
}

/** Quality of a sample, one byte on the telemetry lane. `stale` is never sent: it is derived from age where the value is shown. */
export const QUALITY = { good: 0, uncertain: 1, bad: 2, none: 3 } as const;
export type Quality = (typeof QUALITY)[keyof typeof QUALITY];
