import type { OrderNote } from '../order/types.ts';

/** What people noted about a station. Its master data is part of the network, its values are telemetry. */
export interface StationNotes {
  readonly id: string;
  readonly notes: readonly OrderNote[];
}

export type StationCommands = {
  /** Fact: something said about the station. */
  noteStation: { readonly text: string };
};

export type StationEvents = {
  stationNoted: StationCommands['noteStation'];
};
