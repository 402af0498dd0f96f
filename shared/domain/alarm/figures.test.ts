import { describe, expect, it } from 'vitest';
import { MINUTE, T0 } from '#tests/support/domain-world.ts';
import { floodOf } from './flood.ts';
import { floodSpans } from './flood-spans.ts';
import { kpiTally, type AlarmHappening } from './kpis.ts';
import { staleAlarms, standingAlarms } from './lists.ts';
import type { Alarm, Priority } from './types.ts';

const DAY = 24 * 60 * MINUTE;
const alarm = (n: number, atMs: number, rest: Partial<Alarm> = {}): Alarm => ({
  id: `S${String(n)}.x:low`,
  signalId: `S${String(n)}.x`,
  stationId: `S${String(n)}`,
  kind: 'low',
  priority: 'low',
  status: 'activeUnacked',
  limit: 1,
  value: 0,
  occurrence: 1,
  raisedAt: T0 + atMs,
  ...rest,
});
const areaOf = (stationId: string) =>
  stationId === 'S99' ? undefined : Number(stationId.slice(1)) % 3 === 0 ? 'A' : 'B';
const many = (count: number, fromMs: number, stepMs: number, rest: Partial<Alarm> = {}) =>
  Array.from({ length: count }, (_, n) => alarm(n, fromMs + n * stepMs, rest));

describe('a flood', () => {
  const spansOf = (minutes: readonly number[], untilMinute: number) =>
    floodSpans(
      Float64Array.from(minutes, (minute) => minute * MINUTE),
      untilMinute * MINUTE,
    ).map((span) => [
      span.from / MINUTE,
      span.to === undefined ? undefined : span.to / MINUTE,
      span.last - span.first + 1,
    ]);
  const eleven = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9.5];

  it('ALM-38: begins with the eleventh raise in ten minutes', () => {
    expect(spansOf(eleven.slice(0, 10), 9.9)).toEqual([]);
    expect(spansOf(eleven, 9.9)).toEqual([[0, undefined, 11]]);
    expect(spansOf([0, 1.1, 2.2, 3.3, 4.4, 5.5, 6.6, 7.7, 8.8, 9.9, 10.5], 11)).toEqual([]);
  });

  it('ALM-38: goes on with fewer raises, and ends when fewer than five came in ten minutes', () => {
    expect(spansOf(eleven, 15.9)).toEqual([[0, undefined, 11]]);
    expect(spansOf(eleven, 30)).toEqual([[0, 16, 11]]);
    expect(spansOf([...eleven, 12, 13, 14, 30], 40)).toEqual([[0, 19, 14]]);
  });

  it('ALM-38: another flood begins with raises of its own', () => {
    const second = eleven.map((minute) => minute + 60);
    expect(spansOf([...eleven, ...second], 70)).toEqual([
      [0, 16, 11],
      [60, undefined, 11],
    ]);
  });

  it('ALM-39: names the first raise by source time, and groups by area, largest first', () => {
    const alarms = many(12, 0, 1_000).reverse();
    const flood = floodOf(alarms, T0 + MINUTE, areaOf);
    expect(flood).toMatchObject({ since: T0, raised: 12, firstOut: { id: 'S0.x:low' } });
    expect(flood?.groups).toMatchObject([
      { area: 'B', count: 8, highest: 'low', firstOut: { id: 'S1.x:low' } },
      { area: 'A', count: 4, highest: 'low', firstOut: { id: 'S0.x:low' } },
    ]);
    expect(floodOf(alarms, T0 + 20 * MINUTE, areaOf)).toBeUndefined();
    expect(floodOf([], T0, areaOf)).toBeUndefined();
  });

  it('ALM-39: folds no alarm of high priority, but counts it', () => {
    const high = [alarm(50, -500, { priority: 'high' }), alarm(99, 100, { priority: 'medium' })];
    const flood = floodOf([...many(12, 0, 1_000), ...high], T0 + MINUTE, areaOf);
    expect(flood).toMatchObject({ raised: 14, firstOut: { priority: 'high' } });
    expect(flood?.groups.map(({ count }) => count)).toEqual([8, 4, 1]);
    expect(flood?.groups.at(-1)).toMatchObject({ area: undefined, highest: 'medium' });
  });

  it('ALM-39: leaves out what is shelved, out of service or was never raised', () => {
    const told = { by: '', on: '', at: 0, reason: '' };
    const alarms = many(11, 0, 1_000);
    const flood = (first: Partial<Alarm>) => floodOf([alarm(0, 0, first), ...alarms.slice(1)], T0 + MINUTE, areaOf);
    expect(flood({})).toBeDefined();
    expect(flood({ shelved: { ...told, until: T0 + DAY } })).toBeUndefined();
    expect(flood({ shelved: { ...told, until: T0 } })).toBeDefined();
    expect(flood({ outOfService: told })).toBeUndefined();
    expect(flood({ occurrence: 0 })).toBeUndefined();
  });
});

