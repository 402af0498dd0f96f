import type { RedAlert } from '#shared/domain/alert/types.ts';
import type { BurstCandidate } from '#shared/domain/burst/types.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import { RANKING_DEFAULTS } from '#shared/domain/crew/ranking.ts';
import type { Crew, CrewPosition } from '#shared/domain/crew/types.ts';
import type { Station } from '#shared/domain/network/types.ts';
import type { Order } from '#shared/domain/order/types.ts';
import type { AlertMark, CandidateMark, ComplaintMark, CrewMark, OrderMark, StationMark } from '../../map/marks.ts';
import type { StationState } from '../wall/wall-model.ts';

/** Ages on the map change in steps of this, ms: what is drawn need not change each second. */
const AGE_STEP_MS = 10_000;
/** Crews whose degrees agree to so many digits (some 10 m) stand at one spot. */
const SPOT_DIGITS = 4;

/** Every station and source with its worst alarm, whether its values are live, and whether a source reaches it. */
export function stationMarks(
  stations: readonly Station[],
  worst: ReadonlyMap<string, StationState>,
  stale: ReadonlySet<string>,
  out: ReadonlySet<string> = new Set(),
): readonly StationMark[] {
  return stations.map(({ id, at, name, kind }) => {
    const alarm = worst.get(id);
    return {
      id,
      at,
      name,
      kind,
      priority: alarm?.priority,
      isAcknowledged: alarm?.isAcknowledged ?? false,
      isStale: stale.has(id),
      isOut: out.has(id),
    };
  });
}

/** Complaints that are not closed. */
export function complaintMarks(complaints: Iterable<Complaint>): readonly ComplaintMark[] {
  return [...complaints]
    .filter(({ status }) => status !== 'closed')
    .map(({ id, place, category, urgent, status }) => ({
      id,
      at: place.at,
      category,
      urgent,
      isOrdered: status === 'ordered',
    }));
}

/** Orders that are not closed. */
export function orderMarks(orders: Iterable<Order>): readonly OrderMark[] {
  return [...orders]
    .filter(({ stages }) => stages.closed === undefined)
    .map(({ id, place, number, urgent }) => ({ id, at: place.at, label: number, urgent }));
}

/**
 * Crews where they were last seen, with the age of that; a crew without a position stands at its base, marked old. Those of one spot
 * are told apart by slots, and the first bears the names of all, a line each.
 */
export function crewMarks(
  crews: Iterable<Crew>,
  positions: ReadonlyMap<string, CrewPosition>,
  nowMs: number,
  words: { readonly age: (ms: number) => string; readonly unknown: string; readonly group: (n: number) => string },
): readonly CrewMark[] {
  // A thousand crews share a handful of ages; putting each into words anew would cost more than drawing it.
  const wordsOfStep = new Map<number, string>();
  const ageWords = (ageMs: number): string => {
    const step = Math.floor(ageMs / AGE_STEP_MS) * AGE_STEP_MS;
    const known = wordsOfStep.get(step) ?? words.age(step);
    wordsOfStep.set(step, known);
    return known;
  };
  const atSpot = new Map<string, number>();
  const marks = [...crews].map(({ id, name, base }): CrewMark & { readonly spot: string } => {
    const position = positions.get(id);
    const at = position?.at ?? base;
    const spot = `${at[0].toFixed(SPOT_DIGITS)} ${at[1].toFixed(SPOT_DIGITS)}`;
    const slot = atSpot.get(spot) ?? 0;
    atSpot.set(spot, slot + 1);
    if (!position) return { id, at, label: `${name} · ${words.unknown}`, isOld: true, slot, spot };
    const ageMs = Math.max(0, nowMs - position.positionAt);
    return {
      id,
      at,
      label: `${name} · ${ageWords(ageMs)}`,
      headingDeg: position.headingDeg,
      isOld: ageMs > RANKING_DEFAULTS.oldPositionMs,
      slot,
      spot,
    };
  });
  const labels = new Map<string, string>();
  for (const { spot, label } of marks) {
    const before = labels.get(spot);
    labels.set(spot, before === undefined ? label : `${before}\n${label}`);
  }
  return marks.map(({ spot, ...mark }) => {
    if (mark.slot > 0) return { ...mark, label: '' };
    const count = atSpot.get(spot) ?? 1;
    return { ...mark, label: labels.get(spot) ?? '', ...(count > 1 && { group: words.group(count) }) };
  });
}

/** Proposed places with their confidence in words. */
export function candidateMarks(
  candidates: readonly BurstCandidate[],
  label: (candidate: BurstCandidate) => string,
): readonly CandidateMark[] {
  return candidates.map((candidate) => ({
    id: candidate.id,
    at: candidate.at,
    radiusM: candidate.radiusM,
    label: label(candidate),
  }));
}

/** Places of the running alerts. */
export function alertMarks(alerts: Iterable<RedAlert>, label: (alert: RedAlert) => string): readonly AlertMark[] {
  return [...alerts]
    .filter(({ status }) => status === 'active')
    .map((alert) => ({ id: alert.id, at: alert.place.at, label: label(alert), drill: alert.drill }));
}
