import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { PRIORITIES, type Alarm } from '#shared/domain/alarm/types.ts';

/** [eng] Nobody reads an alarm faster: it stands this long on the bar, and a press sooner after a change was meant for the one before. */
export const SETTLE_MS = 400;
/** [eng] A press that acknowledged nothing is told for this long. */
const TOLD_MS = 2_500;

export interface ShownAlarmOptions {
  /** The alarms that ask for acknowledgement, the most urgent first, then the newest; reactive. */
  readonly unacknowledged: () => readonly Alarm[];
  /** Whether an acknowledgement of this alarm is under way; reactive. */
  readonly isWaiting: (alarm: Alarm) => boolean;
}

export interface ShownAlarm {
  readonly shown: Readonly<ShallowRef<Alarm | undefined>>;
  /** A press found no alarm that anybody could have read; for a moment, so that it is told. */
  readonly isUnread: Readonly<ShallowRef<boolean>>;
  /**
   * The alarm that a press at this moment is meant for, held for acknowledged from now on: the one shown, or the one before it right after a
   * change. Undefined where nobody could have read one.
   * @param pressedAt when it was pressed (`timeStamp` of the event): a busy page hears of it later
   */
  take(pressedAt: number): Alarm | undefined;
}

/**
 * The one alarm of the bar: the newest of the most urgent. In a stream of alarms each stands there long enough to be read, unless it asks no
 * more or a more urgent one comes, which takes the place at once.
 */
export function useShownAlarm({ unacknowledged, isWaiting }: ShownAlarmOptions): ShownAlarm {
  const shown = shallowRef<Alarm>();
  const isUnread = shallowRef(false);
  /** Occurrences whose acknowledgement is under way: a later one asks anew, although the receipt of the first is missing. */
  const underWay = new Map<string, number>();
  let current: Alarm | undefined;
  let since = 0;
  /** The last one that could be read, and when it left. */
  let left: { readonly alarm: Alarm; at: number } | undefined;
  let change: ReturnType<typeof setTimeout> | undefined;
  let told: ReturnType<typeof setTimeout> | undefined;

  function asks(alarm: Alarm): boolean {
    if (!isWaiting(alarm)) {
      underWay.delete(alarm.id);
      return true;
    }
    if (!underWay.has(alarm.id)) underWay.set(alarm.id, alarm.occurrence);
    return underWay.get(alarm.id) !== alarm.occurrence;
  }

  /** The alarm as it is now, undefined when it asks no more. */
  function stillAsking(alarm: Alarm | undefined): Alarm | undefined {
    return alarm && unacknowledged().find((other) => isSame(other, alarm) && asks(other));
  }

  function put(alarm: Alarm | undefined): void {
    const now = performance.now();
    if (current && now - since >= SETTLE_MS) left = { alarm: current, at: now };
    since = now;
    current = alarm;
    shown.value = alarm;
  }

  function look(): void {
    clearTimeout(change);
    const first = unacknowledged().find(asks);
    const same = stillAsking(current);
    const waitMs = since + SETTLE_MS - performance.now();
    if (same === undefined || first === undefined || (!isSame(first, same) && (waitMs <= 0 || isGraver(first, same)))) {
      if (same !== undefined || first !== undefined || current !== undefined) put(first);
      return;
    }
    current = same;
    shown.value = same;
    if (!isSame(first, same)) change = setTimeout(look, waitMs);
  }

  watch(() => [unacknowledged().find(asks), stillAsking(current)], look, { immediate: true });
  // A busy page needs a while to draw what it was given: nobody reads before that.
  watch(
    () => shown.value && `${shown.value.id}#${String(shown.value.occurrence)}`,
    () => {
      const drawnAt = performance.now();
      if (left?.at === since) left.at = drawnAt;
      since = drawnAt;
    },
    { flush: 'post' },
  );
  onScopeDispose(() => {
    clearTimeout(change);
    clearTimeout(told);
  });

  function tell(isTold: boolean): void {
    clearTimeout(told);
    isUnread.value = isTold;
    if (!isTold) return;
    told = setTimeout(() => {
      isUnread.value = false;
    }, TOLD_MS);
  }

  return {
    shown,
    isUnread,
    take(pressedAt) {
      const before = left && pressedAt - left.at < SETTLE_MS ? left.alarm : undefined;
      const alarm = stillAsking(pressedAt - since < SETTLE_MS ? before : current);
      tell(alarm === undefined && current !== undefined);
      if (alarm) underWay.set(alarm.id, alarm.occurrence);
      return alarm;
    },
  };
}

const isSame = (a: Alarm, b: Alarm): boolean => a.id === b.id && a.occurrence === b.occurrence;

const isGraver = (a: Alarm, b: Alarm): boolean => PRIORITIES.indexOf(a.priority) < PRIORITIES.indexOf(b.priority);
