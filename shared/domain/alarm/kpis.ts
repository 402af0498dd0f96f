import type { LimitKind, Priority } from './types.ts';

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
