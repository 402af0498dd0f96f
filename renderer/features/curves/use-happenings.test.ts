import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import * as queries from '../../commands/alarm-queries.ts';
import * as log from '../../commands/queries.ts';
import { useHappenings } from './use-happenings.ts';

let scope: EffectScope;
beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  scope = effectScope();
});
afterEach(() => {
  scope.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('says that events are missing while the journal cannot be read, and asks again', async () => {
  const failed = { ok: false, error: { kind: 'unreachable', code: 'PAG0003' } } as const;
  vi.spyOn(log, 'listLogEntries').mockResolvedValue(failed);
  const asked = vi
    .spyOn(queries, 'readJournal')
    .mockResolvedValueOnce(failed)
    .mockResolvedValue({ ok: true, value: [] });
  const range = { from: 0, to: 1_000, follows: false };
  const found = scope.run(() =>
    useHappenings(
      () => 'S1',
      () => range,
    ),
  );
  await vi.advanceTimersByTimeAsync(300);
  expect([asked.mock.calls.length, found?.isPartial.value]).toEqual([1, true]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([asked.mock.calls.length, found?.isPartial.value]).toEqual([2, false]);
});
