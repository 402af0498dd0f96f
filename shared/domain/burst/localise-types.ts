import type { ObservedDrop } from './impact-types.ts';
import type { Explanation } from './localise-pressure.ts';

/** What pressures say of one event, pipe by pipe: worked out by the network model, judged by the rules here. */
export interface PressureFinding {
  /** When the pressures began to fall, UTC ms. */
  readonly startedAt: number;
  /** By pipe, logarithm of how likely the drops are if it is this one; -Infinity for a pipe that cannot be it. */
  readonly logLikelihood: Float64Array;
  /** By pipe: cosine between the drops seen and simulated; NaN where it was not simulated. */
  readonly cosine: Float64Array;
  /** By pipe: the leak that explains the drops best, t/h; NaN where unknown. */
  readonly leakTPerH: Float64Array;
  /** How far the best pipe explains the drops, and how clearly. */
  readonly explanation: Explanation;
  /** Drops seen, with what the best pipe would cause at the station, m of head. */
  readonly drops: readonly (ObservedDrop & { readonly expectedM?: number | undefined })[];
  /** Rise of the make-up of the sources, t/h, seen and expected; missing where it is not measured. */
  readonly makeup?:
    { readonly sourceIds: readonly string[]; readonly riseTPerH: number; readonly expectedTPerH: number } | undefined;
  /** Stations among those that dropped whose return water got colder, and by how much. */
  readonly returnFalls: readonly { readonly stationId: string; readonly fallK: number }[];
}
