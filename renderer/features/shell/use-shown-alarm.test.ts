import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, shallowRef, watch, type EffectScope } from 'vue';
import { PRIORITIES, type Alarm } from '#shared/domain/alarm/types.ts';
import { SETTLE_MS, useShownAlarm } from './use-shown-alarm.ts';

let scope: EffectScope;
beforeEach(() => {
  vi.useFakeTimers();
  scope = effectScope();
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

let raised = 0;
const alarm = (id: string, priority: Alarm['priority'] = 'medium', occurrence = 1): Alarm => {
  raised += 1;
  return { id, priority, occurrence, raisedAt: raised } as Alarm;
};

/** The bar of a plant: alarms come and go, and acknowledgements stay under way until their receipt. */
function bar() {
  const asking = shallowRef<readonly Alarm[]>([]);
  const waiting = shallowRef<ReadonlySet<string>>(new Set());
  const { shown, isUnread, take } = scope.run(() =>
    useShownAlarm({ unacknowledged: () => asking.value, isWaiting: ({ id }) => waiting.value.has(id) }),
  ) as ReturnType<typeof useShownAlarm>;
  const set = async (alarms: readonly Alarm[]): Promise<void> => {
    const rank = ({ priority }: Alarm): number => PRIORITIES.indexOf(priority);
    asking.value = alarms.toSorted((a, b) => rank(a) - rank(b) || b.raisedAt - a.raisedAt);
    await nextTick();
  };
  return {
    set,
    raise: (...alarms: readonly Alarm[]) => set([...asking.value, ...alarms]),
    end: (id: string) => set(asking.value.filter((other) => other.id !== id)),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    shown: () => shown.value && `${shown.value.id}#${String(shown.value.occurrence)}`,
    isUnread: () => isUnread.value,
    /** A press, as the bar does it: what it takes waits for its receipt. */
    press: async (agoMs = 0) => {
      const taken = take(performance.now() - agoMs);
      if (taken) waiting.value = new Set([...waiting.value, taken.id]);
      await nextTick();
      return taken?.id;
    },
    receipt: async (id: string) => {
      waiting.value = new Set([...waiting.value].filter((other) => other !== id));
      await nextTick();
    },
  };
}

it('keeps an alarm of the same priority back until the one on the bar could be read, then shows the newest', async () => {
  const { raise, pass, shown } = bar();
  await raise(alarm('a'));
  await pass(100);
  await raise(alarm('b'));
  await pass(100);
  await raise(alarm('c'));
  expect(shown()).toBe('a#1');
  await pass(SETTLE_MS - 201);
  expect(shown()).toBe('a#1');
  await pass(1);
  expect(shown()).toBe('c#1');
});

it('shows a more urgent alarm at once, and the next at once when one asks no more', async () => {
  const { raise, end, shown } = bar();
  await raise(alarm('low', 'low'));
  await raise(alarm('high', 'high'));
  expect(shown()).toBe('high#1');
  await raise(alarm('medium'));
  expect(shown()).toBe('high#1');
  await end('high');
  expect(shown()).toBe('medium#1');
  await end('medium');
  await end('low');
  expect(shown()).toBeUndefined();
});

it('gives a press right after a change to the alarm that was read, and later to the one shown', async () => {
  const { raise, pass, press, shown, isUnread } = bar();
  await raise(alarm('a'));
  await pass(SETTLE_MS);
  await raise(alarm('b', 'high'));
  expect(shown()).toBe('b#1');
  await pass(SETTLE_MS - 1);
  expect([await press(), isUnread()]).toEqual(['a', false]);
  expect(shown()).toBe('b#1');
  await pass(1);
  expect(await press()).toBe('b');
});

it('goes by when a key was pressed, not by when a busy page hears of it', async () => {
  const { raise, pass, press } = bar();
  await raise(alarm('a', 'low'));
  await pass(SETTLE_MS);
  await raise(alarm('b', 'high'));
  await pass(SETTLE_MS + 100);
  expect(await press(SETTLE_MS)).toBe('a');
  expect(await press(50)).toBe('b');
});

it('counts from when an alarm is drawn', async () => {
  const { raise, pass, press, shown } = bar();
  await raise(alarm('a', 'low'));
  await pass(SETTLE_MS);
  // A part of the page that needs long for the same change.
  scope.run(() => watch(shown, () => vi.advanceTimersByTime(300)));
  await raise(alarm('b', 'high'));
  await pass(SETTLE_MS - 1);
  expect(await press()).toBe('a');
});

it('tells a press that met no alarm anybody could have read, for a moment, and takes the next', async () => {
  const { raise, pass, press, isUnread } = bar();
  await raise(alarm('a', 'low'));
  await pass(SETTLE_MS - 1);
  await raise(alarm('b', 'high'));
  await pass(SETTLE_MS - 1);
  expect([await press(), isUnread()]).toEqual([undefined, true]);
  await pass(1);
  expect([await press(), isUnread()]).toEqual(['b', false]);
  expect([await press(), isUnread()]).toEqual([undefined, true]);
  await pass(2_500);
  expect(isUnread()).toBe(false);
});

it('does not give a press to an alarm that asks no more, nor to one that left long ago', async () => {
  const { raise, end, pass, press } = bar();
  await raise(alarm('a', 'low'));
  await pass(SETTLE_MS);
  await raise(alarm('b', 'medium'));
  await end('a');
  expect(await press()).toBeUndefined();
  await raise(alarm('c', 'low'));
  await pass(SETTLE_MS);
  await raise(alarm('d', 'high'));
  await pass(SETTLE_MS - 1);
  await raise(alarm('e', 'high'));
  await pass(1);
  expect(await press()).toBe('d');
});

it('answers every press at a human pace in a stream of alarms, each once', async () => {
  const { raise, pass, press } = bar();
  const taken: (string | undefined)[] = [];
  for (let at = 0; at < 7_000; at += 50) {
    if (at % 100 === 0) await raise(alarm(`s${String(at)}`, at % 700 === 300 ? 'high' : 'low'));
    if (at > 0 && at % 700 === 0) taken.push(await press());
    await pass(50);
  }
  expect(taken.filter((id) => id !== undefined)).toHaveLength(9);
  expect(new Set(taken).size).toBe(9);
});

it('passes over an alarm whose acknowledgement is under way, but not over its next occurrence', async () => {
  const { raise, set, pass, press, receipt, shown } = bar();
  const first = alarm('a');
  await raise(first);
  await pass(SETTLE_MS);
  expect(await press()).toBe('a');
  expect(shown()).toBeUndefined();
  await set([]);
  await raise(alarm('a', 'medium', 2));
  expect(shown()).toBe('a#2');
  await pass(SETTLE_MS);
  expect(await press()).toBe('a');
  await receipt('a');
  expect(shown()).toBe('a#2');
});
