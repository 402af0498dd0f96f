import type { Station } from '../network/types.ts';
import { signalIdOf, type Measure } from '../telemetry/measures.ts';
import type { AlarmLimit, LimitKind, Priority } from './types.ts';

/** One row of a limit table, before it is given to a station. Delays in seconds of source time. */
interface LimitRow {
  readonly measure: Measure;
  readonly kind: LimitKind;
  readonly limit: number;
  readonly deadband: number;
  readonly onDelayS: number;
  readonly offDelayS: number;
  readonly priority: Priority;
  readonly windowS?: number;
  /** Another measure of the same station. */
  readonly reference?: Measure;
}

type DesignOf = Pick<Station, 'id' | 'kind' | 'designFlowTPerH'>;

/**
 * Sudden loss of pressure: a burst upstream shows as this before the pressure is low. A quiet plant moves by 0.03 MPa in a minute; a burst main takes 0.1 MPa
 * from the whole plant and two or four times that from the district behind it, which is the part that has to stand out.
 */
const SUDDEN_FALL: LimitRow = {
  measure: 'primarySupplyPressureMPa',
  kind: 'fall',
  limit: 0.18,
  deadband: 0.03,
  onDelayS: 2,
  offDelayS: 30,
  priority: 'medium',
  windowS: 60,
};

/** A living measurement is never the same for an hour to the last digit. Flows are left out: zero stays zero. */
function stuckRow(measure: Measure): LimitRow {
  return {
    measure,
    kind: 'stuck',
    limit: 0,
    deadband: 0,
    onDelayS: 0,
    offDelayS: 60,
    priority: 'low',
    windowS: 3_600,
  };
}

/**
 * The limits every station starts with. All numbers are [eng]: set below or above what a quiet plant shows (primary supply 0.5-1.2 MPa and return
 * 0.25-0.5 MPa, secondary supply 0.35-0.55 MPa at 45-60 C, return 35-48 C, make-up under 1 t/h), far enough that noise and weather stay silent.
 * With the limits of bad quality this is 1 high, 4 medium and 23 low: the 5/15/80 % of ISA-18.2 / EEMUA 191.
 */
const STATION_ROWS: readonly LimitRow[] = [
  SUDDEN_FALL,
  // The primary side is losing its pressure: about 25 m of head, near the height of the buildings the exchangers stand under.
  {
    measure: 'primarySupplyPressureMPa',
    kind: 'lowLow',
    limit: 0.25,
    deadband: 0.03,
    onDelayS: 3,
    offDelayS: 30,
    priority: 'high',
  },
  {
    measure: 'primarySupplyPressureMPa',
    kind: 'low',
    limit: 0.35,
    deadband: 0.03,
    onDelayS: 5,
    offDelayS: 30,
    priority: 'medium',
  },
  // Below this the top floors of a six- to ten-storey zone run empty.
  {
    measure: 'secondarySupplyPressureMPa',
    kind: 'low',
    limit: 0.25,
    deadband: 0.02,
    onDelayS: 20,
    offDelayS: 60,
    priority: 'medium',
  },
  // Under the opening pressure of the usual 0.7 MPa safety valves.
  {
    measure: 'secondarySupplyPressureMPa',
    kind: 'high',
    limit: 0.65,
    deadband: 0.03,
    onDelayS: 10,
    offDelayS: 60,
    priority: 'low',
  },
  {
    measure: 'primaryReturnPressureMPa',
    kind: 'low',
    limit: 0.15,
    deadband: 0.02,
    onDelayS: 20,
    offDelayS: 60,
    priority: 'low',
  },
  // Long delays: temperatures follow the weather and the morning's set points.
  {
    measure: 'secondarySupplyTempC',
    kind: 'low',
    limit: 38,
    deadband: 2,
    onDelayS: 120,
    offDelayS: 300,
    priority: 'low',
  },
  {
    measure: 'secondaryReturnTempC',
    kind: 'low',
    limit: 28,
    deadband: 2,
    onDelayS: 300,
    offDelayS: 300,
    priority: 'low',
  },
  {
    measure: 'primarySupplyTempC',
    kind: 'high',
    limit: 135,
    deadband: 3,
    onDelayS: 60,
    offDelayS: 120,
    priority: 'low',
  },
  { measure: 'circulationPumpOn', kind: 'low', limit: 0.5, deadband: 0, onDelayS: 30, offDelayS: 30, priority: 'low' },
  // A leak begins: the make-up of a tight station moves by tenths.
  {
    measure: 'makeupFlowTPerH',
    kind: 'rise',
    limit: 2,
    deadband: 0.5,
    onDelayS: 20,
    offDelayS: 60,
    priority: 'low',
    windowS: 600,
  },
  // A sound exchanger cools the primary water to a few degrees over the secondary return: fouled, or primary water goes past it.
  {
    measure: 'primaryReturnTempC',
    kind: 'deviationHigh',
    limit: 25,
    deadband: 3,
    onDelayS: 600,
    offDelayS: 300,
    priority: 'low',
    reference: 'secondaryReturnTempC',
  },
  ...(
    ['primarySupplyPressureMPa', 'secondarySupplyPressureMPa', 'primarySupplyTempC', 'secondarySupplyTempC'] as const
  ).map(stuckRow),
];

