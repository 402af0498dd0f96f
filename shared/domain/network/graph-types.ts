import type { LonLat } from '../../lib/geo.ts';
import type { Groups } from './groups.ts';
import type { NetworkRemark } from './trace-types.ts';
import type { SensitiveKind, Station, Valve } from './types.ts';

/** Pipes with both ends known, in the order of the import; node indexes, metres, m3. */
export interface PipeTable {
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** 0 supply, 1 return. */
  readonly side: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly lengthM: Float64Array;
  readonly volumeM3: Float64Array;
  /** Middle of the drawn line, metres east and north of the graph's origin. */
  readonly middleX: Float64Array;
  readonly middleY: Float64Array;
}

export interface ValveTable {
  readonly items: readonly Valve[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** As imported: places in `VALVE_STATES` and `VALVE_CONDITIONS`. */
  readonly states: Uint8Array;
  readonly conditions: Uint8Array;
}

/** Stations and sources; an end that the network does not have is -1. */
export interface StationTable {
  readonly items: readonly Station[];
  readonly isSource: Uint8Array;
  readonly supply: Int32Array;
  readonly return: Int32Array;
}

/** The parts the network falls into when every valve is closed; everything else is said in terms of them. */
export interface Segments {
  readonly count: number;
  /** Segment of each node. */
  readonly ofNode: Int32Array;
  readonly ofPipe: Int32Array;
  /** Segments at both ends of each valve; the same one twice where a way without valves leads round it. */
  readonly valveFrom: Int32Array;
  readonly valveTo: Int32Array;
  /** Segments of a station's (or source's) ends; -1 where it has none. */
  readonly stationSupply: Int32Array;
  readonly stationReturn: Int32Array;
  readonly valves: Groups;
  readonly stations: Groups;
  readonly pipes: Groups;
  /** What lies across each of `valves.items`, seen from its group: a segment. */
  readonly acrossValves: Int32Array;
  /** What lies across each of `stations.items`: a segment; -1 where there is no other end, or where it is a source. */
  readonly acrossStations: Int32Array;
}

/** Who hangs on each station, by its index. */
export interface CustomerTable {
  readonly households: Float64Array;
  readonly heatedAreaM2: Float64Array;
  readonly buildings: Int32Array;
  /** Sensitive buildings by station index; most stations have none. */
  readonly sensitive: ReadonlyMap<
    number,
    readonly { readonly buildingId: string; readonly kind: SensitiveKind; readonly stationId: string }[]
  >;
}

/** A network ready to be traced: tables of typed arrays, its segments, its customers. Made by `buildGraph` (graph.ts), never changed. */
export interface NetworkGraph {
  readonly origin: LonLat;
  readonly nodeIndexOf: ReadonlyMap<string, number>;
  readonly pipes: PipeTable;
  readonly valves: ValveTable;
  readonly stations: StationTable;
  readonly segments: Segments;
  /** The pipe of the other side in the same trench, -1 for none. */
  readonly trenchTwin: Int32Array;
  /** By segment the segments of the other side that belong to it: indexes into `to`. */
  readonly twins: { readonly groups: Groups; readonly to: Int32Array };
  readonly customers: CustomerTable;
  readonly hasSource: boolean;
  /** NET0007 with a count by kind, where something could not be used. */
  readonly remarks: readonly NetworkRemark[];
}