const happened = (
  event: AlarmHappening['event'],
  n: number,
  atMs: number,
  priority: Priority = 'low',
): AlarmHappening => ({
  at: T0 + atMs,
  alarmId: `a${String(n)}`,
  stationId: 'S1',
  kind: 'low',
  priority,
  event,
});
const raised = (n: number, atMs: number, priority: Priority = 'low') => happened('alarmRaised', n, atMs, priority);

function kpisOf(happenings: readonly AlarmHappening[], from: number, to: number) {
  const tally = kpiTally(from, to);
  for (const happening of [...happenings].sort((a, b) => a.at - b.at)) tally.add(happening);
  return tally.figures();
}

describe('lists', () => {
  it('ALM-40: standing alarms are active, the oldest first; stale ones stand for more than a day', () => {
    const alarms = [
      alarm(1, 0),
      alarm(2, -DAY),
      alarm(3, -3 * DAY, { status: 'activeAcked' }),
      alarm(4, -9 * DAY, { status: 'returnedUnacked' }),
      alarm(5, -9 * DAY, { status: 'normal' }),
    ];
    expect(standingAlarms(alarms).map(({ stationId }) => stationId)).toEqual(['S3', 'S2', 'S1']);
    expect(staleAlarms(alarms, T0).map(({ stationId }) => stationId)).toEqual(['S3']);
    expect(staleAlarms(alarms, T0 + 1).map(({ stationId }) => stationId)).toEqual(['S3', 'S2']);
  });

  it('ALM-40: chattering alarms were raised three times within a minute', () => {
    const slow = [0, 31_000, 62_000].map((at) => raised(1, at));
    const fast = [60_000, 0, 30_000].map((at) => raised(2, at));
    const returns = [0, 1, 2].map((at) => happened('alarmReturned', 3, at));
    expect(kpisOf([...slow, ...fast, ...returns], T0, T0 + DAY).chattering).toEqual(['a2']);
  });
});

describe('figures', () => {
  it('ALM-41: count raises per ten minutes, floods, priorities and the most frequent alarms', () => {
    const burst = Array.from({ length: 12 }, (_, n) => raised(n, 600_000 + 1_000 * n));
    const others = [raised(1, 5_000, 'high'), raised(1, 7_000, 'medium'), raised(77, -1), raised(78, 3_600_000)];
    const kpis = kpisOf([...burst, ...others], T0, T0 + 3_600_000);
    expect(kpis).toMatchObject({ raised: 14, worstPer10Min: 12, floodShare: 1 / 6, medianAckMs: null, p95AckMs: null });
    expect(kpis.meanPer10Min).toBeCloseTo(14 / 6);
    expect(kpis.floods).toHaveLength(1);
    expect(kpis.priorityShares).toEqual({ high: 1 / 14, medium: 1 / 14, low: 12 / 14 });
    expect(kpis.mostFrequent).toHaveLength(10);
    expect(kpis.mostFrequent[0]).toEqual({ alarmId: 'a1', raised: 3, share: 3 / 14 });
  });

  it('ALM-41: measure the time to acknowledgement, and name what stands for more than a day at the end', () => {
    const happenings = [
      raised(1, -2 * DAY),
      raised(2, -2 * DAY),
      happened('alarmReturned', 2, 0),
      ...[1, 2, 3, 4].flatMap((n) => [
        raised(n + 10, n * MINUTE),
        happened('alarmAcknowledged', n + 10, n * MINUTE + n * 1_000),
        happened('alarmAcknowledged', n + 10, n * MINUTE + 30_000),
      ]),
    ];
    const kpis = kpisOf(happenings, T0 - MINUTE, T0 + 10 * MINUTE);
    expect(kpis).toMatchObject({ medianAckMs: 3_000, p95AckMs: 4_000, stale: ['a1'], raised: 4 });
  });

  it('ALM-41: say nothing where nothing happened', () => {
    expect(kpisOf([], T0, T0)).toMatchObject({ raised: 0, meanPer10Min: 0, floodShare: 0, floods: [], stale: [] });
  });
});
