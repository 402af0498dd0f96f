import type { LonLat } from '#shared/lib/geo.ts';
import type { Building, Network } from '#shared/domain/network/types.ts';
import type { CrewSkill } from '#shared/domain/crew/types.ts';

/** A repair crew of the virtual city. */
export interface CityCrew {
  readonly id: string;
  readonly name: string;
  readonly leader: string;
  readonly phone: string;
  readonly members: number;
  readonly skills: readonly CrewSkill[];
  readonly base: LonLat;
}

/** Everything that is generated from a seed. The same seed and size give the same bytes. */
export interface City {
  readonly seed: number;
  readonly network: Network;
  readonly buildings: readonly Building[];
  readonly crews: readonly CityCrew[];
  /** Stations (by id) that only the Modbus server shows: a fifth of them. The rest, sources included, are on OPC UA. */
  readonly modbusStationIds: readonly string[];
}

/** What strikes the plant; times are seconds from the start of the run. Files: `electron/city/scenario/files/*.json`. */
export type ScenarioEvent =
  | {
      readonly kind: 'pipeBurst';
      readonly atS: number;
      readonly target: 'main' | 'branch' | { readonly pipeId: string };
      readonly holeShare: number;
    }
  | { readonly kind: 'outdoorTemp'; readonly atS: number; readonly tempC: number; readonly rampS: number }
  | { readonly kind: 'stationTrip'; readonly atS: number; readonly stations: number }
  | {
      readonly kind: 'sensorFault';
      readonly atS: number;
      readonly sensors: number;
      readonly fault: 'stuck' | 'drift' | 'dropout' | 'nan';
    }
  | { readonly kind: 'alarmFlood'; readonly atS: number; readonly durationS: number; readonly stations: number }
  | { readonly kind: 'closeValves'; readonly atS: number; readonly valveIds: readonly string[] };

/**
 * What the instruments of the plant show now. Row-major: `values[stationIndex * MEASURE_NAMES.length + measureIndex]`,
 * in the units of MEASURES; `quality` as QUALITY; `sourceAtMs` per station in UTC ms.
 */
export interface PlantReadings {
  readonly stationIds: readonly string[];
  readonly values: Float64Array;
  readonly quality: Uint8Array;
  readonly sourceAtMs: Float64Array;
}

/** The simulated plant: the servers read it, the scenario strikes it. */
export interface Plant {
  readonly readings: PlantReadings;
  /** Advances to `atMs` (UTC ms); the first call sets the start. Solves hydraulics when something changed. */
  step(atMs: number): void;
  strike(event: ScenarioEvent): void;
  /** Works a valve and solves again. False when it would not move: a stuck valve stays as it is. */
  setValve(valveId: string, state: 'open' | 'closed'): boolean;
  readonly outdoorTempC: number;
  /** Outdoor temperature at a time now or to come (UTC ms), C, as long as nothing else strikes. */
  outdoorAt(atMs: number): number;
  /** Mean room temperature of a building's households in C; drives the complaints. */
  roomTempC(buildingId: string): number;
  /** Share of design flow reaching a station's secondary side, 0 to 1 and more. */
  flowShare(stationId: string): number;
  /** Bursts that are running: the truth, which only the truth file and the complaints may know. */
  readonly bursts: readonly {
    readonly pipeId: string;
    readonly at: LonLat;
    readonly leakTPerH: number;
    readonly sinceMs: number;
  }[];
}
