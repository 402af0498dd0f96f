import type { OrderNote } from '../order/types.ts';

/** What people say a station is doing. Alarms can be suppressed by it; only `inService` is watched as usual. */
export const PLANT_STATES = ['inService', 'standby', 'filling', 'maintenance', 'outOfService'] as const;
export type PlantState = (typeof PLANT_STATES)[number];

/** What people noted about a station. Its master data is part of the network, its values are telemetry. */
export interface StationNotes {
  readonly id: string;
  readonly notes: readonly OrderNote[];
  /** Missing: in service. `at` in UTC ms. */
  readonly plantState?:
    { readonly state: PlantState; readonly reason: string; readonly by: string; readonly at: number } | undefined;
}

export type StationCommands = {
  /** Fact: something said about the station. */
  noteStation: { readonly text: string };
  /** Intent: says what the station is doing from now on. */
  setPlantState: { readonly state: PlantState; readonly reason: string };
};

export type StationEvents = {
  stationNoted: StationCommands['noteStation'];
  plantStateSet: StationCommands['setPlantState'];
};
