/** Alarm states of ISA-18.2 that this release reaches. `returnedUnacked` is returned to normal, not yet acknowledged. */
export type AlarmStatus = 'normal' | 'activeUnacked' | 'activeAcked' | 'returnedUnacked';
export type Priority = 'high' | 'medium' | 'low';
export type LimitKind = 'lowLow' | 'low' | 'high' | 'highHigh' | 'badQuality';

/** One configured limit of one signal. Value in the signal's unit; delays in ms of source time. */
export interface AlarmLimit {
  readonly signalId: string;
  readonly stationId: string;
  readonly kind: LimitKind;
  readonly limit: number;
  readonly deadband: number;
  readonly onDelayMs: number;
  readonly offDelayMs: number;
  readonly priority: Priority;
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
  readonly occurrence: number;
  /** Source time, UTC ms. */
  readonly raisedAt: number;
  readonly returnedAt?: number | undefined;
  readonly ackedAt?: number | undefined;
  readonly ackedBy?: string | undefined;
  readonly ackedOn?: string | undefined;
}

export type AlarmCommands = {
  /** Fact, by the alarm engine. The command id is made from alarm id and source time, so two consoles report it once. */
  raiseAlarm: {
    readonly signalId: string;
    readonly stationId: string;
    readonly kind: LimitKind;
    readonly priority: Priority;
    readonly limit: number;
    readonly value: number;
    readonly sourceAt: number;
  };
  /** Fact, by the alarm engine. */
  returnAlarm: { readonly value: number; readonly sourceAt: number };
  /** Intent. `occurrence` is the one its sender saw: acknowledging an older one does not silence a newer. */
  acknowledgeAlarm: { readonly occurrence: number };
  /** Intent: takes a mistaken acknowledgement back. */
  unacknowledgeAlarm: { readonly occurrence: number; readonly reason: string };
};

export type AlarmEvents = {
  alarmRaised: AlarmCommands['raiseAlarm'];
  alarmReturned: AlarmCommands['returnAlarm'];
  alarmAcknowledged: AlarmCommands['acknowledgeAlarm'];
  alarmUnacknowledged: AlarmCommands['unacknowledgeAlarm'];
};
