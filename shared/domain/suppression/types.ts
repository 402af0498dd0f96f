import type { LimitKind } from '../alarm/types.ts';
import type { PlantState } from '../station/types.ts';
import type { Measure } from '../telemetry/measures.ts';

/**
 * Suppression by design (ISA-18.2): alarms that mean nothing in a state of the plant are not told to the operator while it lasts. Written down
 * beforehand, on a list that everybody sees. An empty list of a scope means any; at least one scope is given.
 */
export interface Suppression {
  readonly id: string;
  readonly name: string;
  readonly areas: readonly string[];
  readonly stationIds: readonly string[];
  readonly measures: readonly Measure[];
  readonly kinds: readonly LimitKind[];
  /** Only while the station is in one of these states; empty: as long as `isOn`. */
  readonly plantStates: readonly PlantState[];
  readonly isOn: boolean;
  readonly reason: string;
  readonly by: string;
  /** Of the last change, UTC ms. */
  readonly at: number;
}

export type SuppressionCommands = {
  /** Intent: writes it down or changes it. */
  defineSuppression: Pick<
    Suppression,
    'name' | 'areas' | 'stationIds' | 'measures' | 'kinds' | 'plantStates' | 'isOn' | 'reason'
  >;
  /** Intent: switches it on or off. */
  switchSuppression: { readonly isOn: boolean; readonly reason: string };
};

export type SuppressionEvents = {
  suppressionDefined: SuppressionCommands['defineSuppression'];
  suppressionSwitched: SuppressionCommands['switchSuppression'];
};
