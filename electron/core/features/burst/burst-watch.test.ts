import { expect, it, vi } from 'vitest';
import { burstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import { createTestClock } from '#tests/support/test-clock.ts';
import { PATIENCE } from '#tests/support/patience.ts';
import type { Analysis } from '../../analysis/analysis.ts';
import { createBurstWatch, type BurstWatchDependencies } from './burst-watch.ts';

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

type Answer = Awaited<ReturnType<Analysis['localise']>>;

/** A network model that is ready and answers when the test says so. */
function modelInHand() {
  const waiting: { resolve: (answer: Answer) => void; reject: (reason: Error) => void }[] = [];
  const analysis: NonNullable<BurstWatchDependencies['analysis']> = {
    localise: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    status: () => ({
      ...{ network: 'ready', remarks: [], pipes: 1, stations: 1 },
      sensitivity: { state: 'ready', done: 1, total: 1 },
    }),
  };
  return { analysis, waiting };
}

function watchOver(complaints: Complaint[], analysis?: BurstWatchDependencies['analysis']) {
  const clock = createTestClock();
  const onChange = vi.fn();
  const watch = createBurstWatch({
    clock,
    complaints: () => complaints,
    alarms: () => [],
    verdicts: () => [],
    numbers: () => burstNumbers(),
    network: () => null,
    analysis,
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

it('shows what callers say at once, then what the model makes of it, under the same id', async () => {
  const { analysis, waiting } = modelInHand();
  const { clock, watch, complaints } = watchOver([], analysis);
  complaints.push(call('a', 0), call('b', 40), call('c', 80));
  watch.entitiesChanged([{ type: 'complaint', id: 'a' }]);
  clock.advance(900);
  const [first] = watch.candidates();
  expect(first?.evidence.map(({ kind }) => kind)).toEqual(['complaints']);
  const better = { ...(first as Answer[number]), id: 'burst:other', confidence: 0.9, grade: 'confirmed' as const };
  waiting[0]?.resolve([better]);
  await vi.waitFor(() => expect(watch.candidates()[0]).toMatchObject({ id: first?.id, grade: 'confirmed' }), PATIENCE);
  watch.entitiesChanged([{ type: 'complaint', id: 'a' }]);
  clock.advance(300);
  expect(watch.candidates()[0]).toMatchObject({ grade: 'confirmed' });
  watch.dispose();
});

it('asks the model one thing at a time, and goes on with callers when its thread ends', async () => {
  const { analysis, waiting } = modelInHand();
  const { clock, watch, complaints } = watchOver([], analysis);
  clock.advance(20_000);
  expect(waiting).toHaveLength(1);
  complaints.push(call('a', 0), call('b', 40), call('c', 80));
  waiting[0]?.reject(new Error('ended'));
  await vi.waitFor(() => expect(watch.candidates()).toHaveLength(1), PATIENCE);
  expect(waiting).toHaveLength(2);
  watch.dispose();
});
