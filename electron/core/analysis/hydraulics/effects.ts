import type { BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { StationEffect } from '#shared/domain/burst/impact-types.ts';
import { columnAt, heightAt, liftAt, type Ground } from './ground.ts';

/** Below this flow a station stands still: its share of nothing is not told, t/h. */
const STILL_TPERH = 0.05;
/** A fall below this is solver noise, m. */
const NOTICEABLE_M = 0.05;

/** The calm state that effects are measured against: heads by junction (m; NaN where no source feeds it), flows by link and make-up (t/h). */
export interface Calm {
  readonly headM: Float64Array;
  readonly flowTPerH: Float64Array;
  readonly makeupTPerH: number;
}

/** Copies what the model says now. */
export function calmOf(ground: Ground): Calm {
  const { model } = ground;
  const { flowTPerH } = model;
  const headM = model.headM.map((head, node) => (model.isConnected(node) ? head : Number.NaN));
  return { headM, flowTPerH: flowTPerH.slice(), makeupTPerH: makeupOf(ground).tPerH };
}

/** Metered make-up of all plants, t/h: pumps give no more than their limit, the rest comes from the reserve. */
export function makeupOf({ model }: Ground): { readonly tPerH: number; readonly isAtLimit: boolean } {
  let tPerH = 0;
  let isAtLimit = false;
  for (const [k, plant] of model.layout.holders.entries()) {
    const limit = model.duty(plant).hold?.makeupLimitTPerH ?? 0;
    const flow = Math.max(0, model.flowTPerH[model.layout.makeup + 2 * k] ?? 0);
    tPerH += Math.min(limit, flow);
    if (flow >= limit) isAtLimit = true;
  }
  return { tPerH, isAtLimit };
}

/**
 * What the last solution does to every station that takes heat, against the calm state. One that is not fed any more has lost all its
 * pressure; one that was not fed before has nothing to lose.
 */
export function stationEffects(ground: Ground, calm: Calm, numbers: BurstNumbers): StationEffect[] {
  return ground.consumers.map((place) => {
    const { station, supply, back, link } = place;
    const isFed = ground.model.isConnected(supply) && ground.model.isConnected(back);
    const liftBefore = (calm.headM[supply] ?? Number.NaN) - (calm.headM[back] ?? Number.NaN);
    const wasFed = !Number.isNaN(liftBefore);
    const flowBefore = wasFed ? (calm.flowTPerH[link] ?? 0) : 0;
    const flow = isFed ? Math.max(0, ground.model.flowTPerH[link] ?? 0) : 0;
    const flowShare = flowBefore < STILL_TPERH ? 1 : flow / flowBefore;
    const liftM = isFed ? liftAt(ground, place) : 0;
    const columnBefore = (calm.headM[supply] ?? 0) - heightAt(ground, supply);
    const isStarved = liftM < numbers['service.headM'] && liftM < liftBefore - NOTICEABLE_M;
    return {
      stationId: station.id,
      flowShare,
      liftM,
      supplyDropM: wasFed ? columnBefore - columnAt(ground, supply) : 0,
      isAffected: flowShare < numbers['service.flowShare'] || isStarved,
    };
  });
}
