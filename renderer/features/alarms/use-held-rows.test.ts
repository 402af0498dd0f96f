import { expect, it } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import type { Alarm } from '#shared/domain/alarm/types.ts';
import { activeRows, type ActiveRow } from './active-rows.ts';
import { useHeldRows } from './use-held-rows.ts';

const alarm = (id: string, priority: Alarm['priority'] = 'low') => ({ id, priority }) as Alarm;
const rowsOf = (...alarms: Alarm[]): readonly ActiveRow[] => activeRows(alarms, undefined, () => undefined, new Set());

it('keeps the lines still under a pointer, says how many wait, and never keeps high priority back', async () => {
  const live = shallowRef(rowsOf(alarm('a')));
  const scope = effectScope();
  const held = scope.run(() => useHeldRows(live));
  if (!held) throw new Error('not set up');
  const keys = (): readonly string[] => held.rows.value.map(({ key }) => key);
  held.hold();
  live.value = rowsOf(alarm('b'), alarm('a'));
  await nextTick();
  expect([keys(), held.waiting.value]).toEqual([['a'], 1]);
  live.value = rowsOf(alarm('c', 'high'), alarm('b'), alarm('a'));
  await nextTick();
  expect(keys()).toEqual(['c', 'b', 'a']);
  held.hold();
  live.value = rowsOf(alarm('a'));
  held.release();
  expect(keys()).toEqual(['a']);
  scope.stop();
});
