import { FLOOD, floodSpans } from './flood-spans.ts';
import { STALE_AFTER_MS } from './lists.ts';
import type { LimitKind, Priority } from './types.ts';

const MOST_FREQUENT = 10;
/** An alarm raised this often within this time chatters [std ISA-18.2]. */
const CHATTERING = { raises: 3, withinMs: 60_000 } as const;

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

/** Counts happenings one by one, so that whoever has many of them can do other work in between. */
export interface KpiTally {
  /** In the order of their time. Those of before `from` tell only what already stood then. */
  add(happening: AlarmHappening): void;
  figures(): AlarmKpis;
}

/** What is known of one alarm while its happenings are counted. */
interface AlarmTally {
  raised: number;
  /** Of its last raises within the span, the newest last. */
  readonly lastRaises: number[];
  isChattering: boolean;
  /** Of the raise that nobody has acknowledged yet. */
  unackedSince: number | undefined;
  activeSince: number | undefined;
}

/**
 * The figures of a time span.
 * @param from UTC ms, included
 * @param to UTC ms, excluded
 */
export function kpiTally(from: number, to: number): KpiTally {
  const alarms = new Map<string, AlarmTally>();
  const ofPriority = { high: 0, medium: 0, low: 0 };
  /** Raises per span of 10 minutes, counted from `from`; only spans that have any. */
  const spans = new Map<number, number>();
  const raises: number[] = [];
  const acks: number[] = [];

  function tallyOf(alarmId: string): AlarmTally {
    const known = alarms.get(alarmId);
    if (known !== undefined) return known;
    const fresh = { raised: 0, lastRaises: [], isChattering: false, unackedSince: undefined, activeSince: undefined };
    alarms.set(alarmId, fresh);
    return fresh;
  }

  function countRaise(alarm: AlarmTally, { at, priority }: AlarmHappening): void {
    raises.push(at);
    ofPriority[priority] += 1;
    const span = Math.floor((at - from) / FLOOD.spanMs);
    spans.set(span, (spans.get(span) ?? 0) + 1);
    alarm.raised += 1;
    alarm.lastRaises.push(at);
    if (alarm.lastRaises.length > CHATTERING.raises) alarm.lastRaises.shift();
    const first = alarm.lastRaises.length === CHATTERING.raises ? (alarm.lastRaises[0] as number) : -Infinity;
    if (at - first <= CHATTERING.withinMs) alarm.isChattering = true;
  }

  return {
    add(happening) {
      const { at, event } = happening;
      if (at >= to) return;
      const alarm = tallyOf(happening.alarmId);
      if (event === 'alarmRaised') {
        alarm.activeSince = alarm.unackedSince = at;
        if (at >= from) countRaise(alarm, happening);
      } else if (event === 'alarmReturned') {
        alarm.activeSince = undefined;
      } else {
        if (alarm.unackedSince !== undefined && at >= from) acks.push(at - alarm.unackedSince);
        alarm.unackedSince = undefined;
      }
    },
    figures() {
      const share = (count: number): number => (raises.length === 0 ? 0 : count / raises.length);
      const byRaises = [...alarms].filter(([, { raised }]) => raised > 0).sort(([, a], [, b]) => b.raised - a.raised);
      const ackTimes = Float64Array.from(acks).sort();
      return {
        from,
        to,
        raised: raises.length,
        meanPer10Min: to > from ? (raises.length * FLOOD.spanMs) / (to - from) : 0,
        worstPer10Min: [...spans.values()].reduce((most, count) => Math.max(most, count), 0),
        floodShare: floodShareOf(spans, from, to),
        floods: floodSpans(Float64Array.from(raises), to).map((span) => ({
          from: span.from,
          to: span.to ?? to,
          raised: span.last - span.first + 1,
        })),
        priorityShares: {
          high: share(ofPriority.high),
          medium: share(ofPriority.medium),
          low: share(ofPriority.low),
        },
        mostFrequent: byRaises
          .slice(0, MOST_FREQUENT)
          .map(([alarmId, { raised }]) => ({ alarmId, raised, share: share(raised) })),
        chattering: byRaises.flatMap(([alarmId, { isChattering }]) => (isChattering ? [alarmId] : [])),
        stale: [...alarms].flatMap(([alarmId, { activeSince = Infinity }]) =>
          to - activeSince > STALE_AFTER_MS ? [alarmId] : [],
        ),
        medianAckMs: quantileOf(ackTimes, 0.5),
        p95AckMs: quantileOf(ackTimes, 0.95),
      };
    },
  };
}

/** The last span may be cut short by `to` and counts for what there is of it. */
function floodShareOf(spans: ReadonlyMap<number, number>, from: number, to: number): number {
  let floodedMs = 0;
  for (const [span, count] of spans) {
    if (count > FLOOD.beginsAbove) floodedMs += Math.min(FLOOD.spanMs, to - from - span * FLOOD.spanMs);
  }
  return to > from ? floodedMs / (to - from) : 0;
}

function quantileOf(rising: Float64Array, share: number): number | null {
  return rising[Math.min(rising.length - 1, Math.floor(share * rising.length))] ?? null;
}
