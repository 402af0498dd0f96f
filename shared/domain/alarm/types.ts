/** Process and acknowledgement states of ISA-18.2. `returnedUnacked` is returned to normal, not yet acknowledged. */
export type AlarmStatus = 'normal' | 'activeUnacked' | 'activeAcked' | 'returnedUnacked';

/** What an alarm counts as on screen: its status, unless it was taken away from the operator (standing.ts beside this file). */
export type AlarmStanding = AlarmStatus | 'shelved' | 'suppressed' | 'outOfService';

export const PRIORITIES = ['high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * What a limit watches. `low` .. `highHigh`: the value against `limit`. `deviationLow` / `deviationHigh`: the value less than the reference minus, or more than
 * the reference plus, `limit`. `fall` / `rise`: the value changed by more than `limit` within `windowMs`. `stuck`: it changed by no more than `limit`
 * during `windowMs`. `badQuality`: bad or none. `fault`: of the console itself (a dead sound device), raised by the console, never by a limit.
 */
export const LIMIT_KINDS = [
  'lowLow',
  'low',
  'high',
  'highHigh',
  'deviationLow',
  'deviationHigh',
  'fall',
  'rise',
  'stuck',
  'badQuality',
  'fault',
] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** One configured limit of one signal. Values in the signal's unit; delays and windows in ms of source time. */
export interface AlarmLimit {
  readonly signalId: string;
  readonly stationId: string;
  readonly kind: LimitKind;
  readonly limit: number;
  readonly deadband: number;
  readonly onDelayMs: number;
  readonly offDelayMs: number;
  readonly priority: Priority;
  /** Of `fall`, `rise` and `stuck`. */
  readonly windowMs?: number | undefined;
  /** Of a deviation: the signal it is measured from, or a fixed value. */
  readonly referenceSignalId?: string | undefined;
  readonly referenceValue?: number | undefined;
}

/** Who took an alarm away from the operator, when (UTC ms), on which device, and why. */
export interface AlarmHandling {
  readonly by: string;
  readonly on: string;
  readonly at: number;
  readonly reason: string;
}

/** The alarm of one limit, over its whole life: its id is `signalId:kind` and its occurrences follow one another. */
export interface Alarm {
  readonly id: string;
  readonly signalId: string;
  readonly stationId: string;
  readonly kind: LimitKind;
  readonly priority: Priority;
  readonly status: AlarmStatus;
  readonly limit: number;
  /** Value at the raise, in the signal's unit. */
  readonly value: number;
  /** 0 while it was never raised (it was only taken out of service). */
  readonly occurrence: number;
  /** Source time, UTC ms. */
  readonly raisedAt: number;
  readonly returnedAt?: number | undefined;
  readonly ackedAt?: number | undefined;
  readonly ackedBy?: string | undefined;
  readonly ackedOn?: string | undefined;
  /** Put aside by an operator until `until` (UTC ms); comes back then if it is still active. */
  readonly shelved?: (AlarmHandling & { readonly until: number }) | undefined;
  readonly outOfService?: AlarmHandling | undefined;
}

/** The limit of an alarm as commands carry it. */
type OfLimit = Pick<Alarm, 'signalId' | 'stationId' | 'kind' | 'priority' | 'limit'>;

export type AlarmCommands = {
  /** Fact, by the alarm engine. The command id is made from alarm id and source time, so two consoles report it once. */
  raiseAlarm: OfLimit & { readonly value: number; readonly sourceAt: number };
  /** Fact, by the alarm engine. */
  returnAlarm: { readonly value: number; readonly sourceAt: number };
  /** Intent. `occurrence` is the one its sender saw: acknowledging an older one does not silence a newer. */
  acknowledgeAlarm: { readonly occurrence: number };
  /** Intent: takes a mistaken acknowledgement back. */
  unacknowledgeAlarm: { readonly occurrence: number; readonly reason: string };
  /** Intent: puts it aside until `until`, UTC ms. */
  shelveAlarm: { readonly until: number; readonly reason: string };
  /** Intent: takes it from the shelf before its time. */
  unshelveAlarm: { readonly reason: string };
  /** Fact, by the console when `until` has come; every console says it under the same command id. */
  endShelving: { readonly until: number };
  /** Intent: maintenance takes it out of service, raised before or not. */
  takeOutOfService: OfLimit & { readonly reason: string };
  returnToService: { readonly reason: string };
};

export type AlarmEvents = {
  alarmRaised: AlarmCommands['raiseAlarm'];
  alarmReturned: AlarmCommands['returnAlarm'];
  alarmAcknowledged: AlarmCommands['acknowledgeAlarm'];
  alarmUnacknowledged: AlarmCommands['unacknowledgeAlarm'];
  alarmShelved: AlarmCommands['shelveAlarm'];
  /** `reason` is missing when its time was up. */
  alarmUnshelved: { readonly reason?: string };
  alarmTakenOutOfService: AlarmCommands['takeOutOfService'];
  alarmReturnedToService: AlarmCommands['returnToService'];
};
