import { expect, it, vi } from 'vitest';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { createBurstWatch } from './burst-watch.ts';

const call = (id: string, east: number): Complaint => ({
  id,
  category: 'burst',
  channel: 'phone',
  text: '',
  place: { at: [126.6 + east / 80_000, 45.75] },
  reportedAt: 0,
  urgent: true,
  safetyWords: [],
  leakWeight: 1,
  status: 'open',
});

function watchOver(complaints: Complaint[]) {
  const clock = createTestClock();
  const onChange = vi.fn();
  const watch = createBurstWatch({
    clock,
    complaints: () => complaints,
    alarms: () => [],
    network: () => null,
    onChange,
  });
  return { clock, onChange, watch, complaints };
}

it('knows at its start what the log holds already, without calling anyone who is not there yet', () => {
  const { watch, onChange } = watchOver([call('a', 0), call('b', 40), call('c', 80)]);
  expect(watch.candidates()).toHaveLength(1);
  expect(onChange).not.toHaveBeenCalled();
  watch.dispose();
});

it('looks once for a run of complaints and tells of the candidate', () => {
  const { clock, watch, onChange, complaints } = watchOver([]);
  for (const id of ['a', 'b', 'c']) {
    complaints.push(call(id, complaints.length * 40));
    watch.entitiesChanged([{ type: 'complaint', id }]);
  }
  clock.advance(1_000);
  expect(onChange).toHaveBeenCalledTimes(1);
  expect(watch.candidates()[0]?.evidence[0]?.refs).toEqual(['a', 'b', 'c']);
  watch.entitiesChanged([{ type: 'order', id: 'o' }]);
  clock.advance(1_000);
  expect(onChange).toHaveBeenCalledTimes(1);
  watch.dispose();
});

it('forgets a candidate when its complaints are past, though nothing new comes', () => {
  const { clock, watch } = watchOver([call('a', 0), call('b', 40), call('c', 80)]);
  clock.advance(24 * 3_600_000);
  expect(watch.candidates()).toHaveLength(0);
  watch.dispose();
});
