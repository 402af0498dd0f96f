import type { NodeId } from 'node-opcua';
import type { Conversion } from '../conversion.ts';
import type { FoundSignal } from '../protocol.ts';

/** A measure of a station on the server. */
export interface MappedSignal extends FoundSignal, Conversion {
  /** Browse name on the server. */
  readonly name: string;
  /** The scalar node; undefined where only the array has it. */
  readonly nodeId: NodeId | undefined;
}

/** A station's array nodes; `slots[i]` is the place in `signals` of the i-th element, -1 for one that is not ours. */
export interface MappedArray {
  readonly values: NodeId;
  readonly qualities: NodeId | undefined;
  readonly slots: Int32Array;
}

/** What a server offers, as far as the mapping knows it. */
export interface ServerMap {
  readonly signals: readonly MappedSignal[];
  /** Empty in mode `scalar`; all that is read in the others. */
  readonly arrays: readonly MappedArray[];
  /** Station ids with their browse names. */
  readonly stations: readonly MappedStation[];
}

export interface MappedStation {
  readonly id: string;
  readonly browseName: string;
  readonly nodeId: NodeId;
}
