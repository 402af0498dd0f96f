import { FLOOD, floodSpans } from './flood-spans.ts';
import { chatteringAlarms, STALE_AFTER_MS } from './lists.ts';
import type { LimitKind, Priority } from './types.ts';

const MOST_FREQUENT = 10;

/** One raise, return or acknowledgement, as the figures need it. Source time of the plant for raise and return, UTC ms. */
export interface AlarmHappening {
  readonly at: number;
  readonly alarmId: string;
  readonly stationId: string;
  readonly kind: LimitKind;
  readonly priority: Priority;
  readonly event: 'alarmRaised' | 'alarmReturned' | 'alarmAcknowledged';
}

/**
 * How the alarm system does, after EEMUA 191 and ISA-18.2. Rates per 10 minutes are those of the whole console (one operator's position).
 * Manageable: about 1 in 10 min; a flood: more than 10 in 10 min (DOMAIN.md, Alarms).
 */
export interface AlarmKpis {
  readonly from: number;
  readonly to: number;
  readonly raised: number;
  readonly meanPer10Min: number;
  readonly worstPer10Min: number;
  /** Share of the time, 0 to 1, in 10-minute spans with more than 10 raises. */
  readonly floodShare: number;
  readonly floods: readonly { readonly from: number; readonly to: number; readonly raised: number }[];
  /** Share of the raises, 0 to 1. */
  readonly priorityShares: Readonly<Record<Priority, number>>;
  /** The most frequent first, at most 10, with their share of all raises. */
  readonly mostFrequent: readonly { readonly alarmId: string; readonly raised: number; readonly share: number }[];
  /** Raised and returned three times or more within a minute. */
  readonly chattering: readonly string[];
  /** Active without a break for more than 24 h at the end. */
  readonly stale: readonly string[];
  /** From raise to acknowledgement, ms; null where nothing was acknowledged. */
  readonly medianAckMs: number | null;
  readonly p95AckMs: number | null;
}

/**
 * The figures of a time span. Happenings of before `from` tell only what already stood then.
 * @param happenings in any order
 * @param from UTC ms, included
 * @param to UTC ms, excluded
 */
export function alarmKpis(happenings: readonly AlarmHappening[], from: number, to: number): AlarmKpis {
  const inOrder = happenings.filter(({ at }) => at < to).sort((a, b) => a.at - b.at);
  const within = inOrder.filter(({ at }) => at >= from);
  const raises = within.filter(({ event }) => event === 'alarmRaised');
  const spans = countsPerSpan(raises, from);
  const times = Float64Array.from(raises, ({ at }) => at);
  const acks = acknowledgementTimes(inOrder, from);
  const share = (count: number): number => (raises.length === 0 ? 0 : count / raises.length);
  const ofPriority = (wanted: Priority): number => share(raises.filter(({ priority }) => priority === wanted).length);
  return {
    from,
    to,
    raised: raises.length,
    meanPer10Min: to > from ? (raises.length * FLOOD.spanMs) / (to - from) : 0,
    worstPer10Min: [...spans.values()].reduce((most, count) => Math.max(most, count), 0),
    floodShare: floodShareOf(spans, from, to),
    floods: floodSpans(times, to).map((span) => ({
      from: span.from,
      to: span.to ?? to,
      raised: span.last - span.first + 1,
    })),
    priorityShares: { high: ofPriority('high'), medium: ofPriority('medium'), low: ofPriority('low') },
    mostFrequent: mostFrequentOf(raises).map(([alarmId, raised]) => ({ alarmId, raised, share: share(raised) })),
    chattering: chatteringAlarms(within),
    stale: [...openAt(inOrder)].flatMap(([alarmId, at]) => (to - at > STALE_AFTER_MS ? [alarmId] : [])),
    medianAckMs: quantileOf(acks, 0.5),
    p95AckMs: quantileOf(acks, 0.95),
  };
}

/** Raises per span of 10 minutes, counted from `from`; only spans that have any. */
function countsPerSpan(raises: readonly AlarmHappening[], from: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { at } of raises) {
    const span = Math.floor((at - from) / FLOOD.spanMs);
    counts.set(span, (counts.get(span) ?? 0) + 1);
  }
  return counts;
}

/** The last span may be cut short by `to` and counts for what there is of it. */
function floodShareOf(spans: ReadonlyMap<number, number>, from: number, to: number): number {
  let floodedMs = 0;
  for (const [span, count] of spans) {
    if (count > FLOOD.beginsAbove) floodedMs += Math.min(FLOOD.spanMs, to - from - span * FLOOD.spanMs);
  }
  return to > from ? floodedMs / (to - from) : 0;
}

function mostFrequentOf(raises: readonly AlarmHappening[]): readonly (readonly [alarmId: string, raised: number])[] {
  const counts = new Map<string, number>();
  for (const { alarmId } of raises) counts.set(alarmId, (counts.get(alarmId) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_FREQUENT);
}

/** Times from raise to the first acknowledgement after it, of acknowledgements since `from`, rising. */
function acknowledgementTimes(inOrder: readonly AlarmHappening[], from: number): readonly number[] {
  const raisedAt = new Map<string, number>();
  const times: number[] = [];
  for (const { event, alarmId, at } of inOrder) {
    if (event === 'alarmRaised') raisedAt.set(alarmId, at);
    if (event !== 'alarmAcknowledged') continue;
    const since = raisedAt.get(alarmId);
    if (since !== undefined && at >= from) times.push(at - since);
    raisedAt.delete(alarmId);
  }
  return times.sort((a, b) => a - b);
}

/** When the alarms that are active at the end were raised. */
function openAt(inOrder: readonly AlarmHappening[]): ReadonlyMap<string, number> {
  const open = new Map<string, number>();
  for (const { event, alarmId, at } of inOrder) {
    if (event === 'alarmRaised') open.set(alarmId, at);
    if (event === 'alarmReturned') open.delete(alarmId);
  }
  return open;
}

function quantileOf(rising: readonly number[], share: number): number | null {
  return rising[Math.min(rising.length - 1, Math.floor(share * rising.length))] ?? null;
}