/** Heat source and peak boiler: their pump lifts the supply, so it is low sooner; no temperatures, since a peak boiler may stand cold. */
const SOURCE_ROWS: readonly LimitRow[] = [
  SUDDEN_FALL,
  {
    measure: 'primarySupplyPressureMPa',
    kind: 'lowLow',
    limit: 0.3,
    deadband: 0.03,
    onDelayS: 3,
    offDelayS: 30,
    priority: 'high',
  },
  {
    measure: 'primarySupplyPressureMPa',
    kind: 'low',
    limit: 0.4,
    deadband: 0.03,
    onDelayS: 5,
    offDelayS: 30,
    priority: 'medium',
  },
  {
    measure: 'primaryReturnPressureMPa',
    kind: 'low',
    limit: 0.15,
    deadband: 0.02,
    onDelayS: 10,
    offDelayS: 60,
    priority: 'medium',
  },
];

/** Measures whose failing instrument is an alarm; risers are many and only inform. */
const WATCHED: Readonly<Record<'station' | 'source', readonly Measure[]>> = {
  station: [
    'primarySupplyPressureMPa',
    'primaryReturnPressureMPa',
    'primarySupplyTempC',
    'primaryReturnTempC',
    'primaryFlowTPerH',
    'secondarySupplyPressureMPa',
    'secondaryReturnPressureMPa',
    'secondarySupplyTempC',
    'secondaryReturnTempC',
    'makeupFlowTPerH',
  ],
  source: [
    'primarySupplyPressureMPa',
    'primaryReturnPressureMPa',
    'primarySupplyTempC',
    'primaryReturnTempC',
    'primaryFlowTPerH',
    'makeupFlowTPerH',
  ],
};

/** [eng] ALM-23: make-up that means a leak: a share of the design flow, and never under this many t/h. */
const MAKEUP = { highShare: 0.02, highHighShare: 0.05, stationFloorTPerH: 3, sourceFloorTPerH: 20 } as const;

function makeupRows(station: DesignOf, isSource: boolean): readonly LimitRow[] {
  const design = station.designFlowTPerH ?? 0;
  const floor = isSource ? MAKEUP.sourceFloorTPerH : MAKEUP.stationFloorTPerH;
  const high = Math.max(floor, design * MAKEUP.highShare);
  const highHigh = Math.max(floor * 2, design * MAKEUP.highHighShare);
  const row = { measure: 'makeupFlowTPerH', offDelayS: 60 } as const;
  return [
    { ...row, kind: 'high', limit: high, deadband: high * 0.1, onDelayS: 60, priority: 'low' },
    { ...row, kind: 'highHigh', limit: highHigh, deadband: highHigh * 0.1, onDelayS: 20, priority: 'medium' },
  ];
}

function badQualityRow(measure: Measure): LimitRow {
  return { measure, kind: 'badQuality', limit: 0, deadband: 0, onDelayS: 30, offDelayS: 30, priority: 'low' };
}

/** The limits a station or source has until somebody sets others (ALM-20). */
export function defaultLimits(station: DesignOf): readonly AlarmLimit[] {
  const isSource = station.kind !== 'station';
  const rows = [
    ...(isSource ? SOURCE_ROWS : STATION_ROWS),
    ...makeupRows(station, isSource),
    ...WATCHED[isSource ? 'source' : 'station'].map(badQualityRow),
  ];
  return rows.map(({ measure, onDelayS, offDelayS, windowS, reference, ...row }) => ({
    ...row,
    signalId: signalIdOf(station.id, measure),
    stationId: station.id,
    onDelayMs: onDelayS * 1000,
    offDelayMs: offDelayS * 1000,
    ...(windowS === undefined ? {} : { windowMs: windowS * 1000 }),
    ...(reference === undefined ? {} : { referenceSignalId: signalIdOf(station.id, reference) }),
  }));
}
