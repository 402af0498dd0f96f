/**
 * Every figure of an impact layer with its unit and the digits it is shown with: the first figures of a layer are its headline. Shares
 * (0 to 1) and counts have no unit.
 */
export const IMPACT_FIGURES = {
  radiusM: { unit: 'm', digits: 0 },
  stations: { unit: '', digits: 0 },
  households: { unit: '', digits: 0 },
  /** The same once the proposed valves are closed. */
  stationsClosed: { unit: '', digits: 0 },
  householdsClosed: { unit: '', digits: 0 },
  /** Smallest share of its flow that any station keeps. */
  leastFlowShare: { unit: '', digits: 2 },
  leastLiftM: { unit: 'm', digits: 1 },
  areaM2: { unit: 'm²', digits: 0 },
  volumeM3: { unit: 'm³', digits: 0 },
  /** Of the volume: what ran out of the closed part itself. */
  partVolumeM3: { unit: 'm³', digits: 0 },
  flowM3PerH: { unit: 'm³/h', digits: 0 },
  flowTPerH: { unit: 't/h', digits: 0 },
  makeupTPerH: { unit: 't/h', digits: 0 },
  pressureMPa: { unit: 'MPa', digits: 2 },
  tempC: { unit: '°C', digits: 0 },
  /** 1: at or above `spread.scaldC`. */
  isScald: { unit: '', digits: 0 },
  flashShare: { unit: '', digits: 3 },
  steamTPerH: { unit: 't/h', digits: 1 },
  buildings: { unit: '', digits: 0 },
  sensitive: { unit: '', digits: 0 },
  heatedAreaM2: { unit: 'm²', digits: 0 },
  pipes: { unit: '', digits: 0 },
  lengthM: { unit: 'm', digits: 0 },
  valves: { unit: '', digits: 0 },
  complaints: { unit: '', digits: 0 },
  confidence: { unit: '', digits: 2 },
} as const satisfies Readonly<Record<string, { unit: string; digits: number }>>;

export type ImpactFigure = keyof typeof IMPACT_FIGURES;

/** Whether this is the name of a figure. */
export function isImpactFigure(name: string): name is ImpactFigure {
  return Object.hasOwn(IMPACT_FIGURES, name);
}
