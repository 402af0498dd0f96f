import type { Simulation, SimulatedState, StationEffect } from '#shared/domain/burst/impact-types.ts';

/** One state of the simulation in a few figures. */
export interface EffectSummary {
  readonly affected: number;
  /** Smallest share of its flow that a station keeps; missing where no station is in the model. */
  readonly leastFlowShare?: number | undefined;
  /** Smallest pressure difference left, m. */
  readonly leastLiftM?: number | undefined;
  readonly leakTPerH: number;
  readonly makeupTPerH: number;
  readonly isMakeupAtLimit: boolean;
}

/** The state in figures. Stations of `without` (those that are closed off on purpose) do not count. */
export function effectSummary(state: SimulatedState, without: ReadonlySet<string> = new Set()): EffectSummary {
  const effects = state.effects.filter(({ stationId }) => !without.has(stationId));
  const least = (read: (effect: StationEffect) => number): number | undefined =>
    effects.length === 0 ? undefined : Math.min(...effects.map(read));
  return {
    affected: effects.filter(({ isAffected }) => isAffected).length,
    leastFlowShare: least(({ flowShare }) => flowShare),
    leastLiftM: least(({ liftM }) => liftM),
    leakTPerH: state.leakTPerH,
    makeupTPerH: state.makeupTPerH,
    isMakeupAtLimit: state.isMakeupAtLimit,
  };
}

/** t/h: less is the play of the solver, and of the losses. */
const RESERVE_FROM_TPERH = 1;

/** Whether more runs out than the metered make-up brings: then the reserve, which has no meter, gives the rest. */
export const restsOnReserve = (
  state: Pick<SimulatedState, 'leakTPerH' | 'makeupTPerH' | 'isMakeupAtLimit'> | undefined,
): boolean => state !== undefined && state.isMakeupAtLimit && state.leakTPerH - state.makeupTPerH >= RESERVE_FROM_TPERH;

/** A station while it leaks and, where it was simulated, once the valves are closed. */
export interface WorstStation {
  readonly stationId: string;
  readonly burst: StationEffect;
  readonly closed?: StationEffect | undefined;
}

/** Stations that are affected in one state or the other, the worst flow first; those without heat by the closing apart. */
export function worstStations(
  simulation: Extract<Simulation, { readonly state: 'solved' }>,
  without: ReadonlySet<string>,
  atMost: number,
): readonly WorstStation[] {
  const closed = new Map(simulation.closed?.effects.map((effect) => [effect.stationId, effect]));
  return simulation.burst.effects
    .map((burst) => ({ stationId: burst.stationId, burst, closed: closed.get(burst.stationId) }))
    .filter((row) => !without.has(row.stationId) && (row.burst.isAffected || row.closed?.isAffected))
    .sort((a, b) => a.burst.flowShare - b.burst.flowShare || (a.stationId < b.stationId ? -1 : 1))
    .slice(0, atMost);
}
